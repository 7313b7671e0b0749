# SPDX-License-Identifier: Apache-2.0
"""Severity and agreement over all real works, each rated by two of 200 simulated assessors of known severity.

`python -m tests.real.test_severity` prints what came of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pytest
from scipy import stats

from cairn.assessment.reliability import FIGURES, RatingTable, Tally, coefficients, severity
from cairn.assessment.reliability.arrays import Real, Whole
from cairn.assessment.reliability.severities import RaterSeverity
from tests.real.drifts import levels_of, likely_counts
from tests.real.oulad import oulad
from tests.real.raters import LEVELS, expected, leaning, rate
from tests.reliability.oracles import ask

RATERS: Final = 200
LEANS: Final = (-0.4, 0.0, 0.4)
"""How often assessors give a level less, or more, than they see; every third leans alike."""
_CHANCES: Final = np.array([leaning(share) for share in LEANS])


@dataclass(frozen=True, slots=True)
class Rated:
    """The table, the two assessors of each work, and the level each work has."""

    table: RatingTable
    truth: Whole
    pairs: Whole


def rate_twice(truth: Whole, *, seed: int = 23) -> Rated:
    """Let two of the assessors, drawn for each work, rate it apart from each other."""
    rng = np.random.default_rng(seed)
    first = rng.integers(0, RATERS, len(truth))
    pairs = np.column_stack((first, (first + rng.integers(1, RATERS, len(truth))) % RATERS))
    levels = np.concatenate([rate(truth, _CHANCES[side % len(LEANS)], rng) for side in pairs.T])
    table = RatingTable(
        levels=LEVELS,
        works=tuple(f"work-{place:05}" for place in range(len(truth))),
        raters=tuple(f"rater-{place:03}" for place in range(RATERS)),
        criteria=("score",),
        work=np.tile(np.arange(len(truth)), 2),
        rater=pairs.T.ravel(),
        criterion=np.zeros(2 * len(truth), np.int64),
        level=levels,
    )
    return Rated(table, truth, pairs)


def planted(truth: Whole) -> Real:
    """Return by how many levels each assessor differs, on the mean, from the others, worked out from the chances."""
    shares = np.bincount(truth, minlength=len(LEVELS)) / len(truth)
    means = np.array([shares @ expected(_CHANCES[place % len(LEANS)]) for place in range(RATERS)])
    return np.asarray(means - (means.sum() - means) / (RATERS - 1))


def by_first_and_second(rated: Rated) -> RatingTable:
    """Return the same ratings with the two of each work, in the order of their ids, as two raters for the packages."""
    order = np.argsort(rated.pairs, axis=1).argsort(axis=1)
    table = rated.table
    return RatingTable(
        levels=table.levels,
        works=table.works,
        raters=("first", "second"),
        criteria=table.criteria,
        work=table.work,
        rater=order.T.ravel(),
        criterion=table.criterion,
        level=table.level,
    )


def count_covered(found: tuple[RaterSeverity, ...], truth: Whole) -> int:
    """Count the assessors whose interval holds what was planted."""
    pairs = zip(found, planted(truth).tolist(), strict=True)
    return sum(one.low is not None and one.high is not None and one.low <= each <= one.high for one, each in pairs)


def _check(rated: Rated) -> tuple[RaterSeverity, ...]:
    found = severity(rated.table)
    assert [one.rater for one in found] == list(rated.table.raters)
    assert [one.n_works for one in found] == np.bincount(rated.pairs.ravel(), minlength=RATERS).tolist()
    fewest, _most = likely_counts(0.95, RATERS)
    assert count_covered(found, rated.truth) >= fewest
    return found


@pytest.mark.slow
def test_a_tenth_of_the_works_gives_back_what_was_planted() -> None:
    found = _check(rate_twice(levels_of(oulad())[::10]))
    differences = np.array([one.difference for one in found])
    means = [differences[place :: len(LEANS)].mean() for place in range(len(LEANS))]
    assert means == sorted(means)


@pytest.mark.drill
def test_all_works_give_back_the_order_and_the_values() -> None:
    rated = rate_twice(levels_of(oulad()))
    found = _check(rated)
    differences = np.array([one.difference for one in found])
    groups = [differences[place :: len(LEANS)] for place in range(len(LEANS))]
    assert groups[0].max() < groups[1].min()
    assert groups[1].max() < groups[2].min()
    truth = planted(rated.truth)
    errors = np.array([((one.high or 0) - (one.low or 0)) / 3.92 for one in found])
    # How far each is from the truth, in standard errors: of mean nothing and of the spread that chance has.
    assert stats.kstest((differences - truth) / errors, "norm").pvalue > 0.001


@pytest.mark.slow
def test_the_coefficients_of_all_works_are_those_of_independent_packages() -> None:
    rated = rate_twice(levels_of(oulad()))
    ours = coefficients(Tally.of(rated.table))
    assert (ours.n_works, ours.n_pairs) == (95_869, 95_869)
    asked = list(ask(by_first_and_second(rated)))
    assert {answer.figure for answer in asked} == set(FIGURES)
    figures = ours.figures()
    assert [figures[answer.figure].value for answer in asked] == pytest.approx(
        [answer.value for answer in asked], abs=1e-9
    )


def _print_figures() -> None:
    rated = rate_twice(levels_of(oulad()))
    found, truth = severity(rated.table), planted(rated.truth)
    differences = np.array([one.difference for one in found])
    print(f"{count_covered(found, rated.truth)} of {RATERS} intervals hold what was planted")  # noqa: T201
    for place, share in enumerate(LEANS):
        part = differences[place :: len(LEANS)]
        print(f"lean {share:+}: planted {truth[place]:+.3f}, found {part.min():+.3f} to {part.max():+.3f}")  # noqa: T201
    figures = coefficients(Tally.of(rated.table)).figures()
    for answer in ask(by_first_and_second(rated)):
        difference = abs((figures[answer.figure].value or 0) - answer.value)
        print(f"{answer.figure:30}{answer.package:15}{answer.value:.6f}  differs by {difference:.1e}")  # noqa: T201


if __name__ == "__main__":
    _print_figures()
