# SPDX-License-Identifier: Apache-2.0
"""Double ratings as the statistics read them: as sums that add up, and as tables of ratings. Pure.

The first and the second assessor of a work stand in the order of their ids, so in sums they are `a` and `b`; where one
assessor is compared with the others, each has a key of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, Self
from uuid import UUID

from cairn.achievements.definition import Rubric
from cairn.assessment.reliability import RatingRow, RatingTable, Tally


class Pair(Protocol):
    """What is read of a double rating; `DoubleRating` is one."""

    id: UUID
    levels_a: Mapping[str, str]
    levels_b: Mapping[str, str]
    passed_a: bool
    passed_b: bool
    assessor_a_id: UUID | None
    assessor_b_id: UUID | None
    rater_a: str
    rater_b: str


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of some works: all criteria pooled, each by itself, and how many works came to the same result."""

    whole: Tally | None = None
    criteria: Mapping[str, Tally] = field(default_factory=dict)
    same_result: int = 0

    @property
    def n_works(self) -> int:
        """How many works were rated twice."""
        return self.whole.works if self.whole else 0

    @classmethod
    def of(cls, pairs: Sequence[Pair], rubric: Rubric) -> Self:
        """Count some works."""
        if not pairs:
            return cls()
        table = tabulate(pairs, rubric)
        criteria = {criterion: Tally.of(table, criterion) for criterion in table.criteria}
        return cls(Tally.of(table), criteria, sum(pair.passed_a == pair.passed_b for pair in pairs))

    def __add__(self, other: Self) -> Self:
        criteria = {
            name: added
            for name in {**self.criteria, **other.criteria}
            if (added := _add(self.criteria.get(name), other.criteria.get(name)))
        }
        return type(self)(_add(self.whole, other.whole), criteria, self.same_result + other.same_result)

    def __sub__(self, other: Self) -> Self:
        """Take works away that were counted. Raises ReliabilityError where they were not."""
        if self.whole is None or other.whole is None:
            return self
        criteria = {
            name: tally - other.criteria[name] if name in other.criteria else tally
            for name, tally in self.criteria.items()
        }
        kept = {name: tally for name, tally in criteria.items() if tally.works}
        whole = self.whole - other.whole
        return type(self)(whole if whole.works else None, kept, self.same_result - other.same_result)

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` reads back."""
        if self.whole is None:
            return {}
        criteria = {name: tally.to_json() for name, tally in sorted(self.criteria.items())}
        return {"all": self.whole.to_json(), "criteria": criteria, "same_result": self.same_result}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read what was stored; nothing where nothing was counted. Raises ReliabilityError for something else."""
        if not stored:
            return cls()
        criteria = {name: Tally.from_json(tally) for name, tally in stored["criteria"].items()}
        return cls(Tally.from_json(stored["all"]), criteria, int(stored["same_result"]))


def tabulate(pairs: Iterable[Pair], rubric: Rubric) -> RatingTable:
    """Return the table of double ratings, each work under its id, its assessors called `a` and `b`."""
    levels = tuple(level.id for level in rubric.levels)
    return RatingTable.from_rows((row for pair in pairs for row in _rows(pair, "a", "b")), levels)


def tabulate_by_rater(pairs: Iterable[Pair], rubric: Rubric) -> RatingTable:
    """Return the table of double ratings, each assessor under a key of their own."""
    levels = tuple(level.id for level in rubric.levels)
    return RatingTable.from_rows((row for pair in pairs for row in _rows(pair, *rater_keys(pair))), levels)


def rater_keys(pair: Pair) -> tuple[str, str]:
    """Return by what the two assessors of a work are known: as people here, or by their names in a file."""
    return str(pair.assessor_a_id or pair.rater_a), str(pair.assessor_b_id or pair.rater_b)


def order_keys(pair: Pair) -> tuple[str, str]:
    """Return the ids by whose order the two assessors stand: of a work from a table, the names in it."""
    return pair.rater_a or str(pair.assessor_a_id), pair.rater_b or str(pair.assessor_b_id)


def _rows(pair: Pair, first: str, second: str) -> Iterator[RatingRow]:
    work = str(pair.id)
    for rater, levels in ((first, pair.levels_a), (second, pair.levels_b)):
        for criterion, level in levels.items():
            yield RatingRow(work, rater, criterion, level)


def _add(mine: Tally | None, theirs: Tally | None) -> Tally | None:
    return mine + theirs if mine and theirs else mine or theirs
