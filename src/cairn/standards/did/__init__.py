# SPDX-License-Identifier: Apache-2.0
"""Decentralized identifiers: did:key, did:jwk and did:web, with the history of their keys."""

from cairn.standards.did.document import DidDocument, KeyState, Relationship, VerificationMethod, read_did_document
from cairn.standards.did.resolver import DidResolver, site_of, split_did_url

__all__ = [
    "DidDocument",
    "DidResolver",
    "KeyState",
    "Relationship",
    "VerificationMethod",
    "read_did_document",
    "site_of",
    "split_did_url",
]
