# SPDX-License-Identifier: Apache-2.0
"""How an assessor's ratings of known works move over time: figures with likely ranges, flagged and never judged. Pure.

The difference of a work is the mean, over its criteria, of the level given less the level agreed on. Its range is the
expanded 95 % percentile bootstrap of whole works, seeded, so that the same ratings always give the same range: a plain
percentile bootstrap of a few works is too narrow, and would flag those who are steady.
Source of the expansion: Hesterberg 2015, What Teachers Should Know About the Bootstrap, The American Statistician 69.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

import numpy as np

from cairn.assessment.reliability.arrays import Real, Whole

FEWEST: Final = 6
"""Below so many works no range is given, and nothing is flagged."""
MOST: Final = 24
"""The last works that count."""
_DRAWS: Final = 2000
_SEED: Final = 7
TAILS: Final = (
    *(6.834e-06, 0.0119, 0.09541, 0.2432, 0.4109, 0.5738, 0.7225, 0.8551, 0.9722, 1.076, 1.167),
    *(1.248, 1.321, 1.386, 1.444, 1.497, 1.544, 1.588, 1.628, 1.665, 1.698, 1.729),
)
"""Percent to cut off at either end, from half of `FEWEST` to `MOST`: Φ(−√(n ÷ (n − 1)) · t), t of n − 1 degrees."""
_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class KnownRating:
    """One known work as it was rated: criteria that were compared, how many alike, the sum of the differences."""

    criteria: int
    exact: int
    difference: int


class Flag(StrEnum):
    """What is worth looking at. Each is a range that leaves out zero, which may still be chance."""

    LENIENT = "lenient"
    SEVERE = "severe"
    MOVED_UP = "moved_up"
    MOVED_DOWN = "moved_down"


@dataclass(frozen=True, slots=True)
class Range:
    """A mean, and its likely range."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Half:
    """The earlier or the later half of the works: how many, the share alike, the mean difference in levels."""

    works: int
    exact: float
    difference: float


@dataclass(frozen=True, slots=True)
class Drift:
    """What the last known works say of an assessor; ranges are None where there are too few of them."""

    works: int
    exact: float
    difference: float
    earlier: Half | None
    later: Half | None
    likely: Range | None
    change: Range | None
    flags: tuple[Flag, ...]


def measure_drift(ratings: Sequence[KnownRating]) -> Drift:
    """Return the figures of known works in the order in which they were rated. Raises ValueError for none."""
    last = [rating for rating in ratings if rating.criteria][-MOST:]
    if not last:
        raise ValueError("No known work was rated.")
    whole = _half(last)
    if len(last) < FEWEST:
        return Drift(whole.works, whole.exact, whole.difference, None, None, None, None, ())
    earlier, later = last[: len(last) // 2], last[len(last) // 2 :]
    likely = _range(_means(last), _drawn(last), len(last))
    drawn = _drawn(later, _SEED + 1) - _drawn(earlier)
    # The smaller half says how little is known of a change.
    change = _range(_means(later) - _means(earlier), drawn, len(earlier))
    flags = _flags(likely, change)
    return Drift(whole.works, whole.exact, whole.difference, _half(earlier), _half(later), likely, change, flags)


def _half(ratings: Sequence[KnownRating]) -> Half:
    criteria = sum(rating.criteria for rating in ratings)
    return Half(len(ratings), sum(rating.exact for rating in ratings) / criteria, _means(ratings))


def _means(ratings: Sequence[KnownRating]) -> float:
    return float(_differences(ratings).mean())


def _differences(ratings: Sequence[KnownRating]) -> Real:
    return np.array([rating.difference / rating.criteria for rating in ratings], np.float64)


def _drawn(ratings: Sequence[KnownRating], seed: int = _SEED) -> Real:
    # Sorted, so that only what was rated matters and not in which order.
    drawn: Real = np.sort(_differences(ratings))[_places(len(ratings), seed)].mean(axis=1)
    return drawn


@cache
def _places(count: int, seed: int) -> Whole:
    """Return which works are in each draw: from the raw words of PCG64, which numpy promises never to change."""
    words = np.random.PCG64(seed).random_raw(_DRAWS * count)
    return ((words >> np.uint64(11)) * 2.0**-53 * count).astype(np.int64).reshape(_DRAWS, count)


def _range(value: float, drawn: Real, works: int) -> Range:
    tail = TAILS[works - FEWEST // 2]
    # A mean of thirds that add up to nothing may miss zero by a hair, which would raise a flag.
    low, high = np.percentile(drawn, (tail, 100 - tail)).round(_DIGITS).tolist()
    return Range(value, low, high)


def _flags(likely: Range, change: Range) -> tuple[Flag, ...]:
    found = {
        Flag.LENIENT: likely.low > 0,
        Flag.SEVERE: likely.high < 0,
        Flag.MOVED_UP: change.low > 0,
        Flag.MOVED_DOWN: change.high < 0,
    }
    return tuple(flag for flag, holds in found.items() if holds)
