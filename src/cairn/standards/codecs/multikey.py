# SPDX-License-Identifier: Apache-2.0
"""Multikey: a public or secret key as Multibase text with a two-byte header that names its kind.

Source: Controlled Identifiers 1.0 §2.2.2 (Multikey).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cairn.standards.codecs.multibase import decode_multibase, encode_multibase
from cairn.standards.errors import CodecError

_HEADERS: Final = {
    "ed25519-pub": b"\xed\x01",
    "p256-pub": b"\x80\x24",
    "p384-pub": b"\x81\x24",
    "ed25519-priv": b"\x80\x26",
    "p256-priv": b"\x86\x26",
    "p384-priv": b"\x87\x26",
}
_LENGTHS: Final = {
    "ed25519-pub": 32,
    "p256-pub": 33,
    "p384-pub": 49,
    "ed25519-priv": 32,
    "p256-priv": 32,
    "p384-priv": 48,
}
_KINDS: Final = {header: kind for kind, header in _HEADERS.items()}


@dataclass(frozen=True, slots=True)
class Multikey:
    """A key's kind (`ed25519-pub`, `p256-pub`, `p384-pub` or the same with `-priv`) and its raw bytes.

    Elliptic-curve public keys are compressed points.
    """

    kind: str
    raw: bytes


def encode_multikey(key: Multikey) -> str:
    """Write a key as base58btc Multibase.

    Raises CodecError: unknown_key_kind, invalid_key_length.
    """
    if key.kind not in _HEADERS:
        raise CodecError("unknown_key_kind", f"There is no Multikey header for a key of kind '{key.kind}'.")
    _check_length(key)
    return encode_multibase(_HEADERS[key.kind] + key.raw)


def decode_multikey(text: object) -> Multikey:
    """Read a key.

    Raises CodecError: invalid_multibase, unknown_key_kind, invalid_key_length.
    """
    data = decode_multibase(text, allowed="z")
    kind = _KINDS.get(data[:2])
    if kind is None:
        raise CodecError("unknown_key_kind", "The Multikey header names a kind of key that is not supported here.")
    key = Multikey(kind, data[2:])
    _check_length(key)
    return key


def _check_length(key: Multikey) -> None:
    expected = _LENGTHS[key.kind]
    if len(key.raw) != expected:
        raise CodecError("invalid_key_length", f"A {key.kind} key has {expected} bytes, this one {len(key.raw)}.")
