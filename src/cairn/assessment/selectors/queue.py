# SPDX-License-Identifier: Apache-2.0
"""The queue of an organization: what one assessor holds, what waits, what is due. Nobody's name stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import itemgetter
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from cairn.assessment.aliases import alias_of
from cairn.assessment.deadlines import working_days_until
from cairn.assessment.errors import no_such_submission
from cairn.assessment.models import WAITING, Rating, RatingState, Submission, SubmissionState
from cairn.foundation import clock


class DueMark(StrEnum):
    """Which dates get a mark: late, and due by the next working day. The rest are plain."""

    LATE = "late"
    SOON = "soon"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What an assessor wants to see: one achievement, or what is due soon."""

    achievement_id: UUID | None = None
    only_due: bool = False

    def matches(self, row: Submission) -> bool:
        """Say whether a piece of work is wanted."""
        return self.achievement_id in (None, row.version.achievement_id)

    def takes(self, line: QueueLine) -> bool:
        """Say whether a line is wanted, by when it is due."""
        return not self.only_due or line.mark is not DueMark.PLAIN


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One line: whose work by a code, of what, how far the rating is, and until when."""

    id: UUID
    alias: str
    name: str
    attempt: int
    round: int
    rated: int
    criteria: int
    is_begun: bool
    due_at: datetime
    days_left: int
    mark: DueMark


@dataclass(frozen=True, slots=True)
class Queue:
    """What an assessor holds, what waits for anybody, how much others hold, and how much is the assessor's own work."""

    mine: tuple[QueueLine, ...]
    waiting: tuple[QueueLine, ...]
    with_others: int
    own: int
    achievements: tuple[tuple[UUID, str, int], ...]

    @property
    def lines(self) -> tuple[QueueLine, ...]:
        """Everything that the assessor can rate."""
        return (*self.mine, *self.waiting)


def list_queue(assessor_id: UUID, wanted: QueueFilter | None = None) -> Queue:
    """Return the queue within the organization's scope as one assessor sees it, what is due first first."""
    wanted = wanted or QueueFilter()
    rows = _waiting_rows()
    held = _held()
    others = {pk for pk, rating in held.items() if rating.assessor_id != assessor_id}
    free = [row for row in rows if row.pk not in others and row.learner_id != assessor_id]
    lines = [line for line in map(_liner(held), filter(wanted.matches, free)) if wanted.takes(line)]
    return Queue(
        mine=tuple(line for line in lines if line.id in held),
        waiting=tuple(line for line in lines if line.id not in held),
        with_others=sum(row.pk in others for row in rows),
        own=sum(row.learner_id == assessor_id for row in rows),
        achievements=_achievements(free),
    )


def count_queue() -> int:
    """Count the work that waits to be rated in the scope, held or not."""
    return Submission.objects.filter(state__in=WAITING).count()


def count_queue_by_organization() -> dict[UUID, int]:
    """Count the work that waits to be rated in each organization of the scope, in one query."""
    return dict(Counter(Submission.objects.filter(state__in=WAITING).values_list("organization_id", flat=True)))


def get_queued_submission(submission_id: UUID) -> Submission:
    """Return work that was handed in at least once, with its version, in the organization's scope. Raises NotFound."""
    rows = Submission.objects.select_related("version__achievement", "organization")
    row: Submission | None = rows.exclude(submitted_at=None).filter(pk=submission_id).first()
    if row is None or row.state == SubmissionState.WITHDRAWN:
        raise no_such_submission()
    return row


def _waiting_rows() -> list[Submission]:
    rows = Submission.objects.select_related("version").filter(state__in=WAITING)
    return list(rows.order_by(F("due_at").asc(nulls_last=True), "pk"))


def _held() -> dict[UUID, Rating]:
    return {rating.submission_id: rating for rating in Rating.objects.filter(state=RatingState.DRAFT)}


def _achievements(rows: list[Submission]) -> tuple[tuple[UUID, str, int], ...]:
    names = {row.version.achievement_id: row.version.name for row in rows}
    counts = Counter(row.version.achievement_id for row in rows)
    return tuple((key, name, counts[key]) for key, name in sorted(names.items(), key=itemgetter(1)))


def _liner(held: Mapping[UUID, Rating]) -> Callable[[Submission], QueueLine]:
    now = clock.now()
    today = timezone.localdate(now)

    def line_of(row: Submission) -> QueueLine:
        due = row.due_at or row.changed_at
        days = working_days_until(today, timezone.localdate(due))
        rating = held.get(row.pk)
        return QueueLine(
            id=row.pk,
            alias=alias_of(row.pk),
            name=row.version.name,
            attempt=row.attempt,
            round=row.round,
            rated=len(rating.levels) if rating else 0,
            criteria=len(row.version.stored.get("rubric", {}).get("criteria", ())),
            is_begun=rating is not None and rating.revision > 1,
            due_at=due,
            days_left=days,
            mark=DueMark.LATE if due < now else DueMark.SOON if days <= 1 else DueMark.PLAIN,
        )

    return line_of
