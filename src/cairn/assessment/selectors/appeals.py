# SPDX-License-Identifier: Apache-2.0
"""Appeals: whether one can be filed, how those that were filed stand, and how often they changed a result."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from cairn.assessment.deadlines import Calendar, has_passed
from cairn.assessment.errors import no_such_submission
from cairn.assessment.models import (
    OPEN,
    WAITING,
    Appeal,
    AppealState,
    Decision,
    Moderation,
    ModerationKind,
    Outcome,
    Rating,
    Submission,
    SubmissionState,
)
from cairn.assessment.rates import Rate
from cairn.assessment.selectors.calendar import calendar_for
from cairn.foundation import clock
from cairn.foundation.scopes import organization_scope

_DECIDED_AGAINST: Final = (SubmissionState.RETURNED, SubmissionState.NOT_PASSED)


class WhyNoAppeal(StrEnum):
    """Why no appeal can be filed against a decision."""

    PASSED = "passed"
    OVER = "over"
    APPEALED = "appealed"
    NOT_LAST = "not_last"
    HANDED_IN = "handed_in"
    BEGUN_AGAIN = "begun_again"
    PASSED_SINCE = "passed_since"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class AppealChance:
    """Whether an appeal can be filed: until which day, when its answer is due, or why not; and the one there is."""

    until: datetime
    due_at: datetime
    why: WhyNoAppeal | None
    appeal: Appeal | None = None

    @property
    def is_open(self) -> bool:
        """Whether an appeal can be filed now."""
        return self.why is None


def find_appeal_chance(submission: Submission, decision: Decision) -> AppealChance:
    """Return whether the learner can appeal against a decision now."""
    with organization_scope(submission.organization_id):
        calendar = calendar_for(submission.organization_id)
        until = calendar.add(_begins(submission, decision, calendar), calendar.days_to_appeal)
    appeal: Appeal | None = Appeal.objects.filter(decision=decision).first()
    due_at = calendar.add(clock.now(), calendar.days_to_decide)
    return AppealChance(until, due_at, _why_not(submission, decision, until, appeal), appeal)


def list_appeals_of(submission: Submission) -> list[Appeal]:
    """Return the appeals on a piece of work, the newest first."""
    return list(submission.appeals.select_related("decision").order_by("-filed_at"))


def get_appeal(appeal_id: UUID) -> Appeal:
    """Return an appeal with its work, within the scope of the moment. Raises NotFound."""
    rows = Appeal.objects.select_related("decision", "submission__version__achievement", "submission__organization")
    row: Appeal | None = rows.filter(pk=appeal_id).first()
    if row is None:
        raise no_such_submission()
    return row


def find_appeal_rating(appeal: Appeal) -> Rating | None:
    """Return what the other assessor gave, once the appeal is decided."""
    with organization_scope(appeal.organization_id):
        row: Rating | None = Rating.objects.filter(pk=appeal.rating_id).first()
    return row


def list_appeals() -> list[Appeal]:
    """Return the appeals of the scope: those that wait, what is due first first, then the others, newest first."""
    rows = Appeal.objects.select_related("decision", "submission__version")
    waiting = rows.filter(state=AppealState.WAITING).order_by("due_at", "pk")
    return [*waiting, *rows.exclude(state=AppealState.WAITING).order_by("-filed_at", "pk")]


def count_appeals_by_organization() -> dict[UUID, int]:
    """Count the appeals that wait in each organization of the scope, in one query."""
    waiting = Appeal.objects.filter(state=AppealState.WAITING)
    return dict(Counter(waiting.values_list("organization_id", flat=True)))


def appeal_rates(organization_id: UUID) -> Rate:
    """Return how many appeals were decided at an organization and how many of them changed the result."""
    with organization_scope(organization_id):
        rows = Appeal.objects.filter(organization_id=organization_id)
        states = Counter(rows.values_list("state", flat=True))
    changed = states[AppealState.OVERTURNED]
    return Rate(total=changed + states[AppealState.UPHELD], part=changed)


def _why_not(submission: Submission, decision: Decision, until: datetime, appeal: Appeal | None) -> WhyNoAppeal | None:
    if decision.outcome == Outcome.AWARD or submission.state == SubmissionState.PASSED:
        return WhyNoAppeal.PASSED
    if appeal is not None:
        return WhyNoAppeal.APPEALED
    if submission.state in WAITING:
        return WhyNoAppeal.HANDED_IN
    if decision.superseded_at is not None or not _is_last(submission, decision):
        return WhyNoAppeal.NOT_LAST
    return _why_not_now(submission, until)


def _why_not_now(submission: Submission, until: datetime) -> WhyNoAppeal | None:
    if submission.locked_at is not None:
        return WhyNoAppeal.LOCKED
    if has_passed(until, clock.now()):
        return WhyNoAppeal.OVER
    if has_begun_again(submission):
        return WhyNoAppeal.BEGUN_AGAIN
    return WhyNoAppeal.PASSED_SINCE if has_passed_again(submission) else None


def _begins(submission: Submission, decision: Decision, calendar: Calendar) -> datetime:
    """Return from when the time to appeal is counted: anew after a lock that came while it ran, as nobody could."""
    kinds = (ModerationKind.LOCK, ModerationKind.UNLOCK)
    steps = Moderation.objects.filter(submission=submission, kind__in=kinds, at__gt=decision.decided_at)
    begins, ran = decision.decided_at, True
    for step in steps.order_by("at"):
        if step.kind == ModerationKind.LOCK:
            ran = not has_passed(calendar.add(begins, calendar.days_to_appeal), step.at)
        elif ran:
            begins = step.at
    return begins


def _is_last(submission: Submission, decision: Decision) -> bool:
    later = submission.decisions.filter(superseded_at=None, round__gt=decision.round)
    return submission.state in _DECIDED_AGAINST and not later.exists()


def has_begun_again(submission: Submission) -> bool:
    """Say whether the learner has other work open on the same version."""
    return _others(submission).filter(state__in=OPEN).exists()


def has_passed_again(submission: Submission) -> bool:
    """Say whether other work of the learner on the same version has passed: one credential comes of a version."""
    return _others(submission).filter(state=SubmissionState.PASSED).exists()


def _others(submission: Submission) -> QuerySet[Submission]:
    rows: QuerySet[Submission] = Submission.objects.filter(
        version_id=submission.version_id, learner_id=submission.learner_id
    )
    return rows.exclude(pk=submission.pk)
