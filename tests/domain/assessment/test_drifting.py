# SPDX-License-Identifier: Apache-2.0
"""What known works say of drift: the figures, their ranges, and when something is flagged."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cairn.assessment.drifting import FEWEST, MOST, TAILS, Flag, KnownRating, measure_drift

_ALIKE = KnownRating(criteria=4, exact=4, difference=0)
_ONE_UP = KnownRating(criteria=4, exact=3, difference=1)
_TWO_UP = KnownRating(criteria=4, exact=2, difference=2)
_ONE_DOWN = KnownRating(criteria=4, exact=3, difference=-1)
_RATINGS = st.lists(st.sampled_from([_ALIKE, _ONE_UP, _TWO_UP, _ONE_DOWN]), min_size=1, max_size=30)


def test_of_few_works_only_the_figures_are_given() -> None:
    drift = measure_drift([_TWO_UP] * (FEWEST - 1))
    assert (drift.works, drift.exact, drift.difference) == (5, 0.5, 0.5)
    assert (drift.earlier, drift.likely, drift.change, drift.flags) == (None, None, None, ())


def test_whoever_always_gives_more_is_flagged_as_lenient() -> None:
    drift = measure_drift([_ONE_UP] * 8)
    assert drift.flags == (Flag.LENIENT,)
    assert drift.likely is not None
    assert drift.change is not None
    assert (drift.likely.value, drift.likely.low, drift.likely.high) == (0.25, 0.25, 0.25)
    assert (drift.change.low, drift.change.high) == (0.0, 0.0)


def test_whoever_moved_is_flagged_with_both_halves() -> None:
    drift = measure_drift([_ALIKE] * 4 + [_TWO_UP] * 5)
    assert drift.earlier is not None
    assert drift.later is not None
    assert (drift.earlier.works, drift.earlier.exact, drift.earlier.difference) == (4, 1.0, 0.0)
    assert (drift.later.works, drift.later.exact, drift.later.difference) == (5, 0.5, 0.5)
    assert drift.flags == (Flag.LENIENT, Flag.MOVED_UP)
    assert measure_drift([_TWO_UP] * 4 + [_ONE_DOWN] * 5).flags == (Flag.MOVED_DOWN,)


def test_what_may_be_chance_is_not_flagged() -> None:
    assert measure_drift([_ONE_UP, _ALIKE, _ONE_DOWN, _ALIKE, _ONE_UP, _ONE_DOWN]).flags == ()


def test_a_mean_of_thirds_that_add_up_to_nothing_is_nothing() -> None:
    gaps = (1, 1, 1, 2, 2, 0, -1, 1, -2, 2, 1, 1, 1, 0, 0)
    drift = measure_drift([KnownRating(criteria=3, exact=0, difference=gap) for gap in gaps])
    assert drift.likely is not None
    assert (drift.likely.low, Flag.LENIENT in drift.flags) == (0.0, False)


def test_ranges_are_as_wide_as_those_of_students_t() -> None:
    works = np.arange(FEWEST // 2, MOST + 1)
    cut = stats.norm.cdf(-np.sqrt(works / (works - 1)) * stats.t.ppf(0.975, works - 1))
    assert pytest.approx(100 * cut, rel=1e-3) == TAILS


def test_only_the_last_works_count() -> None:
    assert measure_drift([_TWO_UP] * 10 + [_ALIKE] * MOST) == measure_drift([_ALIKE] * MOST)


def test_without_works_there_is_nothing_to_measure() -> None:
    with pytest.raises(ValueError, match="No known work"):
        measure_drift([KnownRating(0, 0, 0)])


@given(_RATINGS)
def test_the_range_is_the_same_every_time_and_holds_the_mean(ratings: list[KnownRating]) -> None:
    drift = measure_drift(ratings)
    assert drift == measure_drift(list(ratings))
    if drift.likely is not None:
        assert drift.likely.low - 1e-9 <= drift.likely.value <= drift.likely.high + 1e-9
        mixed = random.Random(3).sample(ratings[-MOST:], len(ratings[-MOST:]))
        assert measure_drift(mixed).likely == pytest.approx(drift.likely)


@given(_RATINGS)
def test_to_turn_every_difference_around_turns_the_flags_around(ratings: list[KnownRating]) -> None:
    turned = [KnownRating(each.criteria, each.exact, -each.difference) for each in ratings]
    drift, mirror = measure_drift(ratings), measure_drift(turned)
    assert drift.exact == mirror.exact
    assert drift.difference == pytest.approx(-mirror.difference)
