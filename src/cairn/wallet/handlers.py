# SPDX-License-Identifier: Apache-2.0
"""Handlers of events from below."""

from __future__ import annotations

from uuid import UUID

from cairn.credentials.events import CredentialIssued
from cairn.foundation.events import handles
from cairn.wallet.services import receive


@handles(CredentialIssued)
def receive_issued(event: CredentialIssued) -> None:
    """Put what was signed for a known person into their hands; what nobody has claimed yet waits."""
    if event.person_id is not None:
        receive(UUID(event.award_id), UUID(event.person_id))
