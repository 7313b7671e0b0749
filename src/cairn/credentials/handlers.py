# SPDX-License-Identifier: Apache-2.0
"""Handlers of events from below."""

from __future__ import annotations

from uuid import UUID

from cairn.accounts.events import EmailVerified
from cairn.achievements.selectors import get_version
from cairn.assessment.events import SubmissionDecided
from cairn.credentials.assessed import assessed_by
from cairn.credentials.models import AwardReason
from cairn.credentials.recipients import RecipientFacts
from cairn.credentials.services.awarding import award
from cairn.credentials.services.claims import attach_awards
from cairn.foundation.actors import SYSTEM
from cairn.foundation.events import handles

_AWARD = "award"


@handles(SubmissionDecided)
def award_what_was_earned(event: SubmissionDecided) -> None:
    """Award what an assessor has decided to award, once for each submission."""
    if event.outcome != _AWARD:
        return
    version, submission_id = get_version(UUID(event.version_id)), UUID(event.submission_id)
    award(
        version,
        RecipientFacts.of_person(UUID(event.learner_id)),
        acting=SYSTEM,
        reason=AwardReason.DECISION,
        submission_id=submission_id,
        assessed=assessed_by(submission_id, version),
    )


@handles(EmailVerified)
def attach_what_was_awarded_before(event: EmailVerified) -> None:
    """Give somebody what was awarded to their address before they had an account."""
    attach_awards(UUID(event.person_id), event.email, acting=SYSTEM)
