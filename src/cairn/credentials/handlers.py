# SPDX-License-Identifier: Apache-2.0
"""Handlers of events from below."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from cairn.accounts.events import EmailVerified
from cairn.assessment.events import DecisionOverturned, SubmissionDecided
from cairn.credentials.services.claims import attach_awards
from cairn.credentials.services.earning import award_earned, withdraw_earned
from cairn.foundation.actors import SYSTEM
from cairn.foundation.events import handles

_PASSED: Final = "award"


@handles(SubmissionDecided)
def award_what_was_earned(event: SubmissionDecided) -> None:
    """Award what an assessor has decided to award, once for each decision."""
    if event.outcome == _PASSED:
        award_earned(UUID(event.submission_id), UUID(event.version_id), UUID(event.learner_id), acting=SYSTEM)


@handles(DecisionOverturned)
def take_back_what_was_overturned(event: DecisionOverturned) -> None:
    """Take back what was awarded by a decision that does not hold any more."""
    withdraw_earned(UUID(event.submission_id), reason=event.reason, acting=SYSTEM)


@handles(EmailVerified)
def attach_what_was_awarded_before(event: EmailVerified) -> None:
    """Give somebody what was awarded to their address before they had an account."""
    attach_awards(UUID(event.person_id), event.email, acting=SYSTEM)
