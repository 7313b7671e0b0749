# SPDX-License-Identifier: Apache-2.0
"""Known works by real scores, rated by simulated assessors in the order of the real days; and an independent bootstrap.

`python -m tests.real.drifts` prints how often steady assessors are flagged, and how often those are found who moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import stats

from cairn.assessment.drifting import Flag, KnownRating, measure_drift
from cairn.assessment.reliability.arrays import Real, Truth, Whole
from tests.real.oulad import Oulad, oulad
from tests.real.raters import capped, leaning, rate, steady

ASSESSORS: Final = 200
MOVERS: Final = 20
SEVERE: Final = 10
MOVED: Final = 0.6
"""From the half of their works on, a mover gives a level more to so many works of one, as far as there is a level."""
LESS: Final = -0.5
"""The severe give a level less to so many works of one, from the first to the last."""
LAST: Final = 24
"""How many known works count."""
MOVING: Final = (steady(), leaning(MOVED))
SEVERELY: Final = (leaning(LESS), leaning(LESS))
"""The chances of the movers and of the severe, in their earlier and in their later half."""
SIZES: Final = (6, 8, 12, 16, LAST)
PROMISED: Final = 0.05
"""How often a 95 % range leaves out what is true."""
_HAIR: Final = 1e-9
SIDES: Final = {
    "lean": frozenset({Flag.LENIENT, Flag.SEVERE}),
    "move": frozenset({Flag.MOVED_UP, Flag.MOVED_DOWN}),
}


@dataclass(frozen=True, slots=True)
class Course:
    """All that one assessor rated, as time went by: a row for each known work, a column for each of its criteria.

    `gaps` says by how many levels each rating lies above the level agreed on, which is in `truth`.
    """

    kind: str
    gaps: Whole
    truth: Whole

    @property
    def middle(self) -> int:
        """The first work of the later half."""
        return len(self.gaps) // 2

    def around_the_middle(self) -> Whole:
        """Return the works that count when twelve of the later half have been rated."""
        return self.gaps[self.middle - LAST // 2 : self.middle + LAST // 2]

    def truth_around_the_middle(self) -> Whole:
        """Return the true levels of these works."""
        return self.truth[self.middle - LAST // 2 : self.middle + LAST // 2]

    def blocks(self, size: int) -> list[Whole]:
        """Cut the course into parts that share no work."""
        return [self.gaps[first : first + size] for first in range(0, len(self.gaps) - size + 1, size)]


def levels_of(data: Oulad) -> Whole:
    """Return the levels agreed on of all works with a score, in the order of their days."""
    return np.array([work.level for work in data.scored], dtype=np.int64)


def simulate(truth: Whole, *, criteria: int = 1, seed: int = 11, is_capped: bool = False) -> Iterator[Course]:
    """Let 200 assessors rate the works one after the other: 20 of them move, 10 are severe, the others are steady.

    With more criteria, that many works after each other are the criteria of one.
    """
    rng = np.random.default_rng(seed)
    for place in range(ASSESSORS):
        works = truth[place::ASSESSORS]
        works = works[: len(works) // criteria * criteria].reshape(-1, criteria)
        kind = "mover" if place < MOVERS else "severe" if place < MOVERS + SEVERE else "steady"
        given = rate(works, leaning(LESS) if kind == "severe" else capped() if is_capped else steady(), rng)
        if kind == "mover":
            half = len(works) // 2
            given = np.concatenate((given[:half], rate(works[half:], leaning(MOVED), rng)))
        yield Course(kind, given - works, works)


def flags_of(gaps: Whole) -> frozenset[Flag]:
    """Ask what is measured of works that differ by so much."""
    lines = [KnownRating(len(work), int((work == 0).sum()), int(work.sum())) for work in gaps]
    return frozenset(measure_drift(lines).flags)


def flagged_by_scipy(lines: Real, side: str) -> Truth:
    """Say of each line of differences whether scipy's own bootstrap, with expanded percentiles, leaves out zero."""
    half = lines.shape[1] // 2
    works = lines.shape[1] if side == "lean" else half
    cut = stats.norm.cdf(-np.sqrt(works / (works - 1)) * stats.t.ppf(0.975, works - 1))
    found = stats.bootstrap(
        (lines,) if side == "lean" else (lines[:, half:], lines[:, :half]),
        _mean if side == "lean" else _change,
        axis=1,
        n_resamples=2000,
        confidence_level=1 - 2 * cut,
        batch=100,
        method="percentile",
        rng=np.random.default_rng(5),
    ).confidence_interval
    # Within rounding, zero is zero.
    return np.asarray((found.low > _HAIR) | (found.high < -_HAIR))


def rate_by_scipy(truth: Sequence[Whole], chances: tuple[Real, Real], side: str, *, times: int = 1) -> float:
    """Return how often scipy's bootstrap flags those who rate these works anew, with the chances of either half."""
    rng = np.random.default_rng(17)
    works = np.concatenate([np.array(truth)] * times)
    half = works.shape[1] // 2
    parts = ((works[:, :half], chances[0]), (works[:, half:], chances[1]))
    gaps = np.concatenate([rate(part, each, rng) - part for part, each in parts], axis=1)
    return float(flagged_by_scipy(gaps.mean(axis=2), side).mean())


def likely_counts(rate_: float, tries: int, share: float = 0.999) -> tuple[int, int]:
    """Return the fewest and the most that so many tries give, but for one time in a thousand."""
    low, high = stats.binom.interval(share, tries, rate_)
    return int(low), int(high)


def _mean(values: Real, axis: int) -> Real:
    return np.asarray(values.mean(axis=axis))


def _change(later: Real, earlier: Real, axis: int) -> Real:
    return np.asarray(later.mean(axis=axis) - earlier.mean(axis=axis))


def _print_rates() -> None:
    truth = levels_of(oulad())
    for criteria, is_capped in ((1, False), (4, False), (1, True), (4, True)):
        courses = list(simulate(truth, criteria=criteria, is_capped=is_capped))
        print(f"{criteria} criteria, {'noisy at the ends too' if is_capped else 'right on the mean'}")  # noqa: T201
        for size in SIZES:
            blocks = [block for course in courses if course.kind == "steady" for block in course.blocks(size)]
            found = [flags_of(block) for block in blocks]
            theirs = {side: _in_100(flagged_by_scipy(np.array(blocks).mean(axis=2), side)) for side in SIDES}
            shares = [
                f"{side} {_in_100(bool(flags & each) for flags in found)}, scipy {theirs[side]}"
                for side, each in SIDES.items()
            ]
            print(f"{size:4} works {len(found):6} times:", *shares, "any", _in_100(map(bool, found)), sep="  ")  # noqa: T201
        for kind, flag, chances in (("mover", Flag.MOVED_UP, MOVING), ("severe", Flag.SEVERE, SEVERELY)):
            chosen = [course for course in courses if course.kind == kind]
            found = [flags_of(course.around_the_middle()) for course in chosen]
            side = "move" if kind == "mover" else "lean"
            power = rate_by_scipy([course.truth_around_the_middle() for course in chosen], chances, side, times=100)
            print(f"     {kind}: found {sum(flag in flags for flags in found)} of {len(found)}, scipy {power:.3f}")  # noqa: T201


def _in_100(flags: Iterable[bool]) -> str:
    known = list(flags)
    return f"{100 * sum(known) / len(known):.1f}"


if __name__ == "__main__":
    _print_rates()
