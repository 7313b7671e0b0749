# SPDX-License-Identifier: Apache-2.0
"""What a verification may rely on: the time, whom it trusts, and the two things that come from outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from cairn.standards.did import DidResolver
from cairn.standards.did.resolver import offline
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.types import FetchDocument

LastKnown: TypeAlias = Callable[[str], tuple[bytes, datetime] | None]
"""Returns the copy of a document that was had before, and when, or None."""


def nothing_known(url: str) -> None:
    """Stand in where no earlier copies are kept."""
    del url


@dataclass(frozen=True, slots=True)
class VerificationPolicy:
    """What is asked of a credential.

    `at` is the moment to judge by. `recipient` is an identifier that the credential must have been awarded to.
    `trusted_status_issuers` may sign status lists of other issuers. `bind_issuer` is off only for conformance suites,
    whose credentials are not signed by the issuer they name; `inline_contexts` likewise. `strict` lets every rule of
    Open Badges decide, not only those that make a credential doubtful: what we are about to issue ourselves.
    `follow_evaluations` is off for a report on reliability itself, so that one report never leads to the next.
    """

    at: datetime
    recipient: str | None = None
    trusted_status_issuers: frozenset[str] = frozenset()
    bind_issuer: bool = True
    inline_contexts: bool = False
    strict: bool = False
    challenge: str | None = None
    domain: str | None = None
    follow_evaluations: bool = True


@dataclass(frozen=True, slots=True)
class VerificationTools:
    """What a verification uses: canonicalization with its cached plans, and documents from outside."""

    canonicalizer: Canonicalizer = field(default_factory=Canonicalizer)
    resolver: DidResolver = field(default_factory=DidResolver)
    fetch: FetchDocument = offline
    last_known: LastKnown = nothing_known
