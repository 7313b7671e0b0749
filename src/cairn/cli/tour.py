# SPDX-License-Identifier: Apache-2.0
"""A guided demonstration: from a new key to a hundred credentials, and what a verifier says of each kind of trouble.

Every step runs the command that it shows, through the same door as the terminal. Needs no server and no database.
"""

from __future__ import annotations

import csv
import io
import shlex
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final, NoReturn, TypeAlias

import typer
from rich.console import Console
from rich.text import Text

from cairn.cli.tour_data.badge import draw_badge
from cairn.standards.codecs import dump_json, parse_json_object

EPILOG: Final = "\nExample:\n  cairn tour --folder tour"
_DID: Final = "did:web:college.example"
_LIST: Final = "https://college.example/status/1"
_KEYS: Final = ("--document", f"{_DID}=did.json")
_STATUS: Final = ("--document", f"{_LIST}=status.json")
_WIDTH: Final = 78
_SHOWN: Final = 6
_FIRST_NAMES: Final = (
    *("Ada", "Bao", "Chidi", "Dilnoza", "Elif", "Farid", "Greta", "Hana", "Ines", "Jomo"),
    *("Keiko", "Lars", "Mira", "Nadia", "Omar", "Paulo", "Quyen", "Rosa", "Sami", "Tala"),
    *("Uma", "Viktor", "Wanjiru", "Ximena", "Yusuf"),
)
_LAST_NAMES: Final = ("Example", "Sample", "Specimen", "Template")
_VERDICTS: Final = {0: "verified", 1: "not verified", 3: "cannot be determined"}

Run: TypeAlias = Callable[[Sequence[str]], NoReturn]
_console = Console(highlight=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One command of the story: why it is run, how it is typed, and what it must end with."""

    title: str
    why: str
    command: tuple[str, ...]
    expected: int = 0
    says: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command really ended with, and what it wrote."""

    step: Step
    exit_code: int
    output: str

    @property
    def as_expected(self) -> bool:
        """Say whether the command ended as the story tells."""
        return self.exit_code == self.step.expected and self.step.says in self.output


def make_command(run: Run) -> Callable[..., None]:
    """Return the command, which runs the commands that it shows through the door of the whole command line."""

    def tour_command(
        *,
        folder: Annotated[
            Path | None,
            typer.Option(metavar="DIR", help="Where its files go: an empty or new folder; else a fresh one."),
        ] = None,
    ) -> None:
        """Show a credential's way, from the key to the verdict; ends with 0 if every verdict was as told."""
        _give_tour(folder, run)

    return tour_command


def _give_tour(folder: Path | None, run: Run) -> None:
    place = folder or Path(tempfile.mkdtemp(prefix="cairn-demo-"))
    place.mkdir(parents=True, exist_ok=True)
    if any(place.iterdir()):
        raise typer.BadParameter(f"{place} is not empty. Name a folder that is.", param_hint="--folder")
    _greet(place)
    with chdir(place):
        outcomes = [_perform(number, step, run) for number, step in enumerate(_story(), 1)]
    _conclude(place, outcomes)
    raise typer.Exit(0 if all(outcome.as_expected for outcome in outcomes) else 1)


def _story() -> Iterator[Step]:
    """Tell the steps in turn; what each one needs is written just before it is run."""
    yield _make_key()
    _write_inputs()
    yield _issue()
    yield _publish_status()
    yield _verify_all()
    awarded, other, last = sorted(Path("badges").glob("[!.]*.json"))[:3]
    Path("badge.png").write_bytes(draw_badge())
    yield _bake(awarded)
    yield _verify_baked()
    _tamper(other)
    yield _verify_tampered()
    yield _revoke(last)
    yield _verify_revoked(last)
    yield _verify_cut_off(awarded)


def _make_key() -> Step:
    return Step(
        "Make a key",
        "It is the college's identity: it signs with the secret half and publishes the other one on its web site.",
        ("keys", "generate", "--out", "key.json", "--did", _DID, "--did-document", "did.json"),
    )


def _issue() -> Step:
    return Step(
        "Issue a hundred credentials",
        "One achievement and one CSV. Each row becomes a signed Open Badge 3.0; addresses are only stored as hashes.",
        (
            *("issue", "--achievement", "welding.toml", "--recipients", "class.csv", "--key", "key.json"),
            *("--issuer", "college.toml", "--out", "badges", "--status-list", _LIST),
        ),
        says="100 credentials issued",
    )


def _publish_status() -> Step:
    return Step(
        "Publish the list of what is revoked",
        "It has 131,072 entries and all look alike, so that nobody learns from it who was looked up.",
        ("status", "create", "--url", _LIST, "--key", "key.json", "--out", "status.json"),
    )


def _verify_all() -> Step:
    return Step(
        "Verify all hundred, as an employer would",
        "Nothing is fetched here: the college's two public documents are handed over as files.",
        ("verify", "--offline", *_KEYS, *_STATUS, "badges"),
        says="100 checked: 100 verified.",
    )


def _bake(credential: Path) -> Step:
    return Step(
        "Bake one into a picture",
        "The credential travels inside the image; the picture itself stays as it is, byte for byte.",
        ("bake", "badge.png", str(credential), "--out", "baked.png"),
    )


def _verify_baked() -> Step:
    return Step(
        "Verify the picture",
        "The same question and the same answer, whatever a credential comes in.",
        ("verify", "--offline", *_KEYS, *_STATUS, "baked.png"),
        says="Verified: baked.png",
    )


def _verify_tampered() -> Step:
    return Step(
        "Tamper with one",
        "In tampered.json somebody wrote “Welding Master” over the name of the achievement.",
        ("verify", "--offline", *_KEYS, *_STATUS, "tampered.json"),
        expected=1,
        says="Not verified: tampered.json",
    )


def _revoke(credential: Path) -> Step:
    return Step(
        "Revoke one",
        "One bit of the list changes; the list is signed again and replaced in one step.",
        ("status", "set", "status.json", "--key", "key.json", "--credential", str(credential)),
        says="is now revoked",
    )


def _verify_revoked(credential: Path) -> Step:
    return Step(
        "Verify the revoked one",
        "Its signature still holds, and it counts no more.",
        ("verify", "--offline", *_KEYS, *_STATUS, str(credential)),
        expected=1,
        says="The issuer has revoked this credential.",
    )


def _verify_cut_off(credential: Path) -> Step:
    return Step(
        "Cut the line to the college",
        "A good credential, but the list of revocations cannot be had. That is neither a yes nor a no.",
        ("verify", "--offline", *_KEYS, str(credential)),
        expected=3,
        says="Cannot be determined",
    )


def _write_inputs() -> None:
    for name in ("welding.toml", "college.toml"):
        Path(name).write_bytes(files("cairn.cli.tour_data").joinpath(name).read_bytes())
    with Path("class.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("name", "email", "result", "awarded_on"))
        for number, name in enumerate(f"{first} {last}" for last in _LAST_NAMES for first in _FIRST_NAMES):
            email = f"{name.lower().replace(' ', '.')}@example.org"
            writer.writerow((name, email, "ABC"[number % 3], f"2026-06-{1 + number % 30:02}"))


def _tamper(credential: Path) -> None:
    document = parse_json_object(credential.read_bytes())
    document["credentialSubject"]["achievement"]["name"] = "Welding Master"
    Path("tampered.json").write_bytes(dump_json(document))


def _perform(number: int, step: Step, run: Run) -> Outcome:
    """Show a step, run its command and show what it wrote."""
    _console.print(Text(f"{number:>2}  {step.title}", style="bold"))
    _print_wrapped(step.why, indent=4)
    _console.print()
    _console.print(Text(_typed(step.command), style="cyan"), soft_wrap=True)
    outcome = _run(step, run)
    for line in _shorten(outcome.output.splitlines()):
        _console.print(Text(line, style="" if outcome.as_expected else "red"), soft_wrap=True)
    if not outcome.as_expected:
        _print_wrapped(f"This ended with {outcome.exit_code}; {step.expected} was expected.", indent=4)
    _console.print()
    return outcome


def _run(step: Step, run: Run) -> Outcome:
    """Run a command in this process, and catch what it writes to both of its outputs."""
    written = io.StringIO()
    with redirect_stdout(written), redirect_stderr(written):
        try:
            run(step.command)
        except SystemExit as ended:
            return Outcome(step, int(ended.code or 0), written.getvalue())


def _typed(command: tuple[str, ...]) -> str:
    """Write a command as one would type it, broken before an option where a line would be too long."""
    words = [shlex.quote(word) for word in ("cairn", *command)]
    lines = ["    $ " + words[0]]
    for position, word in enumerate(words[1:], 1):
        following = words[position + 1 : position + 2] if word.startswith("--") else []
        if len(lines[-1]) + sum(len(part) + 1 for part in (word, *following)) > _WIDTH - 2:
            lines[-1] += " \\"
            lines.append("         ")
        lines[-1] += f" {word}"
    return "\n".join(lines)


def _shorten(lines: list[str]) -> Iterator[str]:
    """Wrap what a command wrote, and leave out the middle of what is long."""
    if len(lines) > _SHOWN:
        lines = [*lines[:2], f"… {len(lines) - 3} lines more …", lines[-1]]
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        yield from _wrap(line, "    │ ", f"    │ {indent}")


def _print_wrapped(text: str, *, indent: int) -> None:
    blanks = " " * indent
    for line in _wrap(text, blanks, blanks):
        _console.print(Text(line, style="dim"), soft_wrap=True)


def _wrap(text: str, first: str, other: str) -> list[str]:
    """Break a text between words, and never inside an address or a file's name."""
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=other,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _greet(place: Path) -> None:
    _console.print()
    _console.print(Text("Cairn: a micro-credential from the key to the verdict", style="bold"))
    _print_wrapped("Every name here is invented, and nothing leaves this computer.", indent=0)
    _console.print(f"The files go to {place}", soft_wrap=True, markup=False)
    _console.print()


def _conclude(place: Path, outcomes: list[Outcome]) -> None:
    _console.print(Text("What was asked, and what came of it", style="bold"))
    for outcome in outcomes:
        if outcome.step.command[0] == "verify":
            verdict = _VERDICTS.get(outcome.exit_code, "no verdict")
            mark = "as expected" if outcome.as_expected else "NOT EXPECTED"
            _console.print(Text(f"    {outcome.step.title:42}{verdict:22}{mark}"), soft_wrap=True)
    _console.print()
    _console.print(Text("The files", style="bold"))
    for name, meaning in _FILES:
        _console.print(Text(f"    {name:28}{meaning}"), soft_wrap=True)
    _console.print()
    _console.print(Text("Try next", style="bold"))
    for command in _try_next(place):
        _console.print(Text(f"    $ {command}", style="cyan"), soft_wrap=True)


_FILES: Final = (
    ("key.json", "the secret key: for the college's eyes alone"),
    ("did.json", "the public key, ready to publish"),
    ("welding.toml", "the achievement"),
    ("college.toml", "who the college is"),
    ("class.csv", "the hundred recipients"),
    ("badges/", "a hundred credentials"),
    ("key.json.allocations.json", "which entries of the list were given out to them"),
    ("status.json", "the list of revocations, ready to publish"),
    ("badge.png", "a picture"),
    ("baked.png", "the same picture with a credential in it"),
    ("tampered.json", "the forgery"),
)


def _try_next(place: Path) -> tuple[str, str, str]:
    """Name three commands as they can be typed where the demonstration was started."""
    installed = Path(sys.executable).with_name("cairn")
    here = installed.is_relative_to(Path.cwd())
    cairn = shlex.quote(str(installed.relative_to(Path.cwd()) if here else installed))
    return (
        f"{cairn} unbake {shlex.quote(str(place / 'baked.png'))}",
        f"{cairn} keys show {shlex.quote(str(place / 'key.json'))}",
        f"{cairn} verify A-BADGE-OF-YOUR-OWN.png",
    )
