# SPDX-License-Identifier: Apache-2.0
"""The command line as a whole: help, wrong calls, and terminals of every kind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from cairn import __version__
from cairn.cli.problems import plain, to_json
from tests.cli.college import TWO, College, start
from tests.hostile.command import Cairn

COMMANDS: Final = (
    ("verify",), ("issue",), ("bake",), ("unbake",), ("doctor",), ("bench",), ("reliability",),
    ("serve",), ("worker",), ("demo",), ("tour",),
    ("keys", "generate"), ("keys", "show"), ("keys", "rotate"),
    ("status", "create"), ("status", "set"), ("status", "check"),
)  # fmt: skip

WRONG_CALLS: Final = {
    ("vrify", "a.json"): "No such command 'vrify'. Did you mean 'verify'? Try `cairn --help`.",
    ("verify",): "Missing argument 'PATH|URL|-…'. Try `cairn verify --help`.",
    ("verify", "--colour", "a.json"): "No such option: --colour. Try `cairn verify --help`.",
    ("keys", "generate"): "Missing option '--out'. Try `cairn keys generate --help`.",
    ("keys", "show", "none.json"): "none.json cannot be read: No such file or directory. Check the name.",
    ("status", "check", "1.json", "--index", "x"): (
        "Invalid value for '--index': Input should be a valid integer, unable to parse string as an integer. "
        "Try `cairn status check --help`."
    ),
    ("verify", "none.json"): "none.json does not exist. Check the name.",
    ("verify", ""): "A name is empty. Name a file, a folder, an address, or - for standard input.",
    ("verify", "--at", "yesterday", "a.json"): (
        "“yesterday” is not a moment. Write 2026-11-22 or 2026-11-22T10:00:00Z."
    ),
    ("verify", "--document", "did.json", "a.json"): (
        "“did.json” is not of the form URL=FILE, such as did:web:college.example=did.json."
    ),
    ("verify", "--document", "did:web:a.example=none.json", "a.json"): (
        "none.json cannot be read: No such file or directory. Check the name."
    ),
}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_with_an_example_in_eighty_columns(
    command: tuple[str, ...], cairn: Cairn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ended = cairn(*command, "--help")
    assert (ended.exit_code, ended.errors) == (0, "")
    assert "Example" in ended.output
    assert f"cairn {' '.join(command)}" in ended.output.partition("Example")[2]
    assert max(map(len, ended.output.splitlines())) <= 80


def test_the_version_is_that_of_the_package(cairn: Cairn) -> None:
    ended = cairn("--version")
    assert (ended.exit_code, ended.output) == (0, f"cairn {__version__}\n")


def test_without_arguments_it_shows_what_there_is(cairn: Cairn) -> None:
    ended = cairn()
    assert (ended.exit_code, ended.errors) == (2, "")
    assert all(name in ended.output for name in ("verify", "issue", "keys", "status", "bake", "unbake", "doctor"))


@pytest.mark.parametrize("arguments", WRONG_CALLS, ids=" ".join)
def test_a_wrong_call_is_one_sentence_with_the_next_step(arguments: tuple[str, ...], cairn: Cairn) -> None:
    ended = cairn(*arguments)
    assert (ended.exit_code, ended.output, ended.errors) == (2, "", f"cairn: {WRONG_CALLS[arguments]}\n")


def test_a_folder_that_cannot_be_written_is_named_and_not_the_temporary_file(college: College) -> None:
    ended = college.cairn("keys", "generate", "--out", "none/key.json")
    sentence = "Nothing can be written to the folder none: No such file or directory. Make it, or name another."
    assert (ended.exit_code, ended.errors) == (2, f"cairn: {sentence}\n")


def test_the_installed_program_and_the_module_are_the_same_command(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("cairn")
    outputs = [
        subprocess.run([*command, "verify", "none.json"], capture_output=True, check=False, cwd=tmp_path)
        for command in ((str(program),), (sys.executable, "-m", "cairn.cli"))
    ]
    assert {(ended.returncode, ended.stdout, ended.stderr) for ended in outputs} == {
        (2, b"", b"cairn: none.json does not exist. Check the name.\n")
    }


def test_a_terminal_of_few_characters_shows_the_others_by_their_numbers(college: College) -> None:
    college.issue()
    arguments = ("verify", *college.sources, *map(str, college.files()))
    process = start(college.cairn.folder, *arguments, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, b"")
    assert output.startswith(b"\\u2713 Verified: badges/")


def test_a_reader_that_hangs_up_is_no_error_of_ours(college: College) -> None:
    college.write("class.csv", "email\n" + "".join(f"p{number}@example.org\n" for number in range(300)))
    college.issue()
    process = start(college.cairn.folder, "verify", "--json", *college.sources, "badges")
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.read(12) == b'{"results": '
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60) in (0, 1), errors) == (True, b"")


def test_an_interrupt_ends_in_a_sentence(college: College) -> None:
    college.write("class.csv", "email\n" + "".join(f"p{number}@example.org\n" for number in range(100_000)))
    process = start(
        college.cairn.folder, "issue", "--achievement", "achievement.toml", "--recipients", "class.csv",
        "--key", "key.json", "--out", "badges.sqlite",
    )  # fmt: skip
    _wait_for(college.cairn.folder / "badges.sqlite.cairn-job.json")
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    sentence = "cairn: Stopped. What was finished is kept; the same command goes on from there."
    assert (process.returncode, errors.decode().strip()) == (130, sentence)


def _wait_for(path: Path) -> None:
    for _ in range(500):
        if path.exists():
            return
        time.sleep(0.02)
    raise AssertionError(path)


def test_a_full_disk_or_a_forbidden_file_is_a_sentence(college: College) -> None:
    Path("closed").mkdir()
    ended = college.cairn("keys", "generate", "--out", "closed")
    assert (ended.exit_code, ended.errors) == (
        2, "cairn: closed exists and is not overwritten. Name another file for the key.\n",
    )  # fmt: skip
    ended = college.cairn("unbake", "closed")
    assert (ended.exit_code, ended.errors) == (2, "cairn: closed cannot be read: Is a directory. Check the name.\n")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ada Example", "Ada Example"),
        ("\x1b[2J", "�[2J"),
        ("\x9b2J", "�2J"),
        ("one\ntwo\r\nthree\tfour", "one two  three four"),
        ("one\u2028two\u2029three\x85four", "one two three four"),
        ("\u202egnp.exe", "�gnp.exe"),
        ("\u2066x\u2069\u200f", "�x��"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("half \udc80", "half �"),
    ],
)
def test_words_of_others_stay_on_their_line_and_move_nothing(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("é “x” 漢", '"é “x” 漢"'),
        ("\x1b[2J", '"\\u001b[2J"'),
        ("\x9b\u202e", '"\\u009b\\u202e"'),
        ("\U000e0041", '"\\udb40\\udc41"'),
        ("\udcff.json", '"\\udcff.json"'),
        ("a\nb", '"a\\nb"'),
    ],
)
def test_json_for_programs_escapes_what_a_terminal_obeys(text: str, written: str) -> None:
    assert to_json(text) == written


def test_two_recipients_are_what_the_other_tests_count_on(college: College) -> None:
    assert (TWO.count("@"), college.issue()["issued"]) == (2, 2)
