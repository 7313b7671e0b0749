# SPDX-License-Identifier: Apache-2.0
"""The sums of one or many works, small enough to be stored and exact enough to add to and take from for ever."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from cairn.assessment.reliability.counting import HEAD, TWO, Layout, WorkCounts, count_works
from cairn.assessment.reliability.errors import ReliabilityError
from cairn.assessment.reliability.ratings import RatingTable


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums of whole numbers from which every coefficient follows, in one scope: a criterion, or all of them.

    `works` have a rating, `compared` ones two of the same criterion, `crowded` ones more than two raters. `single`
    counts by level what only one rated; `cross` the level of the first rater (row) and of the second; `pairs`, for
    each number of ratings of a unit, the pairs at each pair of levels: 00, 01, …, 11, 12, …
    """

    levels: int
    works: int
    compared: int
    crowded: int
    single: tuple[int, ...]
    cross: tuple[int, ...]
    pairs: tuple[tuple[int, tuple[int, ...]], ...] = ()

    @classmethod
    def of(cls, table: RatingTable, criterion: str | None = None) -> Self:
        """Count a table, or one criterion of it. Raises ReliabilityError where nothing was rated in that criterion."""
        counts = count_works(table if criterion is None else table.of_criterion(criterion))
        return cls.from_counts(counts)

    @classmethod
    def from_counts(cls, counts: WorkCounts) -> Self:
        """Add up the lines of works."""
        layout, sums = counts.layout, tuple(int(number) for number in counts.matrix.sum(axis=0))
        kinds = len(layout.lower)
        blocks = (sums[layout.pairs + place * kinds :][:kinds] for place in range(len(layout.sizes)))
        return cls(
            layout.levels,
            *_head(sums[:HEAD]),
            sums[HEAD : layout.cross],
            sums[layout.cross : layout.pairs],
            tuple(zip(layout.sizes, blocks, strict=True)),
        )

    @property
    def head(self) -> tuple[int, int, int]:
        """Works, works that are compared, works with more than two raters."""
        return self.works, self.compared, self.crowded

    @property
    def n_pairs(self) -> int:
        """How many pairs of ratings are compared."""
        return sum(sum(block) for _size, block in self.pairs)

    def to_counts(self) -> WorkCounts:
        """Return the sums as one line of numbers."""
        layout = Layout(self.levels, tuple(size for size, _block in self.pairs))
        blocks = (number for _size, block in self.pairs for number in block)
        line = [*self.head, *self.single, *self.cross, *blocks]
        return WorkCounts(layout, np.array([line], dtype=np.int64))

    def __add__(self, other: Self) -> Self:
        return self._combine(other, operator.add)

    def __sub__(self, other: Self) -> Self:
        """Take works away that were counted. Raises ReliabilityError where they were not."""
        return self._combine(other, operator.sub)

    def _combine(self, other: Self, work: Callable[[int, int], int]) -> Self:
        if self.levels != other.levels:
            detail = f"Sums over {self.levels} and {other.levels} levels do not go together. Count both with one scale."
            raise ReliabilityError(detail)
        mine, theirs = dict(self.pairs), dict(other.pairs)
        none = (0,) * _kinds(self.levels)
        blocks = (
            (size, _each(mine.get(size, none), theirs.get(size, none), work)) for size in sorted({*mine, *theirs})
        )
        return type(self)(
            self.levels,
            *_head(_each(self.head, other.head, work)),
            _each(self.single, other.single, work),
            _each(self.cross, other.cross, work),
            tuple((size, block) for size, block in blocks if any(block)),
        )

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` reads back to the same tally."""
        return {
            "levels": self.levels,
            "works": self.works,
            "compared": self.compared,
            "crowded": self.crowded,
            "single": list(self.single),
            "cross": list(self.cross),
            "pairs": {str(size): list(block) for size, block in self.pairs},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote. Raises ReliabilityError where it is something else."""
        try:
            levels = int(stored["levels"])
            head = _line([stored[name] for name in ("works", "compared", "crowded")], HEAD)
            pairs = sorted((_size(size), _line(block, _kinds(levels))) for size, block in stored["pairs"].items())
            single, cross = _line(stored["single"], levels), _line(stored["cross"], levels**2)
            return cls(levels, *_head(head), single, cross, tuple(pairs))
        except (KeyError, TypeError, ValueError, AttributeError):
            raise ReliabilityError("These are no sums of ratings. Count the ratings again.") from None


def _kinds(levels: int) -> int:
    return levels * (levels + 1) // 2


def _head(numbers: tuple[int, ...]) -> tuple[int, int, int]:
    works, compared, crowded = numbers
    return works, compared, crowded


def _each(mine: tuple[int, ...], theirs: tuple[int, ...], work: Callable[[int, int], int]) -> tuple[int, ...]:
    return tuple(_counted(work(*pair)) for pair in zip(mine, theirs, strict=True))


def _counted(number: int) -> int:
    if number < 0:
        raise ReliabilityError("More was taken away than was counted. Count the ratings again.")
    return number


def _size(text: str) -> int:
    size = int(text)
    if size < TWO:
        raise ValueError(text)
    return size


def _line(numbers: list[int], length: int) -> tuple[int, ...]:
    line = tuple(_counted(int(number)) for number in numbers)
    if len(line) != length:
        raise ValueError(length)
    return line
