# SPDX-License-Identifier: Apache-2.0
"""did:jwk: an identifier that is a JSON Web Key.

Source: the did:jwk method specification.
"""

from __future__ import annotations

from cairn.standards.codecs import decode_base64url, parse_json
from cairn.standards.did.document import DidDocument, Relationship, VerificationMethod
from cairn.standards.errors import CodecError, DidError
from cairn.standards.jose.jwk import read_jwk


def resolve_did_jwk(did: str) -> DidDocument:
    """Derive the document: one key named `#0`.

    Raises DidError: invalid_did; ProofError: weak_key.
    """
    try:
        key = read_jwk(parse_json(decode_base64url(did.removeprefix("did:jwk:"))))
    except CodecError as error:
        raise DidError("invalid_did", f"This did:jwk holds no usable key: {error.detail}") from None
    url = f"{did}#0"
    method = VerificationMethod(id=url, controller=did, key=key)
    return DidDocument(did, {url: method}, dict.fromkeys(Relationship, frozenset({url})))
