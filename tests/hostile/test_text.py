# SPDX-License-Identifier: Apache-2.0
"""Names that people have, and strings that machines trip over, through `cairn issue` and back."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Final

import pytest

from cairn.standards.codecs import dump_json, parse_json_object
from cairn.standards.types import JsonObject
from tests.hostile.command import Cairn
from tests.hostile.guard import bounded
from tests.shared_data import shared_path

ACHIEVEMENT: Final = {
    "name": "Welding Safety I",
    "description": "Recognises safe practice in a welding shop.",
    "criteria": {"narrative": "Pass the practical and the written test."},
}
REFUSED: Final = {"\x00": "“name” contains an invisible control character"}
"""The hostile strings that are refused for their kind; those that are too long are refused for that."""


def _strings(name: str) -> list[str]:
    loaded: list[str] = json.loads(shared_path(f"hostile/text/{name}").read_bytes())
    return loaded


def _write_csv(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def issue(cairn: Cairn, rows: list[dict[str, str]], achievement: JsonObject = ACHIEVEMENT) -> JsonObject:
    """Issue to some rows, and return what the command reports."""
    described = cairn.write("achievement.json", dump_json(achievement))
    recipients = cairn.write("recipients.csv", _write_csv(rows))
    key = cairn.folder / "key.json"
    if not key.exists():
        assert cairn("keys", "generate", "--out", key).exit_code == 0
    with bounded():
        ended = cairn(
            "issue", "--achievement", described, "--recipients", recipients, "--key", key,
            "--out", cairn.folder / "badges", "--json",
        )  # fmt: skip
    assert ended.exit_code == (1 if ended.report["refusals"] else 0)
    return ended.report


def _issued(folder: Path) -> list[JsonObject]:
    return [parse_json_object(path.read_bytes()) for path in sorted((folder / "badges").glob("[!.]*.json"))]


def _names(folder: Path) -> list[str]:
    return sorted(
        identity["identityHash"]
        for credential in _issued(folder)
        for identity in credential["credentialSubject"]["identifier"]
        if identity["identityType"] == "name"
    )


def test_every_name_that_people_have_is_stored_exactly_and_verifies(cairn: Cairn) -> None:
    names = _strings("900-names-must-accept.json")
    report = issue(cairn, [{"email": f"p{number}@example.org", "name": name} for number, name in enumerate(names)])
    assert (report["issued"], report["refused"]) == (35, 0)
    # A spreadsheet's blanks at the ends of a cell are not part of a name.
    assert _names(cairn.folder) == sorted(name.strip() for name in names)
    ended = cairn("verify", "--offline", "--json", cairn.folder / "badges")
    assert (ended.exit_code, ended.report["summary"]["verified_with_notes"]) == (0, 35)


def test_every_hostile_string_is_stored_exactly_or_refused_with_its_reason(cairn: Cairn) -> None:
    strings = [text for text in _strings("901-hostile-strings.json") if not _has_lone_surrogate(text)]
    rows = [{"email": f"p{number}@example.org", "name": text} for number, text in enumerate(strings)]
    report = issue(cairn, rows)
    refused = {strings[refusal["row"] - 2]: refusal["reason"] for refusal in report["refusals"]}
    assert refused == _expected_refusals(strings)
    stored = [text.strip() for text in strings if text not in refused]
    # A cell of blanks or of nothing names nobody, and the credential goes without a name.
    assert _names(cairn.folder) == sorted(text for text in stored if text)
    assert report["issued"] == len(stored)
    ended = cairn("verify", "--offline", "--json", cairn.folder / "badges")
    assert (ended.exit_code, ended.report["summary"]["verified_with_notes"]) == (0, len(stored))


def test_half_a_character_makes_the_file_unreadable_and_nothing_is_written(cairn: Cairn) -> None:
    broken = [text for text in _strings("901-hostile-strings.json") if _has_lone_surrogate(text)]
    assert len(broken) == 1
    described = cairn.write("achievement.json", dump_json(ACHIEVEMENT))
    row = f"email,name\nada@example.org,{broken[0]}\n".encode(errors="surrogatepass")
    recipients = cairn.write("recipients.csv", row)
    key = cairn.folder / "key.json"
    assert cairn("keys", "generate", "--out", key).exit_code == 0
    out = cairn.folder / "badges"
    ended = cairn("issue", "--achievement", described, "--recipients", recipients, "--key", key, "--out", out)
    assert (ended.exit_code, ended.errors.rstrip().endswith("is not UTF-8. Save it as “CSV UTF-8” and try again.")) == (
        2,
        True,
    )
    assert _issued(cairn.folder) == []


def _has_lone_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _expected_refusals(strings: list[str]) -> dict[str, str]:
    long = {text: f"“name” has {len(text)} characters; at most 500 are allowed" for text in strings if len(text) > 500}
    return {**long, **{text: reason for text, reason in REFUSED.items() if text in strings}}


@pytest.mark.parametrize("place", ["name", "description", "criteria"])
def test_hostile_strings_in_an_achievement_are_signed_as_they_stand_or_refused_with_a_sentence(
    place: str, cairn: Cairn
) -> None:
    for number, text in enumerate(_strings("901-hostile-strings.json")):
        value: object = {"narrative": text} if place == "criteria" else text
        described = cairn.write("achievement.json", json.dumps({**ACHIEVEMENT, place: value}).encode())
        recipients = cairn.write("recipients.csv", b"email\nada@example.org\n")
        key = cairn.folder / "key.json"
        if not key.exists():
            assert cairn("keys", "generate", "--out", key).exit_code == 0
        out = cairn.folder / f"{place}-{number}"
        with bounded():
            ended = cairn("issue", "--achievement", described, "--recipients", recipients, "--key", key,
                          "--out", out, "--json")  # fmt: skip
        assert ended.exit_code in (0, 1, 2)
        if ended.exit_code == 0:
            (path,) = out.glob("[!.]*.json")
            achievement = parse_json_object(path.read_bytes())["credentialSubject"]["achievement"]
            assert achievement[place] == value
            assert cairn("verify", "--offline", path).exit_code == 0
        else:
            assert ended.errors or ended.report["refusals"]
