# SPDX-License-Identifier: Apache-2.0
"""Two ratings beside each other: where they differ, whether a third assessor must read, and which levels stand. Pure.

A third assessor reads where more than a stated share of the criteria differ, where one criterion differs by a stated
number of levels, or where the two results, or the result of what would stand, are not all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cairn.achievements.definition import Rubric
from cairn.assessment.models import Settling
from cairn.assessment.policy import Policy

_HUNDRED = 100


class Difference(StrEnum):
    """Why a third assessor reads."""

    CRITERIA = "criteria"
    LEVELS = "levels"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far two ratings are apart: which criteria, by how many levels at most, and what is too much."""

    differing: tuple[str, ...]
    widest: int
    reasons: tuple[Difference, ...]

    @property
    def needs_third(self) -> bool:
        """Whether a third assessor must read."""
        return bool(self.reasons)


def compare(
    rubric: Rubric, first: Mapping[str, str], second: Mapping[str, str], *, policy: Policy, results: frozenset[bool]
) -> Comparison:
    """Compare two complete ratings; `results` are those of both and of what would stand."""
    rank = {level.id: place for place, level in enumerate(rubric.levels)}
    gaps = {known.id: abs(rank[first[known.id]] - rank[second[known.id]]) for known in rubric.criteria}
    differing = tuple(criterion for criterion, gap in gaps.items() if gap)
    widest = max(gaps.values(), default=0)
    found = {
        Difference.CRITERIA: len(differing) * _HUNDRED > policy.differ_share * len(gaps),
        Difference.LEVELS: widest >= policy.differ_levels,
        Difference.RESULT: len(results) > 1,
    }
    return Comparison(differing, widest, tuple(reason for reason, holds in found.items() if holds))


def settle(rubric: Rubric, first: Mapping[str, str], second: Mapping[str, str], settling: Settling) -> dict[str, str]:
    """Return the levels that stand where two ratings differ little."""
    rank = {level.id: place for place, level in enumerate(rubric.levels)}
    pick = max if settling is Settling.HIGHER else min
    return {known.id: pick(first[known.id], second[known.id], key=rank.__getitem__) for known in rubric.criteria}
