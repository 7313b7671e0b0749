# SPDX-License-Identifier: Apache-2.0
"""Related resources: files elsewhere that an issuer vouches for by their digest.

Nothing is fetched: a resource is compared if it is one of the pinned contexts, and left alone if it is not.
Source: Verifiable Credentials Data Model 2.0 §5.3, Subresource Integrity §3.1, Data Integrity 1.0 §2.6.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from cairn.standards.codecs import decode_multibase
from cairn.standards.errors import CodecError
from cairn.standards.findings import Finding, pointer
from cairn.standards.jsonld import PINNED, ContextStore
from cairn.standards.types import Json, JsonObject

_SRI: Final = {"sha512": hashlib.sha512, "sha384": hashlib.sha384, "sha256": hashlib.sha256}
"""The algorithms of digestSRI, the strongest first: only the strongest that is given counts."""

_MULTIHASH: Final = {b"\x12\x20": hashlib.sha256, b"\x20\x30": hashlib.sha384, b"\x13\x40": hashlib.sha512}


def related_digests(credential: JsonObject, store: ContextStore = PINNED) -> Iterator[Finding]:
    """Find the related resources whose digest is not that of the document at hand."""
    value = credential.get("relatedResource", [])
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        steps = ("relatedResource", index) if isinstance(value, list) else ("relatedResource",)
        for path in _mismatches(item, store, pointer("", *steps)):
            yield Finding("digest_mismatch", path, "The digest of a related resource is not that of the file at hand.")


def _mismatches(resource: Json, store: ContextStore, path: str) -> Iterator[str]:
    if not isinstance(resource, dict) or not isinstance(resource.get("id"), str) or resource["id"] not in store:
        return
    content = store.read(resource["id"])
    if "digestSRI" in resource and not _matches_sri(resource["digestSRI"], content):
        yield f"{path}/digestSRI"
    if "digestMultibase" in resource and not _matches_multibase(resource["digestMultibase"], content):
        yield f"{path}/digestMultibase"


def _matches_sri(value: Json, content: bytes) -> bool:
    items = [item.partition("?")[0].partition("-") for item in value.split()] if isinstance(value, str) else []
    for name, digest in _SRI.items():
        given = [text for algorithm, _, text in items if algorithm == name]
        if given:
            return any(_base64(text) == _hashed(digest, content) for text in given)
    return False


def _matches_multibase(value: Json, content: bytes) -> bool:
    try:
        multihash = decode_multibase(value)
    except CodecError:
        return False
    digest = _MULTIHASH.get(multihash[:2])
    return digest is not None and multihash[2:] == _hashed(digest, content)


@lru_cache(maxsize=64)
def _hashed(digest: Callable[[bytes], hashlib._Hash], content: bytes) -> bytes:
    """Hash a pinned document; one that is named many times is hashed once."""
    return digest(content).digest()


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:  # what is not ASCII raises this, and not its kin binascii.Error
        return b""
