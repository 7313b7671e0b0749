# SPDX-License-Identifier: Apache-2.0
"""Multibase: bytes as text with a first character that names the base.

Data Integrity uses two bases: `z` (base58btc) and `u` (base64url without padding).
Source: Controlled Identifiers 1.0 §2.4.
"""

from __future__ import annotations

from typing import Literal

from cairn.standards.codecs.base58 import decode_base58btc, encode_base58btc
from cairn.standards.codecs.base64url import decode_base64url, encode_base64url
from cairn.standards.errors import CodecError


def encode_multibase(data: bytes, *, base: Literal["z", "u"] = "z") -> str:
    """Encode bytes as base58btc (`z`) or base64url (`u`)."""
    return "z" + encode_base58btc(data) if base == "z" else "u" + encode_base64url(data)


def decode_multibase(text: object, *, allowed: str = "zu") -> bytes:
    """Decode a text in one of the allowed bases.

    Raises CodecError: invalid_multibase, and those of the bases.
    """
    if not isinstance(text, str) or not text:
        raise CodecError("invalid_multibase", "A multibase value must be a text that is not empty.")
    if text[0] not in allowed:
        names = " or ".join(f"'{base}'" for base in allowed)
        raise CodecError("invalid_multibase", f"A multibase value must begin with {names} here.")
    return decode_base58btc(text[1:]) if text[0] == "z" else decode_base64url(text[1:])
