# SPDX-License-Identifier: Apache-2.0
"""How near a rating comes to the levels that were agreed on for a known work, and whether it is near enough. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from cairn.achievements.definition import Rubric
from cairn.assessment.policy import Policy

_HUNDRED: Final = 100
_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Nearness:
    """Criteria that were compared, how many alike, the widest gap, and the sum of the differences, all in levels.

    The difference is above zero where the rating gives more than was agreed on.
    """

    criteria: int
    exact: int
    widest: int
    difference: int

    @property
    def exact_percent(self) -> Decimal:
        """The share that is alike, with one decimal, as it is shown and stored."""
        return (Decimal(_HUNDRED * self.exact) / max(self.criteria, 1)).quantize(_TENTH, ROUND_HALF_UP)

    def reaches(self, policy: Policy) -> bool:
        """Say whether this is near enough to qualify: in whole counts, so that no rounding decides."""
        return (
            self.criteria > 0
            and self.exact * _HUNDRED >= policy.qualify_exact * self.criteria
            and self.widest <= policy.qualify_widest
        )


def nearness(rubric: Rubric, agreed: Mapping[str, str], given: Mapping[str, str]) -> Nearness:
    """Compare a rating with the agreed levels, over the criteria that have both."""
    rank = {level.id: place for place, level in enumerate(rubric.levels)}
    gaps = [
        rank[given[known.id]] - rank[agreed[known.id]]
        for known in rubric.criteria
        if known.id in agreed and known.id in given
    ]
    return Nearness(
        criteria=len(gaps),
        exact=gaps.count(0),
        widest=max(map(abs, gaps), default=0),
        difference=sum(gaps),
    )


def together(ratings: Iterable[Nearness]) -> Nearness:
    """Add up the ratings of several works."""
    rows = list(ratings)
    return Nearness(
        criteria=sum(row.criteria for row in rows),
        exact=sum(row.exact for row in rows),
        widest=max((row.widest for row in rows), default=0),
        difference=sum(row.difference for row in rows),
    )
