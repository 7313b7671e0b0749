# SPDX-License-Identifier: Apache-2.0
"""JSON Web Keys: reading and writing public keys.

Source: RFC 7517, RFC 7518 §6, RFC 8037 §2.
"""

from __future__ import annotations

from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from cairn.standards.codecs import decode_base64url, encode_base64url
from cairn.standards.errors import CodecError
from cairn.standards.keys import KeyKind, PublicKey
from cairn.standards.types import Json, JsonObject

_SECRET_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_MAX_RSA_BYTES: Final = 1024
_POINT_BYTES: Final = {KeyKind.P256: 32, KeyKind.P384: 48}
_UNCOMPRESSED: Final = b"\x04"


def read_jwk(jwk: Json) -> PublicKey:
    """Read a public key of kind OKP (Ed25519), EC (P-256, P-384) or RSA.

    Raises CodecError: invalid_jwk, secret_key (a private member is present), unknown_key_kind, invalid_key;
    ProofError: weak_key.
    """
    if not isinstance(jwk, dict):
        raise CodecError("invalid_jwk", "A JSON Web Key must be an object.")
    if _SECRET_MEMBERS & jwk.keys():
        raise CodecError("secret_key", "The JSON Web Key contains its secret part; treat that key as lost.")
    match jwk.get("kty"), jwk.get("crv"):
        case "OKP", "Ed25519":
            return PublicKey.from_raw(KeyKind.ED25519, _member(jwk, "x"))
        case "EC", "P-256" | "P-384" as curve:
            return _read_point(jwk, KeyKind(curve))
        case "RSA", _:
            return _read_rsa(jwk)
    raise CodecError("unknown_key_kind", "The JSON Web Key is of a kind that is not supported here.")


def write_jwk(key: PublicKey) -> JsonObject:
    """Write a public key as a JSON Web Key."""
    if isinstance(key.crypto, rsa.RSAPublicKey):
        numbers = key.crypto.public_numbers()
        return {"kty": "RSA", "n": _integer(numbers.n), "e": _integer(numbers.e)}
    if isinstance(key.crypto, ec.EllipticCurvePublicKey):
        point, size = key.crypto.public_numbers(), _POINT_BYTES[key.kind]
        x, y = point.x.to_bytes(size, "big"), point.y.to_bytes(size, "big")
        return {"kty": "EC", "crv": str(key.kind), "x": encode_base64url(x), "y": encode_base64url(y)}
    return {"kty": "OKP", "crv": str(key.kind), "x": encode_base64url(key.to_raw())}


def _read_point(jwk: JsonObject, kind: KeyKind) -> PublicKey:
    x, y, size = _member(jwk, "x"), _member(jwk, "y"), _POINT_BYTES[kind]
    if len(x) != size or len(y) != size:
        raise CodecError("invalid_key", f"The coordinates of a {kind} key have {size} bytes each.")
    return PublicKey.from_raw(kind, _UNCOMPRESSED + x + y)


def _read_rsa(jwk: JsonObject) -> PublicKey:
    n, e = _member(jwk, "n"), _member(jwk, "e")
    if len(n) > _MAX_RSA_BYTES or len(e) > 8:  # noqa: PLR2004 - an exponent beyond 64 bits only costs time
        raise CodecError("invalid_key", "The RSA key is larger than any that is in use.")
    try:
        crypto = rsa.RSAPublicNumbers(int.from_bytes(e, "big"), int.from_bytes(n, "big")).public_key()
    except ValueError:
        raise CodecError("invalid_key", "The JSON Web Key is not an RSA public key.") from None
    return PublicKey(KeyKind.RSA, crypto)


def _member(jwk: JsonObject, name: str) -> bytes:
    value = jwk.get(name)
    if not isinstance(value, str):
        raise CodecError("invalid_jwk", f"The JSON Web Key lacks its member '{name}'.")
    return decode_base64url(value)


def _integer(value: int) -> str:
    return encode_base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))
