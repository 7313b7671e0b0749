# SPDX-License-Identifier: Apache-2.0
"""The queue counted in one query: how many works of which version, language and track are whose, and how due."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Max, Q, Value, When
from django.utils import timezone

from cairn.assessment.deadlines import Calendar, day_begins
from cairn.assessment.models import WAITING, Rating, RatingState, Submission
from cairn.assessment.selectors.bars import Bar, Reach

_MINE: Final = "mine"
_FREE: Final = "free"
_TAKEN: Final = "taken"
_NOBODY: Final = UUID(int=0)


class DueMark(StrEnum):
    """Which dates get a mark: late, and due by the next working day. The rest are plain."""

    LATE = "late"
    SOON = "soon"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Due:
    """What is late and what is due soon, at a moment.

    What was due before `today` is late; before `soon` is by the end of the next working day.
    """

    now: datetime
    today: datetime
    soon: datetime

    @classmethod
    def of(cls, calendar: Calendar, now: datetime) -> Due:
        """Return it by the calendar of an organization."""
        today = timezone.localdate(now)
        day = today + timedelta(days=1)
        while calendar.days_until(today, day) <= 1:
            day += timedelta(days=1)
        return cls(now, day_begins(now), timezone.make_aware(datetime.combine(day, time.min)))

    def mark(self, moment: datetime) -> DueMark:
        """Return the mark of a date."""
        if moment < self.today:
            return DueMark.LATE
        return DueMark.SOON if moment < self.soon else DueMark.PLAIN

    def case(self) -> Case:
        """Return the same for the database."""
        return Case(
            When(due_at__lt=self.today, then=Value(DueMark.LATE.value)),
            When(due_at__lt=self.soon, then=Value(DueMark.SOON.value)),
            default=Value(DueMark.PLAIN.value),
            output_field=CharField(),
        )


@dataclass(frozen=True, slots=True)
class Pile:
    """So many works that are alike to one assessor; `lot` says whose they are, or why they are not the assessor's."""

    lot: str
    school: str
    version_id: UUID
    language: str
    track: str
    mark: DueMark
    count: int
    last_due: datetime | None
    achievement_id: UUID = _NOBODY
    name: str = ""

    @property
    def is_held(self) -> bool:
        """Whether the assessor holds them."""
        return self.lot == _MINE

    @property
    def is_shown(self) -> bool:
        """Whether the assessor holds them or may take them."""
        return self.lot in {_MINE, _FREE}

    @property
    def is_with_others(self) -> bool:
        """Whether others rate them; those that the assessor has rated are with others, too."""
        return self.lot in {_TAKEN, Bar.RATED}

    def named(self, achievement_id: UUID, name: str, _criteria: int) -> Pile:
        """Return the pile with the name of what it is for."""
        return replace(self, achievement_id=achievement_id, name=name)


def holds(assessor_id: UUID) -> Q:
    """Return the condition that an assessor holds a work in its current round."""
    held = Rating.objects.filter(assessor_id=assessor_id, state=RatingState.DRAFT, round=F("submission__round"))
    return Q(pk__in=held.values("submission_id"))


def count_piles(reach: Reach, due: Due) -> tuple[Pile, ...]:
    """Count all that waits in the organization of the scope, as one assessor sees it, in one query."""
    own, *others = reach.cases()
    lot = Case(
        When(holds(reach.assessor_id), then=Value(_MINE)),
        own,
        When(Q(open_seats=0) | Q(locked_at__isnull=False), then=Value(_TAKEN)),
        *others,
        default=Value(_FREE),
        output_field=CharField(),
    )
    alike = ("lot", "school", "version_id", "language", "track", "mark")
    rows = Submission.objects.filter(state__in=WAITING).annotate(lot=lot, school=reach.school(), mark=due.case())
    counted = rows.order_by().values_list(*alike).annotate(count=Count("pk"), last=Max("due_at"))
    return tuple(
        Pile(found, school if found == Bar.SCHOOL else "", version, language, track, DueMark(mark), count, last)
        for found, school, version, language, track, mark, count, last in counted
    )
