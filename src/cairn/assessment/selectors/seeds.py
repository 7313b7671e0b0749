# SPDX-License-Identifier: Apache-2.0
"""What an assessor sees of a known work in the queue after rating it: what they would see of any work so rated."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from cairn.assessment.models import (
    Decision,
    DecisionKind,
    Outcome,
    Rating,
    RatingState,
    Submission,
    SubmissionState,
)
from cairn.assessment.selectors.rating import assess_standing
from cairn.foundation import clock

_STATES = {
    Outcome.AWARD: SubmissionState.PASSED,
    Outcome.RETURN: SubmissionState.RETURNED,
    Outcome.DECLINE: SubmissionState.NOT_PASSED,
}


def is_for_another(row: Submission, assessor_id: UUID) -> bool:
    """Say whether a work is a known one that was put in the queue for another assessor."""
    return row.anchor_id is not None and not Rating.objects.filter(submission=row, assessor_id=assessor_id).exists()


def for_another(assessor_id: UUID) -> Q:
    """Return the same as a condition on works."""
    own = Rating.objects.filter(assessor_id=assessor_id, submission__anchor__isnull=False)
    return Q(anchor__isnull=False) & ~Q(pk__in=own.values("submission_id"))


def disguise(row: Submission) -> Submission:
    """Let a known work that was rated look like any other; the row is not to be saved. Other rows stay as they are."""
    if row.anchor_id is None or row.state != SubmissionState.CLOSED:
        return row
    decision = find_pretended(row)
    row.state = _STATES[Outcome(decision.outcome)] if decision else SubmissionState.IN_REVIEW
    return row


def find_pretended(row: Submission) -> Decision | None:
    """Return the decision that the rating of a known work would have led to; it is stored nowhere.

    Where the work was to be rated twice, it seems to be with another assessor until it is due.
    """
    rating: Rating | None = Rating.objects.filter(submission=row, state=RatingState.FINAL).first()
    if rating is None or (row.seat_reasons and row.due_at is not None and clock.now() < row.due_at):
        return None
    rating.submission = row
    return _pretend(row, rating)


def _pretend(row: Submission, rating: Rating) -> Decision:
    standing = assess_standing(rating)
    outcome = _outcome(rating, standing.tries_left)
    return Decision(
        organization_id=row.organization_id,
        submission=row,
        round=rating.round,
        kind=DecisionKind.AGREED if row.seat_reasons else DecisionKind.ONE_RATING,
        raters=2 if row.seat_reasons else 1,
        outcome=outcome,
        percent=rating.percent,
        levels=rating.levels,
        comments=rating.comments,
        feedback=rating.feedback,
        reasons=[reason.to_json() for reason in standing.result.reasons],
        items_to_improve=rating.items_to_improve if outcome is Outcome.RETURN else [],
        tries_left=standing.tries_left,
        decided_at=row.decided_at or rating.changed_at,
    )


def _outcome(rating: Rating, tries_left: int | None) -> Outcome:
    if rating.passed:
        return Outcome.AWARD
    return Outcome.DECLINE if rating.begin_afresh or tries_left == 0 else Outcome.RETURN
