# SPDX-License-Identifier: Apache-2.0
"""Who gives more and who gives less than those who rated the same works, and whether that changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cairn.assessment.reliability.arrays import Real, Whole, starts_of
from cairn.assessment.reliability.bootstrap import DRAWS, SEED, Draws, interval
from cairn.assessment.reliability.measuring import check_draws
from cairn.assessment.reliability.ratings import RatingTable


@dataclass(frozen=True, slots=True)
class RaterSeverity:
    """By how many levels a rater differs from the others of the same works: above zero gives more, below less.

    `n_works` are the works shared with others; `early` and `late` the difference in their first and second half. The
    interval is None where only one work is shared, and so are the halves.
    """

    rater: str
    n_works: int
    difference: float
    low: float | None
    high: float | None
    early: float | None
    late: float | None


def severity(
    table: RatingTable, *, seed: int = SEED, draws: int = DRAWS, order: Sequence[str] = ()
) -> tuple[RaterSeverity, ...]:
    """Compare each rater with the others, by rater id; one who shares no work is left out.

    `order` are the works as time went by; without it, time is the order in which the works came into the table. The
    interval is a bootstrap of the rater's works. Raises ReliabilityError for a negative seed or no draws.
    """
    check_draws(seed, draws)
    shared = _shared(table)
    rank = {work: place for place, work in enumerate(order)}
    time = np.array([rank.get(name, len(rank) + place) for place, name in enumerate(table.works)], dtype=np.int64)
    compared = ((name, shared.of_rater(number, time)) for number, name in enumerate(table.raters))
    return tuple(_compare(name, works, Draws(seed, draws)) for name, works in compared if len(works))


@dataclass(frozen=True, slots=True)
class _Shared:
    """The ratings of units that others rated too, and how far each lies from the mean of those others."""

    work: Whole
    rater: Whole
    difference: Real

    def of_rater(self, rater: int, time: Whole) -> Real:
        """Return for each work of a rater, as time went by, the sum of differences and the number of ratings."""
        mine = self.rater == rater
        works, place = np.unique(time[self.work[mine]], return_inverse=True)
        total = np.bincount(place, weights=self.difference[mine], minlength=len(works))
        return np.column_stack((total, np.bincount(place, minlength=len(works))))


def _shared(table: RatingTable) -> _Shared:
    key = table.work * max(1, len(table.criteria)) + table.criterion
    order = np.argsort(key, kind="stable")
    level = table.level[order].astype(np.float64)
    size = np.diff(starts_of(key[order]), append=len(key))
    unit = np.repeat(np.arange(len(size)), size)
    total, ratings = np.bincount(unit, weights=level)[unit], size[unit]
    kept = ratings > 1
    others = (total[kept] - level[kept]) / (ratings[kept] - 1)
    return _Shared(table.work[order][kept], table.rater[order][kept], level[kept] - others)


def _compare(rater: str, works: Real, plan: Draws) -> RaterSeverity:
    half = (len(works) + 1) // 2
    alone = len(works) == 1
    ends = None if alone else _interval(works, plan)
    return RaterSeverity(
        rater=rater,
        n_works=len(works),
        difference=_mean(works),
        low=ends and ends[0],
        high=ends and ends[1],
        early=None if alone else _mean(works[:half]),
        late=None if alone else _mean(works[half:]),
    )


def _interval(works: Real, plan: Draws) -> tuple[float, float] | None:
    return interval(np.concatenate([sums[:, 0] / sums[:, 1] for sums in plan.sums(works)]))


def _mean(works: Real) -> float:
    return float(works[:, 0].sum() / works[:, 1].sum())
