# SPDX-License-Identifier: Apache-2.0
"""Where the command line gets documents from: those given on the command line, then the network, if it may."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from cairn.cli.clock import now
from cairn.cli.inputs import read_bytes, read_object
from cairn.cli.problems import CommandError
from cairn.foundation.fetch import AllowedHosts, GuardedFetch, Network, RememberingFetch
from cairn.standards.did.resolver import offline as offline_fetch
from cairn.standards.types import FetchDocument, JsonObject
from cairn.standards.verify.policy import LastKnown, nothing_known


@dataclass(frozen=True, slots=True)
class Documents:
    """Documents by address: given ones first, then fetched ones; DID documents by their DID."""

    given: dict[str, bytes]
    online: FetchDocument
    last_known: LastKnown
    dids: dict[str, JsonObject] = field(default_factory=dict)

    def fetch(self, url: str) -> bytes:
        """Return the document at an address. Raises ResourceUnavailable."""
        return self.given[url] if url in self.given else self.online(url)


def open_documents(pairs: list[tuple[str, Path]], *, offline: bool) -> Documents:
    """Read the given documents and set up the fetch. Raises CommandError."""
    dids = {url: read_object(path) for url, path in pairs if url.startswith("did:")}
    given = {url: read_bytes(path) for url, path in pairs}
    if offline:
        return Documents(given, offline_fetch, nothing_known, dids)
    fetch = RememberingFetch(GuardedFetch(Network(allowed=allowed_hosts())), _cache_folder(), now)
    return Documents(given, fetch, fetch.last_known, dids)


def allowed_hosts() -> AllowedHosts:
    """Return the hosts of `CAIRN_FETCH_ALLOW`. Raises CommandError."""
    try:
        return AllowedHosts.parse(os.environ.get("CAIRN_FETCH_ALLOW", ""))
    except ValueError as error:
        raise CommandError(str(error)) from None


def _cache_folder() -> Path:
    """Return where last good copies are kept: `CAIRN_CACHE`, or the user's cache folder."""
    chosen = os.environ.get("CAIRN_CACHE")
    return Path(chosen) if chosen else Path.home() / ".cache" / "cairn" / "documents"
