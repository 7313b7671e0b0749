# SPDX-License-Identifier: Apache-2.0
"""Compact signatures: the examples of the RFCs, and every header that would weaken one."""

from __future__ import annotations

import contextlib
import hashlib
import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.standards.codecs import decode_base64url, dump_json, encode_base64url
from cairn.standards.errors import CodecError, ProofError, StandardsError
from cairn.standards.jose import parse_jws, read_jwk, sign_jws, verify_jws, write_jwk
from cairn.standards.jose.jws import MAX_TOKEN_LENGTH
from cairn.standards.keys import KeyKind, SecretKey
from cairn.standards.types import Json, JsonObject
from tests.standards.keys.test_keys import key_of

ALGORITHMS = {
    KeyKind.ED25519: "EdDSA",
    KeyKind.P256: "ES256",
    KeyKind.P384: "ES384",
    KeyKind.RSA: "RS256",
}
# RFC 7515 §A.3.
RFC7515_KEY = {
    "kty": "EC",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}
RFC7515_TOKEN = (
    "eyJhbGciOiJFUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
)
# RFC 8037 §A.1 and §A.4.
RFC8037_SECRET = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
RFC8037_TOKEN = (
    "eyJhbGciOiJFZERTQSJ9"
    ".RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    ".hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
)


def token_of(header: Json, payload: bytes = b"{}", signature: bytes = b"") -> str:
    """Write a token with any header and any signature."""
    return ".".join(map(encode_base64url, (dump_json(header), payload, signature)))


def test_rfc_7515_a_3_is_verified() -> None:
    jws = parse_jws(RFC7515_TOKEN)
    assert (jws.algorithm, jws.key_id) == ("ES256", None)
    assert jws.payload == b'{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}'
    verify_jws(jws, read_jwk(RFC7515_KEY))


def test_rfc_8037_a_4_is_reproduced() -> None:
    key = SecretKey.from_seed(KeyKind.ED25519, decode_base64url(RFC8037_SECRET))
    assert sign_jws(b"Example of Ed25519 signing", key, header={}) == RFC8037_TOKEN
    verify_jws(parse_jws(RFC8037_TOKEN), key.public_key)


@pytest.mark.parametrize("kind", KeyKind)
@given(payload=st.binary(max_size=50))
@settings(max_examples=10, deadline=None)
def test_what_is_signed_verifies(kind: KeyKind, payload: bytes) -> None:
    key = key_of(kind)
    jws = parse_jws(sign_jws(payload, key, header={"kid": "did:web:issuer.example#1", "typ": "JWT"}))
    assert jws.header == {"alg": ALGORITHMS[kind], "kid": "did:web:issuer.example#1", "typ": "JWT"}
    assert (jws.payload, jws.key_id) == (payload, "did:web:issuer.example#1")
    verify_jws(jws, key.public_key)


def test_the_fully_specified_name_of_eddsa_is_accepted() -> None:
    key = key_of(KeyKind.ED25519)
    jws = parse_jws(sign_jws(b"{}", key, header={"alg": "Ed25519"}))
    assert jws.algorithm == "Ed25519"
    verify_jws(jws, key.public_key)


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_changed_part_is_refused(part: int) -> None:
    key = key_of(KeyKind.P256)
    parts = sign_jws(b'{"a":1}', key, header={"kid": "1"}).split(".")
    changed = [dump_json({"alg": "ES256", "kid": "2"}), b'{"a":2}', bytes(64)][part]
    parts[part] = encode_base64url(changed)
    with pytest.raises(ProofError) as refused:
        verify_jws(parse_jws(".".join(parts)), key.public_key)
    assert refused.value.code == "invalid_signature"


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", "none ", "", None, 0, False, [], ["EdDSA"], {}])
def test_no_algorithm_is_no_signature(algorithm: Json) -> None:
    with pytest.raises(ProofError) as refused:
        parse_jws(token_of({"alg": algorithm}))
    assert refused.value.code == "algorithm_not_allowed"


@pytest.mark.parametrize(
    "algorithm", ["HS256", "HS512", "RS1", "RS384", "PS256", "ES512", "ES256K", "eddsa", "es256", "Ed448", "ECDH-ES"]
)
def test_an_algorithm_off_the_list_is_refused(algorithm: str) -> None:
    with pytest.raises(ProofError) as refused:
        parse_jws(token_of({"alg": algorithm}))
    assert refused.value.code == "algorithm_not_allowed"
    assert refused.value.detail == (
        f"The token's algorithm {algorithm!r} is not one of EdDSA, Ed25519, ES256, ES384, RS256."
    )


def test_a_header_without_algorithm_is_refused() -> None:
    with pytest.raises(ProofError) as refused:
        parse_jws(token_of({"typ": "JWT"}))
    assert refused.value.code == "algorithm_not_allowed"


@pytest.mark.parametrize("kind", KeyKind)
def test_the_public_key_is_no_shared_secret(kind: KeyKind) -> None:
    """HS256 with the public key as the secret: everybody has that key, so everybody could sign."""
    unsigned = token_of({"alg": "HS256", "typ": "JWT"}).rpartition(".")[0]
    mac = hmac.digest(key_of(kind).public_key.to_raw(), unsigned.encode(), hashlib.sha256)
    with pytest.raises(ProofError) as refused:
        parse_jws(f"{unsigned}.{encode_base64url(mac)}")
    assert refused.value.code == "algorithm_not_allowed"


@pytest.mark.parametrize("kind", KeyKind)
@pytest.mark.parametrize("claimed", KeyKind)
def test_an_algorithm_goes_with_one_kind_of_key(kind: KeyKind, claimed: KeyKind) -> None:
    key = key_of(kind)
    unsigned = token_of({"alg": ALGORITHMS[claimed]}).rpartition(".")[0]
    jws = parse_jws(f"{unsigned}.{encode_base64url(key.sign(unsigned.encode()))}")
    if kind is claimed:
        verify_jws(jws, key.public_key)
        return
    with pytest.raises(ProofError) as refused:
        verify_jws(jws, key.public_key)
    assert refused.value.code == "algorithm_mismatch"


@pytest.mark.parametrize("algorithm", ["none", "HS256", "ES256", "ES384", "RS256", "eddsa"])
def test_a_key_signs_only_as_what_it_is(algorithm: str) -> None:
    with pytest.raises(ProofError) as refused:
        sign_jws(b"{}", key_of(KeyKind.ED25519), header={"alg": algorithm})
    assert refused.value.code == "algorithm_mismatch"


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"crit": []}, "critical_header"),
        ({"crit": ["exp"], "exp": 1}, "critical_header"),
        ({"crit": None}, "critical_header"),
        ({"crit": ["b64"], "b64": True}, "critical_header"),
        ({"crit": ["b64"], "b64": False}, "unencoded_payload"),
        ({"b64": False}, "unencoded_payload"),
    ],
)
def test_extensions_are_refused(members: JsonObject, code: str) -> None:
    with pytest.raises(ProofError) as refused:
        parse_jws(token_of({"alg": "EdDSA", **members}))
    assert refused.value.code == code


def test_a_key_in_the_header_is_never_the_key() -> None:
    """The forger signs with a key of their own and sends it along in every way there is."""
    forger, issuer = SecretKey.from_seed(KeyKind.ED25519, bytes(32)), key_of(KeyKind.ED25519)
    header = {
        "jwk": write_jwk(forger.public_key),
        "jku": "https://forger.example/jwks.json",
        "x5u": "https://forger.example/chain.pem",
        "x5c": ["MAA="],
        "kid": issuer.verification_method,
    }
    jws = parse_jws(sign_jws(b"{}", forger, header=header))
    verify_jws(jws, forger.public_key)
    with pytest.raises(ProofError) as refused:
        verify_jws(jws, issuer.public_key)
    assert refused.value.code == "invalid_signature"


def test_a_key_id_that_is_no_text_is_none() -> None:
    assert parse_jws(token_of({"alg": "EdDSA", "kid": 7})).key_id is None


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("", "malformed_jwt"),
        ("a", "malformed_jwt"),
        ("a.b", "malformed_jwt"),
        ("a.b.c.d", "malformed_jwt"),
        ("a.b.c.d.e", "malformed_jwt"),
        (".b.c", "malformed_jwt"),
        ("A" * MAX_TOKEN_LENGTH + "..", "malformed_jwt"),
        ("e30=.e30.", "non_canonical_base64url"),
        ("e31.e30.", "non_canonical_base64url"),
        ("é.e30.", "invalid_base64url"),
        (" e30.e30.", "invalid_base64url"),
        ("eyJhbGciOiJFZERTQSJ9.e3~.", "invalid_base64url"),
        ("eyJhbGciOiJFZERTQSJ9.e30.\n", "invalid_base64url"),
        ("eyJhbGciOiJFZERTQSJ9.e30.AB", "non_canonical_base64url"),
        ("W10.e30.", "not_an_object"),
        (encode_base64url(b'{"alg":"none","alg":"EdDSA"}') + ".e30.", "duplicate_key"),
        (encode_base64url(b"{'alg':1}") + ".e30.", "invalid_json"),
        (encode_base64url(b"\xff") + ".e30.", "invalid_unicode"),
    ],
)
def test_what_is_no_token_is_refused(token: str, code: str) -> None:
    with pytest.raises(CodecError) as refused:
        parse_jws(token)
    assert refused.value.code == code


@given(st.text("eyJhbGciOiJFZERTQSJ9.-_= ", max_size=60))
def test_any_text_is_a_token_or_is_refused(text: str) -> None:
    with contextlib.suppress(StandardsError):
        assert parse_jws(text).algorithm == "EdDSA"
