# SPDX-License-Identifier: Apache-2.0
"""A table of ratings: who gave which work which level in which criterion. What was not rated is not in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np

from cairn.assessment.reliability.arrays import Truth, Whole
from cairn.assessment.reliability.errors import ReliabilityError

_PARTS: Final = ("work", "rater", "criterion")


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One rating: the level that a rater gave to a work in a criterion."""

    work: str
    rater: str
    criterion: str
    level: str


@dataclass(frozen=True, slots=True, eq=False)
class RatingTable:
    """Ratings as numbers that point into lists of names.

    Levels stand from lowest to highest, raters in the order of their ids, works and criteria as they first came.
    """

    levels: tuple[str, ...]
    works: tuple[str, ...]
    raters: tuple[str, ...]
    criteria: tuple[str, ...]
    work: Whole
    rater: Whole
    criterion: Whole
    level: Whole

    @classmethod
    def from_rows(cls, rows: Iterable[RatingRow], levels: Sequence[str]) -> Self:
        """Read ratings into a table.

        Raises ReliabilityError for fewer than two levels, a level twice or unknown, an empty name, a rating twice.
        """
        ranks = _ranks(levels)
        given = tuple(rows)
        _check(given, ranks)
        works, criteria = (_numbered(getattr(row, part) for row in given) for part in ("work", "criterion"))
        raters = {name: number for number, name in enumerate(sorted({row.rater for row in given}))}
        return cls(
            levels=tuple(levels),
            works=tuple(works),
            raters=tuple(raters),
            criteria=tuple(criteria),
            work=_numbers((works[row.work] for row in given), len(given)),
            rater=_numbers((raters[row.rater] for row in given), len(given)),
            criterion=_numbers((criteria[row.criterion] for row in given), len(given)),
            level=_numbers((ranks[row.level] for row in given), len(given)),
        )

    def __len__(self) -> int:
        return len(self.work)

    def of_criterion(self, criterion: str) -> Self:
        """Return the ratings in one criterion. Raises ReliabilityError where nothing was rated in it."""
        if criterion not in self.criteria:
            raise ReliabilityError(f"Nothing was rated in the criterion “{criterion}”. Check its name.")
        return self._where(self.criterion == self.criteria.index(criterion))

    def of_works(self, works: Collection[str]) -> Self:
        """Return the ratings of some works."""
        wanted = set(works)
        return self._where(np.array([name in wanted for name in self.works], dtype=np.bool_)[self.work])

    def _where(self, kept: Truth) -> Self:
        return replace(
            self,
            work=self.work[kept],
            rater=self.rater[kept],
            criterion=self.criterion[kept],
            level=self.level[kept],
        )


def _ranks(levels: Sequence[str]) -> dict[str, int]:
    ranks = {level: rank for rank, level in enumerate(levels)}
    if len(levels) < 2:  # noqa: PLR2004 - one level leaves nothing to agree on
        raise ReliabilityError("There are fewer than two levels. Name them all, from the lowest to the highest.")
    if len(ranks) < len(levels):
        doubled = next(level for level in levels if levels.count(level) > 1)
        raise ReliabilityError(f"The level “{doubled}” is named twice. Name every level once.")
    if "" in ranks:
        raise ReliabilityError("A level has no name. Name every level, from the lowest to the highest.")
    return ranks


def _check(rows: Sequence[RatingRow], ranks: Mapping[str, int]) -> None:
    """Look at every rating. Raises ReliabilityError for the first that cannot be used."""
    seen: dict[tuple[str, str, str], int] = {}
    for number, row in enumerate(rows):
        key = (row.work, row.rater, row.criterion)
        if "" in key:
            raise ReliabilityError("It is empty. Say what was rated, and by whom.", row=number, column=_empty(key))
        if row.level not in ranks:
            raise ReliabilityError(_unknown(row.level, ranks), row=number, column="level")
        if seen.setdefault(key, number) != number:
            detail = f"“{row.rater}” has rated “{row.work}” in “{row.criterion}” before. Keep the rating that counts."
            raise ReliabilityError(detail, row=number, column="rater")


def _unknown(level: str, ranks: Mapping[str, int]) -> str:
    if not level:
        return "It is empty. Write the level, or leave out what was not rated."
    return f"“{level}” is none of the levels {', '.join(ranks)}. Correct it, or name all levels."


def _empty(key: tuple[str, str, str]) -> str:
    return _PARTS[key.index("")]


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _numbers(values: Iterable[int], count: int) -> Whole:
    return np.fromiter(values, dtype=np.int64, count=count)
