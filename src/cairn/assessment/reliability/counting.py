# SPDX-License-Identifier: Apache-2.0
"""What each work adds to the sums that every coefficient is made of: whole numbers, so that adding is exact."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from cairn.assessment.reliability.arrays import Truth, Whole, starts_of, sum_groups
from cairn.assessment.reliability.ratings import RatingTable

HEAD: Final = 3
"""Works, works that two raters share, works with more than two raters."""

TWO: Final = 2


@dataclass(frozen=True)
class Layout:
    """Where each sum stands in a line of numbers: head, single ratings, the table of two raters, pairs by size.

    A unit is a work in a criterion, its size how many rated it. Pairs are kept for each size apart, because the
    coefficients weigh them by it: kept so, they remain whole numbers.
    """

    levels: int
    sizes: tuple[int, ...]

    @cached_property
    def lower(self) -> Whole:
        """The lower level of each unordered pair of levels."""
        return np.triu_indices(self.levels)[0].astype(np.int64)

    @cached_property
    def upper(self) -> Whole:
        """The higher level of each unordered pair of levels."""
        return np.triu_indices(self.levels)[1].astype(np.int64)

    @property
    def cross(self) -> int:
        """Where the table of two raters begins."""
        return HEAD + self.levels

    @property
    def pairs(self) -> int:
        """Where the pairs begin."""
        return self.cross + self.levels**2

    @property
    def width(self) -> int:
        """How many numbers there are."""
        return self.pairs + len(self.sizes) * len(self.lower)


@dataclass(frozen=True, slots=True)
class WorkCounts:
    """A line of numbers for each work; their sum over works decides every coefficient."""

    layout: Layout
    matrix: Whole


@dataclass(frozen=True, slots=True)
class _Units:
    """The units of a table: their work, counts by level, and where their ratings begin in the sorted levels."""

    work: Whole
    counts: Whole
    starts: Whole
    level: Whole

    @property
    def size(self) -> Whole:
        size: Whole = self.counts.sum(axis=1)
        return size


def count_works(table: RatingTable) -> WorkCounts:
    """Count each work of a table that has a rating in it, all its criteria pooled as units of their own."""
    units = _units(table)
    layout = Layout(len(table.levels), tuple(int(size) for size in np.unique(units.size) if size >= TWO))
    works = starts_of(units.work)
    crowded = _crowded(table)[units.work]
    matrix = np.zeros((len(units.work), layout.width), np.int64)
    _write_single(matrix, units, layout)
    _write_cross(matrix, units, layout, crowded)
    _write_pairs(matrix, units, layout)
    sums = sum_groups(matrix, works)
    sums[:, 0] = 1
    sums[:, 1] = sum_groups((units.size >= TWO).astype(np.int64), works) > 0
    sums[:, 2] = crowded[works]
    return WorkCounts(layout, sums)


def _units(table: RatingTable) -> _Units:
    """Sort the ratings by unit and, within it, by rater, and count their levels."""
    key = table.work * len(table.criteria) + table.criterion
    order = np.lexsort((table.rater, key))
    key, level = key[order], table.level[order]
    starts = starts_of(key)
    levels = len(table.levels)
    number = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(key)))
    counts = np.bincount(number * levels + level, minlength=len(starts) * levels).astype(np.int64)
    return _Units(key[starts] // max(1, len(table.criteria)), counts.reshape(-1, levels), starts, level)


def _crowded(table: RatingTable) -> Truth:
    """Tell for each work of the table whether more than two have rated it."""
    seen = np.unique(table.work * len(table.raters) + table.rater) // max(1, len(table.raters))
    crowded: Truth = np.bincount(seen, minlength=len(table.works)) > TWO
    return crowded


def _write_single(matrix: Whole, units: _Units, layout: Layout) -> None:
    single = units.size == 1
    matrix[single, HEAD : layout.cross] = units.counts[single]


def _write_cross(matrix: Whole, units: _Units, layout: Layout, crowded: Truth) -> None:
    """Write which level the first rater by id gave, and which the second, where a work has no third."""
    (double,) = np.nonzero((units.size == TWO) & ~crowded)
    first, second = (units.level[units.starts[double] + place] for place in (0, 1))
    matrix[double, layout.cross + first * layout.levels + second] = 1


def _write_pairs(matrix: Whole, units: _Units, layout: Layout) -> None:
    """Write how many pairs of ratings of a unit stand at each pair of levels."""
    (many,) = np.nonzero(units.size >= TWO)
    counts = units.counts[many]
    pairs = counts[:, layout.lower] * (counts[:, layout.upper] - (layout.lower == layout.upper))
    pairs[:, layout.lower == layout.upper] //= 2
    place = layout.pairs + np.searchsorted(layout.sizes, units.size[many]) * len(layout.lower)
    matrix[many[:, None], place[:, None] + np.arange(len(layout.lower))] = pairs
