# SPDX-License-Identifier: Apache-2.0
"""Status entries and the credentials that hold the lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cairn.standards.codecs import parse_json_object
from cairn.standards.errors import StatusError
from cairn.standards.status import (
    MIN_ENTRIES,
    Bitstring,
    StatusEntry,
    build_status_list_credential,
    read_entries,
    read_status_list,
)
from cairn.standards.status.credential import MAX_ENTRIES_PER_CREDENTIAL
from cairn.standards.types import Json, JsonObject
from cairn.standards.vc import check_credential
from tests.shared_data import shared_path
from tests.standards.proofs.samples import judge, key, secure
from tests.standards.status.test_bitstring import EMPTY

URL = "https://issuer.example/status/1"
FROM = datetime(2026, 1, 1, tzinfo=UTC)
WRITTEN = {
    "id": f"{URL}#7",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "7",
    "statusListCredential": URL,
}
ENTRY = StatusEntry("BitstringStatusListEntry", "revocation", 7, URL, id=f"{URL}#7")
OLD_ENTRY = replace(ENTRY, type="StatusList2021Entry")


def without(document: JsonObject, name: str) -> JsonObject:
    """Return a document that lacks one member."""
    return {key: value for key, value in document.items() if key != name}


def read_one(entry: Json) -> StatusEntry | StatusError:
    """Read a credential that has this one status."""
    (found,) = read_entries({"credentialStatus": entry})
    return found


def list_credential(**members: Json) -> JsonObject:
    """Return an empty list; `members` are of its subject."""
    credential = build_status_list_credential(
        URL, "did:web:a.example", Bitstring.empty(), purpose="revocation", valid_from=FROM
    )
    return {**credential, "credentialSubject": {**credential["credentialSubject"], **members}}


def test_an_entry_is_read_and_written() -> None:
    assert read_one(WRITTEN) == ENTRY
    assert ENTRY.to_json() == WRITTEN
    assert read_one(without(WRITTEN, "id")) == replace(ENTRY, id=None)
    assert replace(ENTRY, id=None).to_json() == WRITTEN
    assert read_one({**WRITTEN, "id": 7, "type": ["BitstringStatusListEntry"]}) == replace(ENTRY, id=None)


def test_a_credential_has_any_number_of_entries() -> None:
    assert read_entries({}) == []
    suspension = {**WRITTEN, "statusPurpose": "suspension", "type": "StatusList2021Entry"}
    found = read_entries({"credentialStatus": [WRITTEN, suspension]})
    assert found == [ENTRY, replace(OLD_ENTRY, purpose="suspension")]
    many = read_entries({"credentialStatus": [WRITTEN] * MAX_ENTRIES_PER_CREDENTIAL})
    assert many == [ENTRY] * 16
    (refused,) = read_entries({"credentialStatus": [WRITTEN] * (MAX_ENTRIES_PER_CREDENTIAL + 1)})
    assert isinstance(refused, StatusError)
    assert (refused.code, refused.path) == ("MALFORMED_VALUE_ERROR", "")


@pytest.mark.parametrize(
    ("entry", "code", "path"),
    [
        (None, "MALFORMED_VALUE_ERROR", ""),
        ("urn:x", "MALFORMED_VALUE_ERROR", ""),
        ({}, "UNKNOWN_STATUS_TYPE", ""),
        ({**WRITTEN, "type": "1EdTechRevocationList"}, "UNKNOWN_STATUS_TYPE", ""),
        ({**WRITTEN, "type": None}, "UNKNOWN_STATUS_TYPE", ""),
        ({**WRITTEN, "type": []}, "UNKNOWN_STATUS_TYPE", ""),
        ({**WRITTEN, "type": ["BitstringStatusListEntry", "Other"]}, "UNKNOWN_STATUS_TYPE", ""),
        ({**WRITTEN, "type": [{}]}, "UNKNOWN_STATUS_TYPE", ""),
        ({**WRITTEN, "type": {"id": "x"}}, "UNKNOWN_STATUS_TYPE", ""),
        (without(WRITTEN, "statusPurpose"), "MALFORMED_VALUE_ERROR", ""),
        ({**WRITTEN, "statusPurpose": ["revocation"]}, "MALFORMED_VALUE_ERROR", ""),
        (without(WRITTEN, "statusListCredential"), "MALFORMED_VALUE_ERROR", ""),
        ({**WRITTEN, "statusListCredential": {"id": URL}}, "MALFORMED_VALUE_ERROR", ""),
        ({**WRITTEN, "statusSize": 0}, "MALFORMED_VALUE_ERROR", "/statusSize"),
        ({**WRITTEN, "statusSize": 9}, "MALFORMED_VALUE_ERROR", "/statusSize"),
        ({**WRITTEN, "statusSize": "1"}, "MALFORMED_VALUE_ERROR", "/statusSize"),
        ({**WRITTEN, "statusSize": True}, "MALFORMED_VALUE_ERROR", "/statusSize"),
        ({**WRITTEN, "statusSize": 2}, "MALFORMED_VALUE_ERROR", "/statusSize"),
        ({**WRITTEN, "statusMessage": "x"}, "MALFORMED_VALUE_ERROR", "/statusMessage"),
        ({**WRITTEN, "statusMessage": [{}]}, "MALFORMED_VALUE_ERROR", "/statusMessage"),
        ({**WRITTEN, "statusMessage": [{"status": 0, "message": "x"}]}, "MALFORMED_VALUE_ERROR", "/statusMessage"),
        ({**WRITTEN, "statusMessage": [{"status": "0xg", "message": "x"}]}, "MALFORMED_VALUE_ERROR", "/statusMessage"),
        ({**WRITTEN, "statusMessage": [None]}, "MALFORMED_VALUE_ERROR", "/statusMessage"),
    ],
)
def test_an_entry_that_cannot_be_read_stands_as_its_error(entry: Json, code: str, path: str) -> None:
    found = read_one(entry)
    assert isinstance(found, StatusError)
    assert (found.code, found.path) == (code, f"/credentialStatus{path}")
    listed = read_entries({"credentialStatus": [WRITTEN, entry]})
    assert isinstance(listed[1], StatusError)
    assert (listed[0], listed[1].path) == (ENTRY, f"/credentialStatus/1{path}")


@pytest.mark.parametrize(
    "index",
    [
        7,
        -1,
        None,
        True,
        "",
        "-1",
        "+7",
        "07",
        "7.0",
        "0x7",
        "7 ",
        " 7",
        "7\n",
        "1_000",
        "٧",
        "1e3",
        "99999999999",
        ["7"],
    ],
)
def test_an_index_is_written_in_plain_digits(index: Json) -> None:
    found = read_one({**WRITTEN, "statusListIndex": index})
    assert isinstance(found, StatusError)
    assert (found.code, found.path) == ("MALFORMED_VALUE_ERROR", "/credentialStatus/statusListIndex")


@pytest.mark.parametrize(("text", "index"), [("0", 0), ("94567", 94567), ("9999999999", 9_999_999_999)])
def test_an_index_is_read(text: str, index: int) -> None:
    assert read_one({**WRITTEN, "statusListIndex": text}) == replace(ENTRY, index=index)


def test_a_status_of_several_bits_has_messages() -> None:
    messages = [{"status": "0x0", "message": "valid"}, {"status": "0xA", "message": "on hold"}]
    entry = read_one({**WRITTEN, "statusPurpose": "message", "statusSize": 4, "statusMessage": messages})
    assert isinstance(entry, StatusEntry)
    assert (entry.size, entry.message_for(0), entry.message_for(10), entry.message_for(1)) == (
        4,
        "valid",
        "on hold",
        None,
    )


def test_a_list_is_published_and_read() -> None:
    bits = Bitstring.empty()
    bits[7] = 1
    credential = build_status_list_credential(
        URL,
        "did:web:a.example",
        bits,
        purpose="suspension",
        valid_from=FROM,
        valid_until=datetime(2027, 1, 1, tzinfo=UTC),
    )
    assert without(credential, "credentialSubject") == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": URL,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": "did:web:a.example",
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2027-01-01T00:00:00Z",
    }
    assert check_credential(credential) == []
    found = read_status_list(credential, replace(ENTRY, purpose="suspension"))
    assert (found.bits.data, found.bits[7], found.purposes, found.ttl, found.notes) == (
        bits.data, 1, frozenset({"suspension"}), None, ()
    )  # fmt: skip


def test_a_list_can_be_signed_and_verified() -> None:
    (result,) = judge(secure(list_credential()))
    assert (result.holds, result.method) == (True, key().verification_method)


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"statusPurpose": "suspension"}, "STATUS_VERIFICATION_ERROR"),
        ({"statusPurpose": []}, "STATUS_VERIFICATION_ERROR"),
        ({"statusPurpose": [{"id": "revocation"}]}, "STATUS_VERIFICATION_ERROR"),
        ({"encodedList": None}, "MALFORMED_VALUE_ERROR"),
        ({"encodedList": "uAAAA"}, "MALFORMED_VALUE_ERROR"),
        ({"encodedList": "uH4sIAAAAAAAAAwMAAAAAAAAAAAA"}, "STATUS_LIST_LENGTH_ERROR"),
    ],
)
def test_a_list_that_does_not_answer_is_refused(members: JsonObject, code: str) -> None:
    with pytest.raises(StatusError) as refused:
        read_status_list(list_credential(**members), ENTRY)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "credential",
    [
        {},
        {**list_credential(), "credentialSubject": []},
        {**list_credential(), "credentialSubject": [list_credential()["credentialSubject"]]},
        {**list_credential(type="Other"), "type": ["VerifiableCredential"]},
        {**list_credential(type=[{}]), "type": [{}, None]},
        {**list_credential(type=None), "type": "StatusList2021Credential"},
    ],
)
def test_what_is_no_list_is_refused(credential: JsonObject) -> None:
    with pytest.raises(StatusError) as refused:
        read_status_list(credential, ENTRY)
    assert refused.value.code == "STATUS_VERIFICATION_ERROR"


def test_a_list_may_have_several_purposes() -> None:
    found = read_status_list(list_credential(statusPurpose=["revocation", "suspension"], ttl=300_000), ENTRY)
    assert (found.purposes, found.ttl) == (frozenset({"revocation", "suspension"}), 300_000)
    assert read_status_list(list_credential(ttl="300000"), ENTRY).ttl is None


def test_the_older_list_is_read() -> None:
    subject = {"id": f"{URL}#list", "type": "StatusList2021", "statusPurpose": "revocation", "encodedList": EMPTY[1:]}
    credential = {"id": URL, "type": ["VerifiableCredential", "StatusList2021Credential"], "credentialSubject": subject}
    found = read_status_list(credential, OLD_ENTRY)
    assert (len(found.bits), found.notes) == (MIN_ENTRIES, ())
    with pytest.raises(StatusError) as refused:
        read_status_list(credential, ENTRY)
    assert refused.value.code == "STATUS_VERIFICATION_ERROR"


def test_departures_that_leave_the_answer_sound_are_noted() -> None:
    short = Bitstring(bytearray(100_000 // 8)).encode()
    credential = {
        **list_credential(encodedList=short),
        "type": ["VerifiableCredential"],
        "id": "https://other.example/1",
    }
    notes = read_status_list(credential, ENTRY).notes
    assert [code for code, _ in notes] == ["status_list_untyped", "status_list_renamed", "status_list_short"]
    assert notes[2][1] == "The status list has 100000 entries, fewer than the standard's 131072."
    assert read_status_list(without(list_credential(), "id"), ENTRY).notes == ()


def example(number: int) -> JsonObject:
    """Read an example of the standard."""
    path = f"vectors/bitstring-status-list-spec/index-0{number}.json"
    return parse_json_object(shared_path(path).read_bytes())


def test_the_entries_of_the_standards_examples_are_read() -> None:
    base = "https://example.com/credentials/status"
    revocation = StatusEntry("BitstringStatusListEntry", "revocation", 94567, f"{base}/3", id=f"{base}/3#94567")
    suspension = StatusEntry("BitstringStatusListEntry", "suspension", 23452, f"{base}/4", id=f"{base}/4#23452")
    assert read_entries(example(0)) == [revocation, suspension]
    assert read_entries(example(3)) == [revocation]
    assert [entry.to_json() for entry in (revocation, suspension)] == example(0)["credentialStatus"]


@pytest.mark.parametrize("number", [2, 4])
def test_the_lists_of_the_standards_examples_are_read(number: int) -> None:
    (entry,) = read_entries(example(3))
    assert isinstance(entry, StatusEntry)
    found = read_status_list(example(number), entry)
    assert (len(found.bits), found.bits[entry.index], found.notes) == (MIN_ENTRIES, 0, ())


@pytest.mark.parametrize("number", [0, 2, 3, 4])
def test_the_standards_examples_keep_to_the_data_model(number: int) -> None:
    assert check_credential(example(number)) == []
