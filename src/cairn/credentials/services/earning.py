# SPDX-License-Identifier: Apache-2.0
"""What was decided about a work, made good: awarded once, awarded anew where it was decided anew, taken back."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction

from cairn.achievements.selectors import get_version
from cairn.assessment.selectors import AssessmentFacts, find_assessment_facts
from cairn.credentials.assessed import assessed_by, freeze_provenance
from cairn.credentials.models import Award, AwardReason, AwardState, CredentialState
from cairn.credentials.recipients import RecipientFacts
from cairn.credentials.selectors import find_earned
from cairn.credentials.services.awarding import award
from cairn.credentials.services.changes import change_state
from cairn.credentials.services.following import award_anew
from cairn.credentials.services.issuing import lock_credentials
from cairn.credentials.services.reports import ensure_report
from cairn.foundation import audit
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.permissions import Permission

_PASSED: Final = "award"
_LONGEST_REASON: Final = 500


@transaction.atomic
def award_earned(submission_id: UUID, version_id: UUID, learner_id: UUID, *, acting: Actor) -> Award | None:
    """Award work that has passed, once for each decision; what does not pass any more by now is not awarded.

    Within the organization's scope. Raises PermissionDenied; Conflict: not_published.
    """
    facts = find_assessment_facts(submission_id)
    if facts is None or facts.outcome != _PASSED:
        return None
    held = find_earned(submission_id)
    if held is not None and not _is_out_of_date(held, facts):
        return held
    version = get_version(version_id)
    report = ensure_report(version, facts.rubric_digest, acting=acting)
    assessed = assessed_by(facts, version, freeze_provenance(facts, version, report))
    if held is not None:
        return award_anew(held, assessed, acting=acting)
    recipient = RecipientFacts.of_person(learner_id)
    return award(
        version,
        recipient,
        acting=acting,
        reason=AwardReason.DECISION,
        submission_id=submission_id,
        assessed=assessed,
    )


@transaction.atomic
def withdraw_earned(submission_id: UUID, *, reason: str, acting: Actor) -> Award | None:
    """Take back what was awarded for work that does not pass any more: revoke it and tell its holder why.

    What was not signed yet is undone instead. Within the organization's scope. Raises PermissionDenied.
    """
    held = find_earned(submission_id)
    facts = find_assessment_facts(submission_id)
    if held is None or (facts is not None and facts.outcome == _PASSED):
        return None
    require(acting, Permission.AWARDS_REVOKE, held.organization_id)
    words = " ".join(reason.split())[:_LONGEST_REASON]
    # Whoever is about to sign it waits here, or is waited for.
    [credential] = lock_credentials([held.pk])
    if credential.issued_at is not None:
        change_state([held.pk], CredentialState.REVOKED, reason=words, acting=acting)
    elif credential.award.state != AwardState.UNDONE:
        Award.objects.filter(pk=held.pk).update(state=AwardState.UNDONE)
        audit.record("award.undone", held, acting=acting, organization_id=held.organization_id, reason=words)
    return held


def _is_out_of_date(held: Award, facts: AssessmentFacts) -> bool:
    """Say whether an award rests on another decision than the one that holds; of older awards that is not known."""
    decision = held.provenance.get("decision")
    has_ended = held.state == AwardState.UNDONE or held.credential.state == CredentialState.REVOKED
    is_known = decision is not None or has_ended
    return is_known and decision != str(facts.decision_id)
