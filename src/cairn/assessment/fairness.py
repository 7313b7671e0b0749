# SPDX-License-Identifier: Apache-2.0
"""Results by group, hidden where they would tell of a few people, and severity that differs by group. Pure.

Groups below ten are hidden, and the next smallest with them until the hidden ones together are ten people or more:
whatever is left after subtraction is then as large as a group that is shown. Differences come with a 95 % interval and
are questions to look into, never findings about a person. Source: docs/algorithms/fairness.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

LEAST: Final = 10
_Z: Final = 1.959963984540054
_DRAWS: Final = 2000
_BOUNDS: Final = (2.5, 97.5)
_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class GroupResult:
    """How many of a group were decided on and passed, and the likely range of the share; None where it is hidden."""

    group: str
    decided: int | None
    passed: int | None
    low: float | None = None
    high: float | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether the group is too small to be shown, or would tell another that is."""
        return self.decided is None

    @property
    def share(self) -> float | None:
        """The share that passed."""
        return None if self.decided is None or self.passed is None else self.passed / self.decided


@dataclass(frozen=True, slots=True)
class DifferentialSeverity:
    """How much more, in levels, an assessor gives one group than the others, beside what the other assessors give.

    Compared with the second rating of the same works.
    """

    assessor: str
    group: str
    difference: float
    low: float
    high: float
    n_group: int
    n_others: int

    @property
    def is_flagged(self) -> bool:
        """Whether the interval leaves out zero: worth a look, and no more than that."""
        return not self.low <= 0 <= self.high


def results_by_group(decided: Iterable[tuple[str, bool]]) -> tuple[GroupResult, ...]:
    """Return the results of one question, by group in the order of their names; pairs are (group, passed)."""
    rows = list(decided)
    totals = Counter(group for group, _passed in rows)
    passed = Counter(group for group, has_passed in rows if has_passed)
    hidden = hidden_groups(totals)
    return tuple(
        GroupResult(group, None, None)
        if group in hidden
        else GroupResult(group, totals[group], passed[group], *wilson(passed[group], totals[group]))
        for group in sorted(totals)
    )


def wilson(passed: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927)."""
    share, square = passed / total, _Z * _Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = _Z * math.sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return max(0.0, middle - half), min(1.0, middle + half)


def hidden_groups(people: Mapping[str, int], also: Collection[str] = ()) -> frozenset[str]:
    """Name the groups to hide: those below ten, those in `also`, and the next smallest until all are ten people.

    The total of a question may be known from another one that the same people have answered. So what is hidden is ten
    people together, or nobody is shown.
    """
    hidden = {group for group, count in people.items() if count < LEAST or group in also}
    rest = sorted((count, group) for group, count in people.items() if group not in hidden)
    together = sum(people[group] for group in hidden)
    for count, group in rest:
        if not 0 < together < LEAST:
            break
        hidden.add(group)
        together += count
    return frozenset(hidden)


def differential_severity(
    differences: Mapping[str, Sequence[tuple[str, float]]], *, hidden: Collection[str] = (), seed: int = 7
) -> tuple[DifferentialSeverity, ...]:
    """Compare each assessor's differences to the other rater in one group with those in the others.

    `differences` are, by assessor, (group of the learner, mean levels more than the other rater), one for each learner.
    Only where ten are on both sides. Groups are hidden as in the results, for each assessor again; those in `hidden`
    always are. The draws are seeded.
    """
    found = []
    for assessor in sorted(differences):
        rows = differences[assessor]
        people = Counter(group for group, _difference in rows)
        for group in sorted(people.keys() - hidden_groups(people, hidden)):
            inside = [difference for name, difference in rows if name == group]
            outside = [difference for name, difference in rows if name != group]
            if min(len(inside), len(outside)) >= LEAST:
                found.append(_compare(assessor, group, (inside, outside), seed))
    return tuple(found)


def _compare(
    assessor: str, group: str, sides: tuple[Sequence[float], Sequence[float]], seed: int
) -> DifferentialSeverity:
    inside, outside = sides
    random = np.random.Generator(np.random.PCG64(seed))
    drawn = np.percentile(_means(random, inside) - _means(random, outside), _BOUNDS)
    # A mean of thirds that add up to nothing may miss zero by a hair, which would raise a flag.
    low, high = drawn.round(_DIGITS).tolist()
    difference = float(np.mean(inside) - np.mean(outside))
    return DifferentialSeverity(assessor, group, difference, low, high, len(inside), len(outside))


def _means(random: np.random.Generator, values: Sequence[float]) -> NDArray[np.float64]:
    known = np.asarray(values, dtype=np.float64)
    drawn: NDArray[np.float64] = known[random.integers(0, len(known), size=(_DRAWS, len(known)))].mean(axis=1)
    return drawn
