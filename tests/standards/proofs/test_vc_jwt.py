# SPDX-License-Identifier: Apache-2.0
"""Credentials as tokens: the payload says one thing, and its claims agree with it."""

from __future__ import annotations

import pytest

from cairn.standards.codecs import dump_json, encode_base64url, parse_json_object
from cairn.standards.errors import CodecError, ModelError, ProofError, StandardsError
from cairn.standards.jose import parse_jws, sign_jws
from cairn.standards.keys import KeyKind
from cairn.standards.proofs.vc_jwt import TOKEN_TYPES, issuer_id, read_vc_jwt, sign_vc_jwt
from cairn.standards.types import Json, JsonObject
from tests.standards.proofs.samples import badge, did_of, key

V1 = "https://www.w3.org/2018/credentials/v1"
ISSUER = did_of(key())
START = 1768471200


def claims_of(token: str) -> JsonObject:
    """Return the payload of a token."""
    return parse_json_object(parse_jws(token).payload)


def token_of(claims: JsonObject, **header: Json) -> str:
    """Sign any claims."""
    return sign_jws(dump_json(claims), key(), header=header)


def refusal(claims: JsonObject, **header: Json) -> str:
    """Return the code with which a token is refused."""
    with pytest.raises(StandardsError) as refused:
        read_vc_jwt(token_of(claims, **header))
    return refused.value.code


def old(**members: Json) -> JsonObject:
    """Return a credential of data model 1.1."""
    credential = {
        "@context": [V1],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential"],
        "issuer": ISSUER,
        "issuanceDate": "2026-01-15T10:00:00Z",
        "credentialSubject": {"id": "did:example:learner"},
    }
    return {name: value for name, value in {**credential, **members}.items() if value is not None}


def test_the_claims_repeat_the_credential() -> None:
    credential = badge(validUntil="2027-01-15T11:00:00+01:00")
    token = sign_vc_jwt(credential, key())
    assert parse_jws(token).header == {"alg": "EdDSA", "typ": "JWT", "kid": key().verification_method}
    assert claims_of(token) == {
        **credential,
        "iss": ISSUER,
        "jti": "https://issuer.example/credentials/1",
        "sub": "did:example:learner",
        "nbf": START,
        "exp": START + 365 * 86_400,
    }
    read = read_vc_jwt(token)
    assert read.credential == credential
    assert read.jws.key_id == key().verification_method


def test_a_credential_of_few_words_has_few_claims() -> None:
    bare = {"@context": V1, "type": "VerifiableCredential", "credentialSubject": [{"id": "urn:1"}, {"id": "urn:2"}]}
    token = sign_vc_jwt(bare, key(KeyKind.P256), token_type="vc+jwt")
    assert parse_jws(token).header["typ"] == "vc+jwt"
    assert claims_of(token) == bare
    assert read_vc_jwt(token).credential == bare


def test_a_subject_without_id_is_the_credential_itself() -> None:
    credential = {**badge(), "credentialSubject": {"type": ["AchievementSubject"]}}
    assert claims_of(sign_vc_jwt(credential, key()))["sub"] == "https://issuer.example/credentials/1"


def test_a_credential_with_a_bad_date_is_not_signed() -> None:
    with pytest.raises(ModelError) as refused:
        sign_vc_jwt(badge(validFrom="2026"), key())
    assert (refused.value.code, refused.value.path) == ("invalid_date", "/validFrom")


@pytest.mark.parametrize("token_type", [*sorted(TOKEN_TYPES), "application/vc+jwt", "application/vp+ld+jwt"])
def test_the_types_of_credential_tokens_are_read(token_type: str) -> None:
    assert read_vc_jwt(token_of(badge(), typ=token_type)).credential == badge()
    assert read_vc_jwt(token_of(badge())).credential == badge()


@pytest.mark.parametrize("token_type", ["at+jwt", "vc+sd-jwt", "JOSE", "", None, ["JWT"], "text/JWT"])
def test_another_type_of_token_is_no_credential(token_type: Json) -> None:
    assert refusal(badge(), typ=token_type) == "not_a_credential"


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"iss": ISSUER, "sub": "x"},
        {"type": ["VerifiableCredential"]},
        {"@context": [V1]},
        {"vc": "text"},
        {"vc": []},
        {"vc": {}},
        {"vp": 7},
        {"vc": {"type": ["VerifiableCredential"]}},
    ],
)
def test_a_token_without_credential_is_refused(claims: JsonObject) -> None:
    assert refusal(claims) == "not_a_credential"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "did:example:other"},
        {"iss": None},
        {"iss": {"id": ISSUER}},
        {"jti": "urn:other"},
        {"jti": None},
        {"sub": "did:example:other"},
        {"sub": ["did:example:learner"]},
        {"nbf": START + 1},
        {"nbf": START - 1},
        {"nbf": str(START)},
        {"nbf": True},
        {"nbf": [START]},
        {"exp": START},
        {"exp": "never"},
    ],
)
def test_a_claim_that_differs_from_the_credential_is_refused(claims: JsonObject) -> None:
    assert refusal({**badge(validUntil="2027-01-15T10:00:00Z"), **claims}) == "claim_mismatch"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": ISSUER, "jti": "https://issuer.example/credentials/1", "sub": "did:example:learner"},
        {"sub": "https://issuer.example/credentials/1"},
        {"nbf": START},
        {"nbf": START + 0.5},
        {"nbf": None},
        {"exp": START + 10},
        {"iat": 1, "aud": "x", "nonce": "n", "cnf": {}},
        {"vc": None},
    ],
)
def test_claims_that_agree_are_left_out_of_the_credential(claims: JsonObject) -> None:
    assert read_vc_jwt(token_of({**badge(), **claims})).credential == badge()


def test_a_bad_date_of_the_credential_is_told() -> None:
    assert refusal({**badge(validFrom="2026"), "nbf": START}) == "invalid_date"


@pytest.mark.parametrize(
    ("claims", "credential"),
    [
        ({"vc": old()}, old()),
        ({"vc": old(), "iss": ISSUER, "jti": "urn:uuid:1", "sub": "did:example:learner", "nbf": START}, old()),
        ({"vc": old(issuer=None, id=None), "iss": ISSUER, "jti": "urn:uuid:1"}, old()),
        ({**old(), "vc": old()}, old()),
        ({"type": ["VerifiableCredential"], "vc": old()}, old()),
        ({"vp": old(issuer=None), "iss": "did:example:h"}, old(issuer=None, holder="did:example:h")),
    ],
)
def test_the_claim_of_the_older_data_model_is_read(claims: JsonObject, credential: JsonObject) -> None:
    assert read_vc_jwt(token_of(claims)).credential == credential


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"vc": old(), "vp": old()}, "ambiguous_payload"),
        ({**badge(), "vc": old()}, "ambiguous_payload"),
        ({"name": "Other", "vc": old()}, "ambiguous_payload"),
        ({"type": ["Other"], "vc": old()}, "ambiguous_payload"),
        ({"vc": old(), "iss": "did:example:other"}, "claim_mismatch"),
        ({"vc": old(), "jti": "urn:uuid:2"}, "claim_mismatch"),
        ({"vc": old(), "nbf": START + 1}, "claim_mismatch"),
        ({"vc": old(expirationDate="2027-01-15T10:00:00Z"), "exp": START}, "claim_mismatch"),
    ],
)
def test_a_token_that_says_two_things_is_refused(claims: JsonObject, code: str) -> None:
    assert refusal(claims) == code


def test_the_payload_is_read_strictly() -> None:
    header = encode_base64url(b'{"alg":"EdDSA"}')
    payload = encode_base64url(b'{"type":"VerifiableCredential","@context":"x","name":"A","name":"B"}')
    with pytest.raises(CodecError) as refused:
        read_vc_jwt(f"{header}.{payload}.")
    assert refused.value.code == "duplicate_key"


@pytest.mark.parametrize(
    ("credential", "identifier"),
    [
        ({"issuer": "did:a"}, "did:a"),
        ({"issuer": {"id": "did:a"}}, "did:a"),
        ({"holder": "did:h"}, "did:h"),
        ({"issuer": {"id": 7}}, ""),
        ({"issuer": {}}, ""),
        ({"issuer": ["did:a"]}, ""),
        ({}, ""),
    ],
)
def test_the_issuer_is_named_in_two_ways(credential: JsonObject, identifier: str) -> None:
    assert issuer_id(credential) == identifier


def test_a_token_of_an_unknown_algorithm_is_refused() -> None:
    token = sign_vc_jwt(badge(), key())
    unsigned = encode_base64url(b'{"alg":"none"}') + token[token.index(".") : token.rindex(".") + 1]
    with pytest.raises(ProofError) as refused:
        read_vc_jwt(unsigned)
    assert refused.value.code == "algorithm_not_allowed"


@pytest.mark.parametrize(("nbf", "sound"), [(START, True), (START + 86400, True), (START + 1, False)])
def test_a_token_repeats_either_date_of_a_credential_that_has_both(nbf: int, *, sound: bool) -> None:
    claims = {"nbf": nbf, "vc": old(validFrom="2026-01-16T10:00:00Z")}
    if sound:
        assert read_vc_jwt(token_of(claims)).credential == claims["vc"]
    else:
        assert refusal(claims) == "claim_mismatch"
