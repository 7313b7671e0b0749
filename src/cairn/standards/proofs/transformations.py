# SPDX-License-Identifier: Apache-2.0
"""The two ways from a JSON object to the bytes that are hashed."""

from __future__ import annotations

from cairn.standards.codecs import canonicalize_jcs
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.keys import KeyKind
from cairn.standards.types import JsonObject


def rdfc(document: JsonObject, kind: KeyKind, canonicalizer: Canonicalizer) -> bytes:
    """Return the canonical N-Quads: what the document means, in whatever form it is written.

    RDFC-1.0 names blank nodes by hashes; with a P-384 key these are SHA-384 too (ECDSA Cryptosuites 1.0 §3.2.3).
    """
    if kind is KeyKind.P384:
        return canonicalizer.canonicalize_full(document, hash_name="sha384").nquads
    return canonicalizer.canonicalize(document)


def jcs(document: JsonObject, kind: KeyKind, canonicalizer: Canonicalizer) -> bytes:
    """Return the canonical JSON: how the document is written (RFC 8785)."""
    del kind, canonicalizer  # a transformation of the same signature that needs neither
    return canonicalize_jcs(document)
