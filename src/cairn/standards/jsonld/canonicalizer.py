# SPDX-License-Identifier: Apache-2.0
"""The one door to canonical forms: what proofs hash and sign. Source: Data Integrity EdDSA Cryptosuites 1.0 §3.2.3."""

from __future__ import annotations

from cairn.standards.jsonld.context_processor import ContextProcessor
from cairn.standards.jsonld.rdfc import CanonicalDataset, HashName, canonicalize_quads
from cairn.standards.jsonld.store import PINNED, ContextStore
from cairn.standards.jsonld.to_rdf import to_rdf
from cairn.standards.types import JsonObject


class Canonicalizer:
    """Canonicalizes documents: safe mode, pinned contexts, RDFC-1.0 with its work limit.

    `allow_inline` accepts contexts written into documents, for conformance suites only.
    """

    def __init__(self, *, store: ContextStore = PINNED, allow_inline: bool = False) -> None:
        self._contexts = ContextProcessor(store, allow_inline=allow_inline)

    @property
    def contexts(self) -> ContextProcessor:
        """The context processing that this canonicalizer uses, for `to_rdf` and `locate_nodes`."""
        return self._contexts

    def canonicalize(self, document: JsonObject) -> bytes:
        """Return the canonical N-Quads of a document.

        Raises JsonLdError as `to_rdf` does, and work_limit.
        """
        return self.canonicalize_full(document).nquads

    def canonicalize_full(self, document: JsonObject, *, hash_name: HashName = "sha256") -> CanonicalDataset:
        """Run the full algorithm and return the canonical lines with the labels of the blank nodes.

        Raises JsonLdError as `to_rdf` does, and work_limit.
        """
        return canonicalize_quads(to_rdf(document, contexts=self._contexts), hash_name=hash_name)
