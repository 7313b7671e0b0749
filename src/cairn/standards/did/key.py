# SPDX-License-Identifier: Apache-2.0
"""did:key: an identifier that is its own public key.

Source: the did:key method, version 0.9, §3.
"""

from __future__ import annotations

from cairn.standards.did.document import DidDocument, Relationship, VerificationMethod
from cairn.standards.errors import CodecError, DidError
from cairn.standards.keys import PublicKey


def resolve_did_key(did: str) -> DidDocument:
    """Derive the document: one key, good for assertion and authentication.

    Raises DidError: invalid_did.
    """
    identifier = did.removeprefix("did:key:")
    try:
        key = PublicKey.from_multikey(identifier)
    except CodecError as error:
        raise DidError("invalid_did", f"This did:key holds no usable key: {error.detail}") from None
    if key.to_multikey() != identifier:
        raise DidError("invalid_did", "This did:key is not in its canonical form.")
    url = f"{did}#{identifier}"
    method = VerificationMethod(id=url, controller=did, key=key)
    return DidDocument(did, {url: method}, dict.fromkeys(Relationship, frozenset({url})))


def did_key_of(key: PublicKey) -> str:
    """Return the did:key of a public key."""
    return f"did:key:{key.to_multikey()}"
