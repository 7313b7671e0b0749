# SPDX-License-Identifier: Apache-2.0
"""The JSON Canonicalization Scheme, RFC 8785."""

from __future__ import annotations

import rfc8785

from cairn.standards.errors import CodecError
from cairn.standards.types import Json


def canonicalize_jcs(value: Json) -> bytes:
    """Return the one canonical UTF-8 form of parsed JSON.

    Raises CodecError: not_canonicalizable (integers from ±2^53 on, NaN, lone surrogates).
    """
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise CodecError("not_canonicalizable", f"The JSON has no canonical form: {error}") from None
