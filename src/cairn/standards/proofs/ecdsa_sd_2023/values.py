# SPDX-License-Identifier: Apache-2.0
"""The two forms of an ecdsa-sd-2023 proof value: what the issuer makes, and what a holder shows.

Each is a three-byte header and a CBOR array, in base64url Multibase.
Source: ECDSA Cryptosuites 1.0 §3.5.2, §3.5.3, §3.5.7 and §3.5.8.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import cbor2

from cairn.standards.codecs import decode_base64url, encode_base64url, encode_multibase
from cairn.standards.errors import ProofError
from cairn.standards.proofs.ecdsa_sd_2023.pointers import parse_pointer
from cairn.standards.proofs.suite import read_proof_value
from cairn.standards.types import JsonObject

BASE_HEADER: Final = b"\xd9\x5d\x00"
DERIVED_HEADER: Final = b"\xd9\x5d\x01"
SIGNATURE_BYTES: Final = 64
PUBLIC_KEY_BYTES: Final = 35
HMAC_BYTES: Final = 32
MAX_STATEMENTS: Final = 20_000


@dataclass(frozen=True, slots=True)
class BaseProofValue:
    """What the issuer signed: enough to derive any disclosure, so it is the holder's and never shown."""

    base_signature: bytes
    public_key: bytes
    hmac_key: bytes
    signatures: tuple[bytes, ...]
    mandatory_pointers: tuple[str, ...]

    def encode(self) -> str:
        """Write the proof value."""
        parts = [
            self.base_signature,
            self.public_key,
            self.hmac_key,
            list(self.signatures),
            list(self.mandatory_pointers),
        ]
        return encode_multibase(BASE_HEADER + cbor2.dumps(parts), base="u")


@dataclass(frozen=True, slots=True)
class DerivedProofValue:
    """What a holder shows: the signatures of the statements that are disclosed.

    `label_map` leads from canonical blank node labels to the issuer's, both without `_:`; `mandatory_indexes` are
    positions among the disclosed statements.
    """

    base_signature: bytes
    public_key: bytes
    signatures: tuple[bytes, ...]
    label_map: Mapping[str, str]
    mandatory_indexes: tuple[int, ...]

    def encode(self) -> str:
        """Write the proof value."""
        labels = {int(label[4:]): decode_base64url(hmac_label[1:]) for label, hmac_label in self.label_map.items()}
        parts = [self.base_signature, self.public_key, list(self.signatures), labels, list(self.mandatory_indexes)]
        return encode_multibase(DERIVED_HEADER + cbor2.dumps(parts), base="u")


def is_base_proof(proof: JsonObject) -> bool:
    """Say whether a proof is an issuer's base proof. Raises ProofError: invalid_proof_value."""
    return read_proof_value(proof, base="u").startswith(BASE_HEADER)


def read_base_value(proof: JsonObject) -> BaseProofValue:
    """Read an issuer's proof value. Raises ProofError: invalid_proof_value."""
    signature, public_key, hmac_key, signatures, pointers = _read(proof, BASE_HEADER)
    _require(isinstance(pointers, list) and all(isinstance(pointer, str) for pointer in pointers))
    for pointer in pointers:
        parse_pointer(pointer)
    return BaseProofValue(
        base_signature=_bytes(signature, SIGNATURE_BYTES),
        public_key=_bytes(public_key, PUBLIC_KEY_BYTES),
        hmac_key=_bytes(hmac_key, HMAC_BYTES),
        signatures=_signatures(signatures),
        mandatory_pointers=tuple(pointers),
    )


def read_derived_value(proof: JsonObject) -> DerivedProofValue:
    """Read a holder's proof value. Raises ProofError: invalid_proof_value."""
    signature, public_key, signatures, labels, indexes = _read(proof, DERIVED_HEADER)
    _require(isinstance(labels, dict) and len(labels) <= MAX_STATEMENTS)
    _require(all(type(number) is int and 0 <= number < MAX_STATEMENTS for number in labels))
    _require(isinstance(indexes, list) and all(type(index) is int and index >= 0 for index in indexes))
    label_map = {f"c14n{number}": "u" + encode_base64url(_bytes(label, HMAC_BYTES)) for number, label in labels.items()}
    # Under one name two objects would share their statements: a holder could take one apart and show it as two.
    _require(len(set(label_map.values())) == len(label_map))
    return DerivedProofValue(
        base_signature=_bytes(signature, SIGNATURE_BYTES),
        public_key=_bytes(public_key, PUBLIC_KEY_BYTES),
        signatures=_signatures(signatures),
        label_map=label_map,
        mandatory_indexes=tuple(indexes),
    )


def _read(proof: JsonObject, header: bytes) -> list[Any]:
    data = read_proof_value(proof, base="u")
    _require(data.startswith(header))
    stream = io.BytesIO(data[len(header) :])
    try:
        parts = cbor2.load(stream)
    except (cbor2.CBORDecodeError, ValueError, RecursionError, MemoryError):
        raise _invalid() from None
    _require(isinstance(parts, list) and len(parts) == 5 and not stream.read(1))  # noqa: PLR2004 - both forms have five
    return list(parts)


def _signatures(value: object) -> tuple[bytes, ...]:
    if not isinstance(value, list) or len(value) > MAX_STATEMENTS:
        raise _invalid()
    return tuple(_bytes(signature, SIGNATURE_BYTES) for signature in value)


def _bytes(value: object, length: int) -> bytes:
    if not isinstance(value, bytes) or len(value) != length:
        raise _invalid()
    return value


def _require(condition: object) -> None:
    if not condition:
        raise _invalid()


def _invalid() -> ProofError:
    return ProofError("invalid_proof_value", "The ecdsa-sd-2023 proof value is not made as the standard says.")
