# SPDX-License-Identifier: Apache-2.0
"""Compact JSON Web Signatures, read as strictly as they can be.

The header's `alg` must be on an allow-list and fit the key; a header `jwk`, `jku` or `x5u` never supplies the key.
Any `crit` is refused, because Cairn implements no critical extension. Source: RFC 7515, RFC 8725, RFC 9864.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cairn.standards.codecs import decode_base64url, dump_json, encode_base64url, parse_json_object
from cairn.standards.errors import CodecError, ProofError
from cairn.standards.keys import KeyKind, PublicKey, Signer
from cairn.standards.types import JsonObject

ALGORITHMS: Final = {
    "EdDSA": KeyKind.ED25519,
    "Ed25519": KeyKind.ED25519,
    "ES256": KeyKind.P256,
    "ES384": KeyKind.P384,
    "RS256": KeyKind.RSA,
}
"""The algorithms that are accepted, each with the one kind of key it goes with."""

DEFAULT_ALGORITHM: Final = {
    KeyKind.ED25519: "EdDSA",
    KeyKind.P256: "ES256",
    KeyKind.P384: "ES384",
    KeyKind.RSA: "RS256",
}
MAX_TOKEN_LENGTH: Final = 6 * 1024 * 1024
_SEGMENTS: Final = 3


@dataclass(frozen=True, slots=True)
class CompactJws:
    """A token taken apart but not verified: protected header, payload and signature."""

    header: JsonObject
    payload: bytes
    signature: bytes
    signing_input: bytes

    @property
    def algorithm(self) -> str:
        """The header's `alg`."""
        return str(self.header["alg"])

    @property
    def key_id(self) -> str | None:
        """The header's `kid`, if it has one."""
        kid = self.header.get("kid")
        return kid if isinstance(kid, str) else None


def parse_jws(token: str) -> CompactJws:
    """Take a compact token apart and check its header.

    Raises CodecError: malformed_jwt and those of base64url and JSON; ProofError: algorithm_not_allowed,
    critical_header, unencoded_payload.
    """
    segments = token.split(".", _SEGMENTS)
    if len(token) > MAX_TOKEN_LENGTH or len(segments) != _SEGMENTS or not segments[0]:
        raise CodecError("malformed_jwt", "A signed token consists of three parts with points between them.")
    header = parse_json_object(decode_base64url(segments[0]))
    _check_header(header)
    return CompactJws(
        header=header,
        payload=decode_base64url(segments[1]),
        signature=decode_base64url(segments[2]),
        signing_input=f"{segments[0]}.{segments[1]}".encode("ascii"),
    )


def verify_jws(jws: CompactJws, key: PublicKey) -> None:
    """Return if the token was signed with the key.

    Raises ProofError: algorithm_mismatch, invalid_signature.
    """
    if ALGORITHMS[jws.algorithm] is not key.kind:
        raise ProofError("algorithm_mismatch", f"The token says {jws.algorithm}, but the issuer's key is {key.kind}.")
    key.verify(jws.signature, jws.signing_input)


def sign_jws(payload: bytes, signer: Signer, *, header: JsonObject) -> str:
    """Sign a payload; the header gets its `alg` from the key unless it names one that fits.

    Raises ProofError: algorithm_mismatch.
    """
    complete = {"alg": DEFAULT_ALGORITHM[signer.kind], **header}
    if ALGORITHMS.get(complete["alg"]) is not signer.kind:
        raise ProofError("algorithm_mismatch", f"A {signer.kind} key cannot sign as {complete['alg']}.")
    signing_input = f"{encode_base64url(dump_json(complete))}.{encode_base64url(payload)}"
    return f"{signing_input}.{encode_base64url(signer.sign(signing_input.encode('ascii')))}"


def _check_header(header: JsonObject) -> None:
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        allowed = ", ".join(ALGORITHMS)
        raise ProofError("algorithm_not_allowed", f"The token's algorithm {algorithm!r} is not one of {allowed}.")
    if header.get("b64") is False:
        raise ProofError("unencoded_payload", "Tokens with an unencoded payload are not accepted.")
    if "crit" in header:
        raise ProofError("critical_header", "The token demands an extension that is not supported (crit).")
