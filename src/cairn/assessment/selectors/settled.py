# SPDX-License-Identifier: Apache-2.0
"""What nobody is going to judge any more: only that may be shown to whoever could be asked to rate it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from django.db.models import Max, QuerySet

from cairn.assessment.deadlines import has_passed
from cairn.assessment.models import (
    Decision,
    DoubleRating,
    Moderation,
    ModerationKind,
    Outcome,
    Rating,
    RatingState,
    ResultSeen,
    Submission,
    SubmissionState,
)
from cairn.assessment.models.submission import WAITING
from cairn.assessment.selectors.agreement_report import planned_pairs
from cairn.assessment.selectors.calendar import calendar_for
from cairn.foundation import clock

_DONE: Final = (RatingState.FINAL, RatingState.SET_ASIDE)


def settled_pairs(achievement_id: UUID, digest: str) -> list[DoubleRating]:
    """Return the double ratings that count for a rubric, as time went by, but for works that may be rated again yet."""
    rows = planned_pairs(achievement_id, digest)
    if not rows:
        return []
    works = Submission.objects.filter(version__achievement_id=achievement_id)
    open_yet = appealable(works.values("pk"), rows[0].organization_id)
    open_yet.update(works.filter(state__in=WAITING).values_list("pk", flat=True))
    return [row for row in rows if row.submission_id not in open_yet]


def may_be_appealed(submission: Submission) -> bool:
    """Say whether the learner may appeal yet, so that somebody would rate the work anew."""
    return submission.pk in appealable([submission.pk], submission.organization_id)


def knows_result(submission: Submission, person_id: UUID | None) -> bool:
    """Say whether somebody was shown the result of the last round that was decided, or gave it."""
    decision = submission.decisions.order_by("-round", "-sequence").first()
    if decision is None or person_id is None:
        return False
    of_round = {"submission": submission, "round": decision.round}
    rated = Rating.objects.filter(**of_round, assessor_id=person_id, state__in=_DONE)
    return rated.exists() or ResultSeen.objects.filter(**of_round, person_id=person_id).exists()


def appealable(works: Collection[UUID] | QuerySet[Any, Any], organization_id: UUID) -> set[UUID]:
    """Return the works against which the learner may appeal yet: somebody is going to rate those anew.

    After a lock the time to appeal may begin anew, so it is taken to.
    """
    calendar = calendar_for(organization_id)
    steps = Moderation.objects.filter(kind=ModerationKind.UNLOCK, submission_id__in=works)
    unlocked = dict(steps.values_list("submission_id").annotate(Max("at")))
    lost = Decision.objects.filter(submission_id__in=works, superseded_at=None, appeal=None)
    rows = lost.exclude(outcome=Outcome.AWARD).exclude(submission__state=SubmissionState.PASSED)
    now, days = clock.now(), calendar.days_to_appeal
    return {
        work
        for work, decided_at, locked_at in rows.values_list("submission_id", "decided_at", "submission__locked_at")
        if locked_at or not has_passed(calendar.add(max(decided_at, unlocked.get(work, decided_at)), days), now)
    }
