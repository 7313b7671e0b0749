# SPDX-License-Identifier: Apache-2.0
"""Opaque ids and secret tokens."""

from __future__ import annotations

import hashlib
import secrets
import uuid

from cairn.standards.codecs import encode_base58btc


def new_id() -> uuid.UUID:
    """Return a fresh id that tells nothing about when, where or how many."""
    return uuid.uuid4()


def new_token(size: int = 16) -> str:
    """Return a secret for a link: `size` random bytes as base58btc, which survives being read aloud and clicked."""
    return encode_base58btc(secrets.token_bytes(size))


def digest_token(token: str) -> str:
    """Return what is stored in the place of a token, so that a copy of the database opens no link."""
    return hashlib.sha256(token.encode()).hexdigest()
