# SPDX-License-Identifier: Apache-2.0
"""Verification of what was issued here, with nothing but what this server itself would answer."""

from __future__ import annotations

from cairn.credentials.own_documents import OwnDids, find_own_document
from cairn.foundation import clock
from cairn.standards.did import DidResolver
from cairn.standards.errors import ResourceUnavailable
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.verify import VerificationPolicy, VerificationReport, VerificationTools, verify

_CANONICALIZER = Canonicalizer()


def fetch_own(url: str) -> bytes:
    """Return what this server has at an address. Raises ResourceUnavailable."""
    found = find_own_document(url)
    if found is None:
        raise ResourceUnavailable(url, f"{url} does not answer.", code="fetch_failed")
    return found


def judge(document: bytes | memoryview[int]) -> VerificationReport:
    """Verify a credential as of now."""
    tools = VerificationTools(_CANONICALIZER, DidResolver(fetch=fetch_own, documents=OwnDids()), fetch_own)
    return verify(bytes(document), VerificationPolicy(at=clock.now()), tools)


def codes(document: bytes | memoryview[int]) -> set[str]:
    """Return the codes of the checks that failed or are open."""
    return {check.code for check in judge(document).checks if check.outcome.value in ("failed", "not_run")}
