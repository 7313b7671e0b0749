# SPDX-License-Identifier: Apache-2.0
"""base64url without padding, in its one canonical form.

Two texts that decode to the same bytes would make one signed credential look like two, so padding, white space and
unused trailing bits are refused. Source: RFC 4648 §3.5 and §5, RFC 7515 §2.
"""

from __future__ import annotations

import base64
import binascii

from cairn.standards.errors import CodecError


def encode_base64url(data: bytes) -> str:
    """Encode bytes without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode_base64url(text: str) -> bytes:
    """Decode canonical, unpadded text.

    Raises CodecError: invalid_base64url, non_canonical_base64url.
    """
    try:
        data = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise CodecError("invalid_base64url", "The text is not base64url.") from None
    if encode_base64url(data) != text:
        raise CodecError("non_canonical_base64url", "The base64url text is not in its canonical form.")
    return data
