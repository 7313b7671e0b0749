# SPDX-License-Identifier: Apache-2.0
"""Which levels decisions gave, criterion by criterion and month by month, so that a shift is seen.

A month appears once it is over and settled: before, one more in a count would tell whoever is asked to rate a work
anew what others gave it, and a work that only watches drift from one that is decided.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.assessment.deadlines import has_passed
from cairn.assessment.models import Decision
from cairn.assessment.models.submission import WAITING
from cairn.assessment.selectors.calendar import calendar_for
from cairn.foundation import clock

MONTHS: Final = 6
_BACK: Final = timedelta(days=366)
_DAY: Final = timedelta(days=1)
_READ: Final = ("decided_at", "levels", "is_judged")
_JUDGED_ANEW: Final = Case(
    When(Q(submission__state__in=WAITING, submission__round=F("round")), then=Value(True)), default=Value(False)
)
"""Whether the round that was decided waits for an assessor again."""


@dataclass(frozen=True, slots=True)
class MonthOfLevels:
    """A month: how many rounds were decided, and by criterion how many got each level, the lowest first."""

    month: date
    decided: int
    criteria: Mapping[str, tuple[int, ...]]


def levels_by_month(version: AchievementVersion) -> tuple[MonthOfLevels, ...]:
    """Return what the decisions that hold gave by a rubric in the last settled months with any, the newest last."""
    rubric = version.definition.rubric
    since = clock.now() - _BACK
    rows = Decision.objects.filter(
        submission__version__achievement_id=version.achievement_id,
        rubric_digest=rubric_digest(rubric),
        superseded_at=None,
        decided_at__gt=since,
    )
    by_month: defaultdict[date, list[Mapping[str, str]]] = defaultdict(list)
    open_yet: set[date] = set()
    for decided_at, levels, is_judged in rows.annotate(is_judged=_JUDGED_ANEW).values_list(*_READ).iterator():
        month = timezone.localdate(decided_at).replace(day=1)
        by_month[month].append(levels)
        open_yet |= {month} if is_judged else set()
    last = _last_settled(version.organization_id)
    shown = sorted(month for month in by_month if month <= last and month not in open_yet)
    ids = tuple(level.id for level in rubric.levels)
    return tuple(
        MonthOfLevels(
            month,
            len(by_month[month]),
            {
                known.id: _count([levels.get(known.id, "") for levels in by_month[month]], ids)
                for known in rubric.criteria
            },
        )
        for month in shown[-MONTHS:]
    )


def _last_settled(organization_id: UUID) -> date:
    """Return the first day of the last month against whose decisions nobody can appeal any more."""
    calendar, now = calendar_for(organization_id), clock.now()
    month = timezone.localdate(now).replace(day=1)
    while not has_passed(calendar.add(_beginning_after(month), calendar.days_to_appeal), now):
        month = (month - _DAY).replace(day=1)
    return month


def _beginning_after(month: date) -> datetime:
    """Return the moment at which a month is over."""
    following = (month + 31 * _DAY).replace(day=1)
    return timezone.make_aware(datetime.combine(following, time.min))


def _count(given: list[str], levels: tuple[str, ...]) -> tuple[int, ...]:
    counts = Counter(given)
    return tuple(counts[level] for level in levels)
