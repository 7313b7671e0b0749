# SPDX-License-Identifier: Apache-2.0
"""The one policy of the platform, and where documents come from: our own from the database, others by guarded fetch."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.conf import settings

from cairn.credentials.own_documents import OwnDids, find_own_document
from cairn.foundation import clock
from cairn.foundation.fetch import AllowedHosts, GuardedFetch, Network, RememberingFetch
from cairn.standards.did import DidResolver
from cairn.standards.errors import ResourceUnavailable
from cairn.standards.types import FetchDocument
from cairn.standards.verify import VerificationPolicy, VerificationTools

COPIES: Final = "fetched"
MOST_SECONDS: Final = 12.0
_network: ContextVar[FetchDocument | None] = ContextVar("network", default=None)


@dataclass(slots=True)
class ImpatientFetch:
    """Fetches until all hosts together have taken their time.

    An archive may name hundreds of hosts, and each may keep us waiting for as long as one may. Source: OWASP ASVS 5.0
    15.2.2.
    """

    fetch: FetchDocument
    seconds: float
    _used: float = field(default=0.0, init=False)

    def __call__(self, url: str) -> bytes:
        """Return the document at an address. Raises ResourceUnavailable."""
        if self._used >= self.seconds:
            detail = f"{url[:200]!a} was not fetched: the hosts before it took too long. Check fewer at once."
            raise ResourceUnavailable(url, detail, code="fetch_too_slow")
        began = time.monotonic()
        try:
            return self.fetch(url)
        finally:
            self._used += time.monotonic() - began


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of one request: each is asked for once; what this very server publishes needs no network."""

    others: RememberingFetch

    def fetch(self, url: str) -> bytes:
        """Return the document at an address. Raises ResourceUnavailable."""
        own = find_own_document(url)
        return self.others(url) if own is None else own

    def fetch_once(self, url: str) -> bytes:
        """Return what stands at an address that somebody brought; it may be about a person, so no copy is kept.

        Raises ResourceUnavailable.
        """
        return self.others.fetch(url)

    def tools(self) -> VerificationTools:
        """Return what a verification uses.

        The canonicalizer is new each time: what strangers write into documents must not stay in memory.
        """
        return VerificationTools(
            resolver=DidResolver(fetch=self.fetch, documents=OwnDids()),
            fetch=self.fetch,
            last_known=self.others.last_known,
        )


def open_documents(*, seconds: float = MOST_SECONDS) -> Documents:
    """Return the documents of one request; last good copies of others' are kept in a folder that requests share.

    `seconds` are what the hosts of others may take together.
    """
    fetch = ImpatientFetch(_network.get() or _guarded(), seconds)
    return Documents(RememberingFetch(fetch, settings.CAIRN_DATA / COPIES, clock.now, keeps=_is_about_nobody))


@contextmanager
def through(fetch: FetchDocument) -> Iterator[None]:
    """Run a block with another way to the documents of others: a test's, or that of a closed network."""
    token = _network.set(fetch)
    try:
        yield
    finally:
        _network.reset(token)


def _is_about_nobody(data: bytes) -> bool:
    """Say whether a document may be kept: keys and lists may, a hosted badge of Open Badges 1 or 2 names its earner."""
    return b'"recipient"' not in data


def _guarded() -> GuardedFetch:
    return GuardedFetch(Network(allowed=AllowedHosts.parse(settings.CAIRN_FETCH_ALLOW)))


def policy(at: datetime | None = None) -> VerificationPolicy:
    """Return the one policy by which everything is judged here."""
    return VerificationPolicy(at=at or clock.now())
