# SPDX-License-Identifier: Apache-2.0
"""`cairn status`: making a list, setting an entry, and what readers see meanwhile."""

from __future__ import annotations

import random
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from cairn.standards.codecs import dump_json, parse_json_object
from cairn.standards.did import DidResolver
from cairn.standards.status import Bitstring, StatusEntry, read_status_list
from cairn.standards.types import JsonObject
from cairn.standards.verify import Verdict, VerificationPolicy, VerificationTools, verify
from tests.cli.college import DID, LIST, College, names_in, read_json, start

OTHER_LIST: Final = "https://college.example/status/2"


def _create(college: College, *options: str, out: str = "status.json") -> JsonObject:
    return college.run("status", "create", "--url", LIST, "--key", "key.json", "--out", out, *options, "--json").report


def _set(college: College, *options: str | Path, ends: int = 0) -> str:
    ended = college.run("status", "set", "status.json", "--key", "key.json", *options, ends=ends)
    return ended.output + ended.errors


def _bits(name: str = "status.json", purpose: str = "revocation") -> Bitstring:
    return read_status_list(read_json(Path(name)), StatusEntry("BitstringStatusListEntry", purpose, 0, LIST)).bits


def _set_bits(purpose: str = "revocation") -> list[int]:
    bits = _bits(purpose=purpose)
    return [index for index in range(len(bits)) if bits[index]]


# --- create ---


def test_a_new_list_is_signed_and_empty(college: College) -> None:
    ended = college.run("status", "create", "--url", LIST, "--key", "key.json", "--out", "status.json")
    assert ended.output == f"status.json is an empty revocation list with 131,072 entries. Publish it at {LIST}.\n"
    document = read_json(Path("status.json"))
    assert (document["id"], document["issuer"]) == (LIST, "did:web:college.example")
    assert document["credentialSubject"]["statusPurpose"] == "revocation"
    assert "validUntil" not in document
    assert _set_bits() == []
    assert college.verify("status.json").output.startswith("✓ Verified: status.json\n")


def test_the_report_for_programs_has_the_documented_form(college: College) -> None:
    report = _create(college, "--purpose", "suspension")
    assert report == {"list": "status.json", "url": LIST, "purpose": "suspension", "entries": 131_072}


def test_a_list_can_be_made_to_go_stale(college: College) -> None:
    _create(college, "--valid-days", "7")
    document = read_json(Path("status.json"))
    begins, ends = (datetime.fromisoformat(document[name]) for name in ("validFrom", "validUntil"))
    assert ends - begins == timedelta(days=7)


CREATE_REFUSED: Final = {
    ("--out", "did.json"): "did.json exists and is not overwritten, because that would undo every revocation in it.",
    ("--out", "new.json", "--purpose", "fun"): "There is no purpose “fun”. Choose one of: revocation, suspension.",
    ("--out", "new.json", "--url", "status/1"): "'status/1' is no absolute IRI, so it would name nothing. (at /id)",
    ("--out", "new.json", "--key", "did.json"): "did.json is not a secret key: ",
    ("--out", "new.json", "--valid-days", "0"): "Invalid value for '--valid-days': Input should be greater than",
}


@pytest.mark.parametrize("options", CREATE_REFUSED, ids=" ".join)
def test_a_refusal_to_make_a_list_writes_nothing(options: tuple[str, ...], college: College) -> None:
    before = {name: Path(name).read_bytes() for name in names_in(college.cairn.folder)}
    ended = college.cairn("status", "create", "--url", LIST, "--key", "key.json", *options)
    assert (ended.exit_code, ended.output) == (2, "")
    assert ended.errors.startswith(f"cairn: {CREATE_REFUSED[options]}")
    assert {name: Path(name).read_bytes() for name in names_in(college.cairn.folder)} == before


# --- set and check ---


def test_one_entry_is_set_and_the_list_stays_signed(college: College) -> None:
    _create(college)
    assert _set(college, "--index", "94567") == f"Entry 94567 is now revoked. Publish status.json at {LIST}.\n"
    assert _set_bits() == [94567]
    assert college.verify("status.json").output.startswith("✓ Verified: ")


def test_the_answer_of_check_is_its_exit_code_too(college: College) -> None:
    _create(college)
    _set(college, "--index", "0")
    for index, status, sentence in ((0, 1, "Entry 0 is revoked.\n"), (1, 0, "Entry 1 is not revoked.\n")):
        ended = college.run("status", "check", "status.json", "--index", str(index), ends=status)
        assert ended.output == sentence
        report = college.run("status", "check", "status.json", "--index", str(index), "--json", ends=status).report
        assert report == {"list": "status.json", "purpose": "revocation", "index": index, "status": status}


def test_the_credential_itself_names_its_entry(college: College) -> None:
    college.issue("--status-list", LIST)
    _create(college)
    revoked, kept = college.files()
    _set(college, "--credential", revoked)
    assert _set_bits() == [int(read_json(revoked)["credentialStatus"]["statusListIndex"])]
    college.run("status", "check", "status.json", "--credential", revoked, ends=1)
    college.run("status", "check", "status.json", "--credential", kept)
    given = ("--document", f"{LIST}=status.json")
    assert "    status: The issuer has revoked this credential." in college.verify(*given, revoked, ends=1).output
    assert college.verify(*given, kept).output.startswith("✓ Verified: ")


def test_a_revocation_cannot_be_lifted(college: College) -> None:
    _create(college)
    _set(college, "--index", "5")
    before = Path("status.json").read_bytes()
    sentence = "cairn: A revocation is final and cannot be lifted; issue the credential again instead.\n"
    assert _set(college, "--index", "5", "--clear", ends=2) == sentence
    assert Path("status.json").read_bytes() == before


def test_a_suspension_can_be_lifted(college: College) -> None:
    _create(college, "--purpose", "suspension")
    assert _set(college, "--index", "5") == f"Entry 5 is now suspended. Publish status.json at {LIST}.\n"
    assert _set_bits("suspension") == [5]
    cleared = _set(college, "--index", "5", "--clear")
    assert cleared == f"Entry 5 is no longer suspended. Publish status.json at {LIST}.\n"
    assert _set_bits("suspension") == []


def test_a_list_that_goes_stale_is_fresh_again_after_each_change(college: College) -> None:
    _create(college, "--valid-days", "7")
    document = read_json(Path("status.json"))
    old = {**document, "validFrom": "2026-01-01T00:00:00Z", "validUntil": "2026-01-08T00:00:00Z"}
    college.write("status.json", dump_json(old))
    college.verify("status.json", ends=1)
    _set(college, "--index", "5")
    renewed = read_json(Path("status.json"))
    begins, ends = (datetime.fromisoformat(renewed[name]) for name in ("validFrom", "validUntil"))
    assert ends - begins == timedelta(days=7)
    college.verify("--at", renewed["validFrom"], "status.json")


SET_REFUSED: Final = {
    ("--index", "131072"): "The status list has no entry 131072; its last one is 131071.",
    ("--index", "-1"): "The status list has no entry -1; its last one is 131071.",
    (): "Name either --index N or --credential FILE.",
    ("--index", "1", "--credential", "listed.json"): "Name either --index N or --credential FILE.",
    ("--credential", "none.json"): "none.json cannot be read: No such file or directory. Check the name.",
    ("--credential", "did.json"): "did.json has no entry for revocation in the list https://college.example/status/1.",
    ("--credential", "listed.json"): (
        "listed.json has no entry for revocation in the list https://college.example/status/1."
    ),
    ("--index", "1", "--key", "own.json"): "The list belongs to did:web:college.example, but the key to did:key:",
    ("--index", "1", "--key", "did.json"): "did.json is not a secret key: ",
}


@pytest.mark.parametrize("options", SET_REFUSED, ids=" ".join)
def test_a_refusal_to_set_leaves_the_list_as_it_was(options: tuple[str, ...], college: College) -> None:
    college.run("keys", "generate", "--out", "own.json")
    college.issue("--status-list", OTHER_LIST)
    college.write("listed.json", college.files()[0].read_bytes())
    _create(college)
    before = Path("status.json").read_bytes()
    ended = college.cairn("status", "set", "status.json", "--key", "key.json", *options)
    assert (ended.exit_code, ended.output) == (2, "")
    assert ended.errors.startswith(f"cairn: {SET_REFUSED[options]}")
    assert Path("status.json").read_bytes() == before


@pytest.mark.parametrize("content", ["{}", '{"credentialSubject": 5}', '{"credentialSubject": {"type": "Person"}}'])
def test_what_is_no_list_is_named(content: str, college: College) -> None:
    college.write("status.json", content)
    sentence = "cairn: status.json is not a status list. Make one with `cairn status create`.\n"
    assert _set(college, "--index", "1", ends=2) == sentence
    ended = college.cairn("status", "check", "status.json", "--index", "1")
    assert (ended.exit_code, ended.errors) == (2, sentence)
    assert Path("status.json").read_text(encoding="utf-8") == content


def test_the_list_keeps_the_permissions_that_it_is_served_with(college: College) -> None:
    _create(college)
    Path("status.json").chmod(0o644)
    _set(college, "--index", "3")
    assert Path("status.json").stat().st_mode & 0o777 == 0o644


# --- several at once ---


def _revoke_in_the_background(college: College, indexes: range) -> list[subprocess.Popen[bytes]]:
    return [
        start(college.cairn.folder, "status", "set", "status.json", "--key", "key.json", "--index", str(index))
        for index in indexes
    ]


def test_of_many_revocations_at_once_none_is_lost(college: College) -> None:
    _create(college)
    for process in _revoke_in_the_background(college, range(10, 18)):
        _, errors = process.communicate(timeout=120)
        assert (process.returncode, errors) == (0, b"")
    assert _set_bits() == list(range(10, 18))


def test_a_reader_only_ever_sees_whole_signed_lists(college: College) -> None:
    _create(college)
    tools = VerificationTools(resolver=DidResolver(documents={DID: read_json(Path("did.json"))}))
    policy = VerificationPolicy(at=datetime.now(UTC) + timedelta(minutes=1))
    seen = set()
    running = _revoke_in_the_background(college, range(20, 24))
    while any(process.poll() is None for process in running):
        data = Path("status.json").read_bytes()
        assert verify(data, policy, tools).verdict is Verdict.VERIFIED
        seen.add(parse_json_object(data)["credentialSubject"]["encodedList"])
    assert [process.returncode for process in running] == [0] * 4
    for process in running:
        process.communicate()
    assert len(seen) >= 2
    assert _set_bits() == list(range(20, 24))


def test_a_writer_that_is_killed_leaves_the_old_list_or_the_new_one(college: College) -> None:
    _create(college)
    chance = random.Random(20_261_122)
    for number in range(6):
        (process,) = _revoke_in_the_background(college, range(40 + number, 41 + number))
        time.sleep(chance.uniform(0.3, 0.8))
        process.kill()
        process.communicate(timeout=60)
        assert college.verify("status.json").output.startswith("✓ Verified: ")
    assert set(_set_bits()) <= set(range(40, 46))
