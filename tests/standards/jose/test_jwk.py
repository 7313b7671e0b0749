# SPDX-License-Identifier: Apache-2.0
"""JSON Web Keys: public keys of four kinds, and nothing secret."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from cairn.standards.codecs import encode_base64url
from cairn.standards.errors import CodecError, ProofError
from cairn.standards.jose import read_jwk, write_jwk
from cairn.standards.keys import KeyKind, PublicKey
from cairn.standards.types import Json, JsonObject
from tests.standards.keys.test_keys import key_of

# RFC 7517 §A.1 and RFC 8037 §A.2.
EC = {
    "kty": "EC",
    "crv": "P-256",
    "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
    "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
}
OKP = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
RSA = write_jwk(key_of(KeyKind.RSA).public_key)


@pytest.mark.parametrize(("jwk", "kind"), [(EC, KeyKind.P256), (OKP, KeyKind.ED25519), (RSA, KeyKind.RSA)])
def test_published_keys_are_read_and_written(jwk: JsonObject, kind: KeyKind) -> None:
    key = read_jwk({**jwk, "use": "sig", "kid": "1", "alg": "none"})
    assert key.kind is kind
    assert write_jwk(key) == jwk


@pytest.mark.parametrize("kind", KeyKind)
def test_keys_go_there_and_back(kind: KeyKind) -> None:
    key = key_of(kind).public_key
    again = read_jwk(write_jwk(key))
    assert (again.kind, again.to_raw()) == (kind, key.to_raw())
    again.verify(key_of(kind).sign(b"data"), b"data")


def _weak_rsa() -> JsonObject:
    numbers = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key().public_numbers()
    return {"kty": "RSA", "n": encode_base64url(numbers.n.to_bytes(128, "big")), "e": "AQAB"}


def test_a_weak_rsa_key_is_refused() -> None:
    with pytest.raises(ProofError) as refused:
        read_jwk(_weak_rsa())
    assert refused.value.code == "weak_key"


@pytest.mark.parametrize("member", ["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
@pytest.mark.parametrize("jwk", [EC, OKP, RSA])
def test_a_secret_member_is_refused(jwk: JsonObject, member: str) -> None:
    with pytest.raises(CodecError) as refused:
        read_jwk({**jwk, member: None})
    assert refused.value.code == "secret_key"


_SHORT = encode_base64url(b"\x01" * 31)
_LONG = encode_base64url(b"\x00" + b"\x01" * 32)
_ONE = encode_base64url(bytes(31) + b"\x01")


@pytest.mark.parametrize(
    ("jwk", "code"),
    [
        (None, "invalid_jwk"),
        ("key", "invalid_jwk"),
        ([EC], "invalid_jwk"),
        ({}, "unknown_key_kind"),
        ({"kty": "oct"}, "unknown_key_kind"),
        ({**EC, "kty": "ec"}, "unknown_key_kind"),
        ({**EC, "crv": "secp256k1"}, "unknown_key_kind"),
        ({**EC, "crv": "Ed25519"}, "unknown_key_kind"),
        ({**EC, "crv": ["P-256"]}, "unknown_key_kind"),
        ({**OKP, "crv": "X25519"}, "unknown_key_kind"),
        ({**OKP, "crv": "Ed448"}, "unknown_key_kind"),
        ({"kty": "OKP", "crv": "Ed25519"}, "invalid_jwk"),
        ({**OKP, "x": 7}, "invalid_jwk"),
        ({"kty": "EC", "crv": "P-256", "x": EC["x"]}, "invalid_jwk"),
        ({"kty": "RSA", "n": RSA["n"]}, "invalid_jwk"),
        ({**OKP, "x": OKP["x"] + "="}, "non_canonical_base64url"),
        ({**OKP, "x": "~"}, "invalid_base64url"),
        ({**OKP, "x": _SHORT}, "invalid_key"),
        ({**EC, "x": _SHORT}, "invalid_key"),
        ({**EC, "y": _LONG}, "invalid_key"),
        ({**EC, "crv": "P-384"}, "invalid_key"),
        ({**EC, "x": _ONE, "y": _ONE}, "invalid_key"),
        ({**RSA, "e": "AQ"}, "invalid_key"),
        ({**RSA, "e": "Ag"}, "invalid_key"),
        ({**RSA, "e": encode_base64url(b"\x01" * 9)}, "invalid_key"),
        ({**RSA, "n": ""}, "invalid_key"),
        ({**RSA, "n": encode_base64url(b"\xff" * 1025)}, "invalid_key"),
    ],
)
def test_what_is_no_public_key_is_refused(jwk: Json, code: str) -> None:
    with pytest.raises(CodecError) as refused:
        read_jwk(jwk)
    assert refused.value.code == code


def test_an_rsa_key_at_the_largest_size_is_read() -> None:
    jwk = {**RSA, "n": encode_base64url(b"\xff" * 1024)}
    assert isinstance(read_jwk(jwk), PublicKey)
