# SPDX-License-Identifier: Apache-2.0
"""Which levels decisions gave, criterion by criterion and month by month, so that a shift is seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.assessment.models import Decision
from cairn.foundation import clock

MONTHS: Final = 6
_BACK: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class MonthOfLevels:
    """A month: how many rounds were decided, and by criterion how many got each level, the lowest first."""

    month: date
    decided: int
    criteria: Mapping[str, tuple[int, ...]]


def levels_by_month(version: AchievementVersion) -> tuple[MonthOfLevels, ...]:
    """Return what the decisions that hold gave by a rubric in the last months with any, the newest last."""
    rubric = version.definition.rubric
    since = clock.now() - _BACK
    rows = Decision.objects.filter(
        submission__version__achievement_id=version.achievement_id,
        rubric_digest=rubric_digest(rubric),
        superseded_at=None,
        decided_at__gt=since,
    )
    by_month: defaultdict[date, list[Mapping[str, str]]] = defaultdict(list)
    for decided_at, levels in rows.values_list("decided_at", "levels").iterator():
        by_month[timezone.localdate(decided_at).replace(day=1)].append(levels)
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
        for month in sorted(by_month)[-MONTHS:]
    )


def _count(given: list[str], levels: tuple[str, ...]) -> tuple[int, ...]:
    counts = Counter(given)
    return tuple(counts[level] for level in levels)
