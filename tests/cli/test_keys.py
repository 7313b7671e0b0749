# SPDX-License-Identifier: Apache-2.0
"""`cairn keys`: making, showing and rotating keys, and never letting one out."""

from __future__ import annotations

import stat
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from cairn.standards.codecs import dump_json
from cairn.standards.types import JsonObject
from tests.cli.college import DID, LIST, College, names_in, read_json
from tests.hostile.command import Cairn


def _mode(name: str) -> int:
    return stat.S_IMODE(Path(name).stat().st_mode)


# --- generate ---


@pytest.mark.parametrize(
    ("kind", "called", "start"), [("ed25519", "Ed25519", "z6Mk"), ("p256", "P-256", "zDn"), ("p384", "P-384", "z82")]
)
def test_a_key_is_its_own_identity_unless_told_otherwise(kind: str, called: str, start: str, cairn: Cairn) -> None:
    ended = cairn("keys", "generate", "--out", "key.json", "--kind", kind)
    stored = read_json(Path("key.json"))
    assert list(stored) == ["id", "type", "controller", "publicKeyMultibase", "secretKeyMultibase"]
    public = stored["publicKeyMultibase"]
    assert public.startswith(start)
    assert (stored["controller"], stored["id"]) == (f"did:key:{public}", f"did:key:{public}#{public}")
    assert ended.output == f"{called} key of did:key:{public}\n  public key: {public}\n"


def test_a_key_file_is_readable_by_its_owner_alone(cairn: Cairn) -> None:
    cairn("keys", "generate", "--out", "key.json")
    assert _mode("key.json") == 0o600


def test_two_keys_are_never_the_same(cairn: Cairn) -> None:
    for number in range(3):
        cairn("keys", "generate", "--out", f"{number}.json")
    assert len({read_json(Path(f"{number}.json"))["publicKeyMultibase"] for number in range(3)}) == 3


def test_a_did_web_comes_with_the_document_to_publish(college: College) -> None:
    key, document = read_json(Path("key.json")), read_json(Path("did.json"))
    public = {name: key[name] for name in ("id", "type", "controller", "publicKeyMultibase")}
    assert public["id"] == f"{DID}#{public['publicKeyMultibase']}"
    assert document == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": DID,
        "verificationMethod": [public],
        "assertionMethod": [public["id"]],
    }


def test_the_address_of_the_document_is_told(cairn: Cairn) -> None:
    did = "did:web:college.example:departments:metal"
    ended = cairn("keys", "generate", "--out", "key.json", "--did", did, "--did-document", "did.json")
    expected = "  publish its DID document at https://college.example/departments/metal/did.json"
    assert ended.output.splitlines()[-1] == expected


REFUSED: Final = {
    ("--out", "old.json"): "old.json exists and is not overwritten. Name another file for the key.",
    ("--out", "new.json", "--kind", "rsa"): "There is no key of kind “rsa”. Choose one of: ed25519, p256, p384.",
    ("--out", "new.json", "--did", "did:web:college.example"): (
        "--did and --did-document go together: the document is what your web site then publishes."
    ),
    ("--out", "new.json", "--did-document", "new-did.json"): (
        "--did and --did-document go together: the document is what your web site then publishes."
    ),
    ("--out", "new.json", "--did", "did:web:college.example", "--did-document", "old.json"): (
        "old.json exists and is not overwritten. Use `cairn keys rotate` to add a key to it."
    ),
    ("--out", "old.json", "--did", "did:web:college.example", "--did-document", "new-did.json"): (
        "old.json exists and is not overwritten. Name another file for the key."
    ),
    ("--out", "new.json", "--did", "did:example:x", "--did-document", "new-did.json"): (
        "did:example:x does not name a public web host in lower case. Write it like did:web:college.example."
    ),
}


@pytest.mark.parametrize("arguments", REFUSED, ids=" ".join)
def test_a_refusal_to_make_a_key_writes_nothing(arguments: tuple[str, ...], cairn: Cairn) -> None:
    old = cairn.write("old.json", b'{"kept": true}')
    before = names_in(cairn.folder)
    ended = cairn("keys", "generate", *arguments)
    assert (ended.exit_code, ended.output, ended.errors) == (2, "", f"cairn: {REFUSED[arguments]}\n")
    assert (names_in(cairn.folder), old.read_bytes()) == (before, b'{"kept": true}')


# --- show ---


def test_the_public_part_is_shown(college: College) -> None:
    key = read_json(Path("key.json"))
    report = college.run("keys", "show", "key.json", "--json").report
    assert report == {
        "kind": "Ed25519",
        **{name: key[name] for name in ("id", "type", "controller", "publicKeyMultibase")},
    }
    shown = college.run("keys", "show", "key.json").output
    assert shown.splitlines()[:2] == [f"Ed25519 key of {DID}", f"  public key: {key['publicKeyMultibase']}"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"hello", "x.json cannot be used: This is not JSON"),
        (b"", "x.json cannot be used: "),
        (b"{}", "x.json is not a secret key: "),
        (b'{"secretKeyMultibase": "z6Mk"}', "x.json is not a secret key: "),
        (b'{"secretKeyMultibase": 7}', "x.json is not a secret key: "),
        (b'{"a": 1, "a": 2}', "x.json cannot be used: "),
    ],
)
def test_what_is_no_key_is_named(content: bytes, sentence: str, cairn: Cairn) -> None:
    cairn.write("x.json", content)
    ended = cairn("keys", "show", "x.json")
    assert (ended.exit_code, ended.output, ended.errors.count("\n")) == (2, "", 1)
    assert ended.errors.startswith(f"cairn: {sentence}")


# --- rotate ---


def _rotate(college: College, *options: str, out: str = "key-2.json") -> None:
    college.run("keys", "rotate", college.key, "--out", out, "--did-document", "did.json", *options)


def test_what_the_old_key_signed_before_stays_verified(college: College) -> None:
    college.issue()
    _rotate(college)
    college.key = "key-2.json"
    college.issue(out="new")
    assert college.verify("badges", "new").output.splitlines()[-1] == "4 checked: 4 verified."
    assert _mode("key-2.json") == 0o600
    old, new = read_json(Path("did.json"))["verificationMethod"]
    assert ("revoked" in old, "revoked" in new, "compromisedAt" in old) == (True, False, False)


def test_what_the_old_key_signs_later_counts_no_more(college: College) -> None:
    _rotate(college)
    ended = read_json(Path("did.json"))["verificationMethod"][0]["revoked"]
    _wait_until(ended)
    college.issue()
    ended_at = college.verify("--json", "badges", ends=1)
    proof = next(check for check in ended_at.report["results"][0]["checks"] if check["name"] == "proof")
    assert (proof["outcome"], proof["code"]) == ("failed", "key_revoked")


def _wait_until(moment: str) -> None:
    seconds = (datetime.fromisoformat(moment) - datetime.now(UTC)).total_seconds()
    time.sleep(max(0.0, seconds) + 0.01)


def test_what_a_compromised_key_signed_since_then_is_not_verified(college: College) -> None:
    college.issue()
    yesterday = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
    _rotate(college, "--compromised-at", yesterday)
    ended = college.verify("--json", "badges", ends=1)
    proof = next(check for check in ended.report["results"][0]["checks"] if check["name"] == "proof")
    assert (proof["outcome"], proof["code"]) == ("failed", "key_compromised")


def test_what_a_compromised_key_signed_before_is_verified_with_a_note(college: College) -> None:
    college.issue()
    time.sleep(1.1)
    _rotate(college, "--compromised-at", f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
    ended = college.verify("badges")
    assert ended.output.count("✓ Verified, with notes: ") == 2
    assert "    note: The key was stolen later; the time of signing is the signer's own word." in ended.output


def test_a_compromise_that_is_found_out_later_is_added(college: College) -> None:
    college.issue()
    _rotate(college)
    yesterday = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}"
    _rotate(college, "--compromised-at", yesterday, out="key-3.json")
    old = read_json(Path("did.json"))["verificationMethod"][0]
    assert old["compromisedAt"] == f"{yesterday}T00:00:00Z"
    assert "revoked" in old
    college.verify("badges", ends=1)


_UNLISTED: Final = "The DID document does not list the key that is to be replaced."
ROTATE_REFUSED: Final = {
    "a did:key": (
        ("own.json", "did.json"), "A did:key is its own key and cannot be rotated; issue under a did:web instead.",
    ),
    "the document of another": (
        ("key.json", "other.json"), f"other.json is not the DID document of {DID}, to which the key belongs.",
    ),
    "a document without lists": (
        ("key.json", "bare.json"),
        "bare.json has no lists “verificationMethod” and “assertionMethod”, so it names no keys.",
    ),
    "a document without the key": (
        ("key.json", "empty.json"), f"{_UNLISTED} Name the key it lists.",
    ),
    "a key that was replaced": (
        ("key.json", "did.json"), "That key was replaced before. Name the present one, or say --compromised-at.",
    ),
    "a compromise to come": (
        ("key.json", "did.json", "--compromised-at", "2999-01-01"),
        "2999-01-01 lies in the future. Name the moment since when the key may be in other hands.",
    ),
    "no document": (
        ("key.json", "none.json"), "none.json cannot be read: No such file or directory. Check the name.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ROTATE_REFUSED)
def test_a_refusal_to_rotate_changes_nothing(case: str, college: College) -> None:
    college.run("keys", "generate", "--out", "own.json")
    documents: dict[str, JsonObject] = {
        "other.json": {"id": "did:web:other.example", "verificationMethod": [], "assertionMethod": []},
        "bare.json": {"id": DID, "verificationMethod": "none"},
        "empty.json": {"id": DID, "verificationMethod": ["text"], "assertionMethod": []},
    }
    for name, document in documents.items():
        college.write(name, dump_json(document))
    if case == "a key that was replaced":
        _rotate(college, out="first.json")
    (key, document_name, *options), sentence = ROTATE_REFUSED[case]
    before = {name: Path(name).read_bytes() for name in names_in(college.cairn.folder)}
    ended = college.cairn("keys", "rotate", key, "--out", "key-2.json", "--did-document", document_name, *options)
    assert (ended.exit_code, ended.output, ended.errors) == (2, "", f"cairn: {sentence}\n")
    assert {name: Path(name).read_bytes() for name in names_in(college.cairn.folder)} == before


def test_a_new_key_is_never_written_over_another(college: College) -> None:
    before = {name: Path(name).read_bytes() for name in names_in(college.cairn.folder)}
    ended = college.cairn("keys", "rotate", "key.json", "--out", "key.json", "--did-document", "did.json")
    assert (ended.exit_code, ended.errors) == (
        2, "cairn: key.json exists and is not overwritten. Name another file for the key.\n",
    )  # fmt: skip
    assert {name: Path(name).read_bytes() for name in names_in(college.cairn.folder)} == before


# --- the secret ---


def test_no_command_lets_the_secret_out(college: College, monkeypatch: pytest.MonkeyPatch) -> None:
    # The doctor would look at the platform of these tests, whose database is closed here.
    monkeypatch.delenv("CAIRN_DATA", raising=False)
    secret = read_json(Path("key.json"))["secretKeyMultibase"]
    college.write("image.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    issue = ("issue", "--achievement", "achievement.toml", "--recipients", "class.csv", "--key", "key.json")
    commands: list[tuple[str, ...]] = [
        (*issue, "--out", "badges", "--status-list", LIST),
        (*issue, "--out", "badges.sqlite", "--json"),
        (*issue, "--out", "tokens", "--suite", "vc-jwt"),
        (*issue, "--out", "wrong", "--suite", "ecdsa-rdfc-2019"),
        (*issue, "--out", "wrong", "--issuer", "key.json"),
        ("issue", "--achievement", "key.json", "--recipients", "key.json", "--key", "key.json", "--out", "wrong"),
        ("issue", "--achievement", "achievement.toml", "--recipients", "key.json", "--key", "key.json", "--out", "odd"),
        ("keys", "show", "key.json"),
        ("keys", "show", "key.json", "--json"),
        ("keys", "generate", "--out", "key.json"),
        ("status", "create", "--url", LIST, "--key", "key.json", "--out", "status.json"),
        ("status", "set", "status.json", "--key", "key.json", "--index", "7"),
        ("status", "check", "key.json", "--index", "7"),
        ("verify", "--offline", "key.json"),
        ("verify", "--offline", "--json", "key.json"),
        ("bake", "image.svg", "key.json", "--out", "baked.svg"),
        ("bake", "key.json", "key.json", "--out", "baked.svg"),
        ("unbake", "key.json"),
        ("keys", "rotate", "key.json", "--out", "key-2.json", "--did-document", "key.json"),
        ("keys", "rotate", "key.json", "--out", "key-2.json", "--did-document", "did.json", "--json"),
        ("doctor",),
    ]
    for command in commands:
        ended = college.cairn(*command)
        assert secret not in ended.output + ended.errors, command
    holders = [name for name in names_in(college.cairn.folder) if Path(name).is_file() and _holds(name, secret)]
    assert holders == ["key.json"]


def _holds(name: str, secret: str) -> bool:
    return secret.encode() in Path(name).read_bytes()
