# SPDX-License-Identifier: Apache-2.0
"""One resolver for every DID method that is supported."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from cairn.standards.did.document import DidDocument, read_did_document
from cairn.standards.did.jwk import resolve_did_jwk
from cairn.standards.did.key import resolve_did_key
from cairn.standards.did.web import fetch_document, resolve_did_web
from cairn.standards.errors import DidError, ResourceUnavailable
from cairn.standards.types import FetchDocument, JsonObject

_WEB: Final = re.compile(r"https://(?P<site>[A-Za-z0-9.-]+(?::[0-9]{1,5})?)(?:[/?][^\\@\s]*)?")
"""An https address whose host nobody can misread: without a user name, which could look like one."""


def split_did_url(url: str) -> tuple[str, str]:
    """Split the URL of a key into the identifier that controls it and its fragment (empty where there is none).

    The identifier is a DID or an https address of a controlled identifier document.
    Raises DidError: invalid_did for anything else, and for a DID with a path or a query.
    """
    identifier, _, fragment = url.partition("#")
    plain_did = identifier.startswith("did:") and not any(character in identifier for character in "/?\\ ")
    if not plain_did and not _WEB.fullmatch(identifier):
        raise DidError("invalid_did", f"{url[:80]!r} is neither a decentralized identifier nor an https address.")
    return identifier, fragment


def site_of(identifier: str) -> str:
    """Return the host (and port) that publishes a did:web or https identifier, as it is written; else an empty text."""
    web = _WEB.fullmatch(identifier)
    if web is not None:
        return web["site"]
    did = identifier.removeprefix("did:web:")
    return did.partition(":")[0].replace("%3A", ":") if did != identifier else ""


def offline(url: str) -> bytes:
    """Stand in for a fetch where there is no network: every document is unavailable."""
    raise ResourceUnavailable(
        url, f"{url} was not fetched, because this check ran without the network.", code="offline"
    )


@dataclass(slots=True)
class DidResolver:
    """Resolves did:key and did:jwk by computation, did:web and https identifiers through the fetch that was passed in.

    `documents` are documents known beforehand, keyed by their identifier; they are read, never fetched. Each DID is
    resolved once in the life of a resolver, so a batch asks an issuer's host one time.
    """

    fetch: FetchDocument = offline
    documents: dict[str, JsonObject] = field(default_factory=dict)
    _resolved: dict[str, DidDocument] = field(default_factory=dict)

    def resolve(self, did: str) -> DidDocument:
        """Return the document of a DID.

        Raises DidError: invalid_did, unsupported_did_method, did_mismatch, invalid_did_document;
        ProofError: weak_key; ResourceUnavailable.
        """
        document = self._resolved.get(did)
        if document is None:
            document = self._resolved[did] = self._resolve(did)
        return document

    def _resolve(self, did: str) -> DidDocument:
        if did in self.documents:
            return read_did_document(self.documents[did], did)
        method = did.split(":", 2)[1] if did.startswith("did:") else ""
        if method == "key":
            return resolve_did_key(did)
        if method == "jwk":
            return resolve_did_jwk(did)
        if method == "web":
            return resolve_did_web(did, self.fetch)
        if did.startswith("https://"):
            return fetch_document(did, did, self.fetch)
        raise DidError("unsupported_did_method", f"{did[:80]} uses a DID method that is not supported.")
