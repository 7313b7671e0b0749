# SPDX-License-Identifier: Apache-2.0
"""DID documents: which key, for what, and how it stood at the time of signing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from cairn.standards.codecs import encode_base64url
from cairn.standards.did import KeyState, Relationship, read_did_document
from cairn.standards.did.document import MAX_METHODS
from cairn.standards.errors import DidError
from cairn.standards.jose import write_jwk
from cairn.standards.keys import KeyKind
from cairn.standards.types import Json, JsonObject
from tests.standards.keys.test_keys import key_of

DID = "did:web:issuer.example"
KEY = f"{DID}#key-1"
MULTIKEY = key_of(KeyKind.ED25519).public_key.to_multikey()
METHOD = {"id": KEY, "type": "Multikey", "controller": DID, "publicKeyMultibase": MULTIKEY}


def read(**members: Json) -> object:
    return read_did_document({"id": DID, **members}, DID)


def code_of(**members: Json) -> tuple[str, str]:
    """Return the code and the place of the error with which a document is refused."""
    with pytest.raises(DidError) as refused:
        read(**members)
    return refused.value.code, refused.value.path


def test_a_listed_key_is_good_for_what_it_is_listed_for() -> None:
    document = read_did_document({"id": DID, "verificationMethod": [METHOD], "assertionMethod": [KEY]}, DID)
    method = document.find_method(KEY)
    assert method is not None
    assert (method.id, method.controller, method.key.to_multikey()) == (KEY, DID, MULTIKEY)
    assert document.allows(KEY, Relationship.ASSERTION)
    assert not document.allows(KEY, Relationship.AUTHENTICATION)
    assert document.find_method(DID) is None


def test_relative_ids_are_completed() -> None:
    method = {**METHOD, "id": "#key-1"}
    document = read_did_document({"id": DID, "verificationMethod": method, "authentication": "#key-1"}, DID)
    assert list(document.methods) == [KEY]
    assert document.allows(KEY, Relationship.AUTHENTICATION)


def test_an_embedded_key_is_good_for_that_use_only() -> None:
    document = read_did_document({"id": DID, "authentication": [{**METHOD, "id": "#a"}], "assertionMethod": []}, DID)
    assert list(document.methods) == [f"{DID}#a"]
    assert document.allows(f"{DID}#a", Relationship.AUTHENTICATION)
    assert not document.allows(f"{DID}#a", Relationship.ASSERTION)


@pytest.mark.parametrize("kind", KeyKind)
def test_a_key_may_be_a_jwk(kind: KeyKind) -> None:
    method = {"id": "#j", "type": "JsonWebKey", "publicKeyJwk": write_jwk(key_of(kind).public_key)}
    document = read_did_document({"id": DID, "verificationMethod": [method]}, DID)
    assert document.methods[f"{DID}#j"].key.to_raw() == key_of(kind).public_key.to_raw()
    assert document.methods[f"{DID}#j"].controller == DID


def _weak_jwk() -> JsonObject:
    numbers = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key().public_numbers()
    return {"kty": "RSA", "n": encode_base64url(numbers.n.to_bytes(128, "big")), "e": "AQAB"}


@pytest.mark.parametrize(
    "key",
    [
        {},
        {"publicKeyBase58": "H3C2AVvLMv6gmMNam3uVAjZpfkcJCwDwnZn6z3wXmqPV"},
        {"publicKeyMultibase": "z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc"},
        {"publicKeyMultibase": None},
        {"publicKeyJwk": {"kty": "EC", "crv": "secp256k1"}},
        {"publicKeyJwk": None},
        {"publicKeyJwk": _weak_jwk()},
    ],
)
def test_keys_that_cannot_be_used_are_left_out(key: JsonObject) -> None:
    methods = [{"id": "#x", "type": "Other", **key}, METHOD]
    document = read_did_document({"id": DID, "verificationMethod": methods, "assertionMethod": ["#x", KEY]}, DID)
    assert list(document.methods) == [KEY]
    assert document.allows(f"{DID}#x", Relationship.ASSERTION)


@pytest.mark.parametrize(
    "key",
    [
        {"publicKeyMultibase": key_of(KeyKind.ED25519).to_multikey()},
        {"publicKeyJwk": {**write_jwk(key_of(KeyKind.P256).public_key), "d": "AA"}},
    ],
)
def test_a_secret_key_in_a_document_is_refused(key: JsonObject) -> None:
    assert code_of(verificationMethod=[{"id": "#s", **key}]) == ("secret_key", "/verificationMethod")


@pytest.mark.parametrize("name", ["verificationMethod", "assertionMethod", "authentication"])
@pytest.mark.parametrize("value", [None, 7, [None], [["x"]], [METHOD, 7]])
def test_what_is_no_list_of_keys_is_refused(name: str, value: Json) -> None:
    assert code_of(**{name: value}) == ("invalid_did_document", f"/{name}")


@pytest.mark.parametrize("entry", [{}, {"id": None}, {"id": 7}, {**METHOD, "id": ["x"]}])
def test_a_key_without_id_is_refused(entry: JsonObject) -> None:
    assert code_of(verificationMethod=[entry]) == ("invalid_did_document", "/verificationMethod")


@pytest.mark.parametrize("name", ["revoked", "expires", "compromisedAt"])
def test_a_history_without_a_date_is_refused(name: str) -> None:
    expected = ("invalid_did_document", f"/verificationMethod/{name}")
    assert code_of(verificationMethod=[{**METHOD, name: "long ago"}]) == expected
    assert code_of(verificationMethod=[{**METHOD, name: None}]) == expected


def test_a_document_lists_no_more_keys_than_anybody_needs() -> None:
    methods = [{**METHOD, "id": f"#{number}"} for number in range(MAX_METHODS)]
    assert len(read_did_document({"id": DID, "verificationMethod": methods}, DID).methods) == MAX_METHODS
    assert code_of(verificationMethod=methods, assertionMethod=[METHOD]) == ("invalid_did_document", "")


def test_text_entries_of_the_list_of_keys_are_references_only() -> None:
    document = read_did_document(
        {"id": DID, "verificationMethod": [KEY], "assertionMethod": [{"id": 7, **METHOD}]}, DID
    )
    assert list(document.methods) == [KEY]


BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
END = "2026-02-01T00:00:00Z"
AT = datetime(2026, 2, 1, tzinfo=UTC)
AFTER = datetime(2026, 3, 1, tzinfo=UTC)
LATER = "2026-04-01T00:00:00Z"


@pytest.mark.parametrize(
    ("history", "states"),
    [
        ({}, ("good", "good", "good", "good")),
        ({"revoked": END}, ("good", "revoked", "revoked", "revoked")),
        ({"expires": END}, ("good", "expired", "expired", "expired")),
        ({"compromisedAt": END}, ("compromised_later", "compromised", "compromised", "compromised")),
        ({"revoked": END, "expires": END}, ("good", "revoked", "revoked", "revoked")),
        ({"revoked": END, "expires": LATER}, ("good", "revoked", "revoked", "revoked")),
        ({"revoked": LATER, "expires": END}, ("good", "expired", "expired", "revoked")),
        ({"revoked": END, "compromisedAt": END}, ("compromised_later", "compromised", "compromised", "compromised")),
        ({"revoked": END, "compromisedAt": LATER}, ("compromised_later", "revoked", "revoked", "compromised")),
    ],
)
def test_a_key_is_judged_at_the_time_of_signing(history: JsonObject, states: tuple[str, ...]) -> None:
    document = read_did_document({"id": DID, "verificationMethod": [{**METHOD, **history}]}, DID)
    method = document.methods[KEY]
    assert tuple(method.state_at(moment) for moment in (BEFORE, AT, AFTER, None)) == tuple(map(KeyState, states))
