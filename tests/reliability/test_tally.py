# SPDX-License-Identifier: Apache-2.0
"""Sums of ratings: they add up exactly, survive storage, and do not mind names or order."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from functools import reduce
from operator import add

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.assessment.reliability import (
    FIGURES,
    Coefficients,
    RatingRow,
    RatingTable,
    ReliabilityError,
    Tally,
    coefficients,
)
from tests.reliability.tables import random_table, table_of

LEVELS = ("low", "middle", "high")
NUMBERS = st.integers(0, 5000)


@st.composite
def ratings(draw: st.DrawFn) -> list[RatingRow]:
    """Draw some ratings, at most one by each rater of each work in each criterion."""
    keys = st.tuples(st.sampled_from("uvwxyz"), st.sampled_from("abc"), st.sampled_from("cd"))
    chosen = draw(st.lists(keys, unique=True, min_size=1, max_size=20))
    return [RatingRow(*key, draw(st.sampled_from(LEVELS))) for key in chosen]


def _of(rows: list[RatingRow]) -> Tally:
    return Tally.of(RatingTable.from_rows(rows, LEVELS))


@settings(deadline=None)
@given(ratings())
def test_the_sum_of_the_works_is_the_whole(rows: list[RatingRow]) -> None:
    by_work = [_of([row for row in rows if row.work == work]) for work in {row.work for row in rows}]
    assert reduce(add, by_work) == _of(rows)


@settings(deadline=None)
@given(ratings(), st.data())
def test_a_work_that_is_taken_away_leaves_no_trace(rows: list[RatingRow], data: st.DataObject) -> None:
    work = data.draw(st.sampled_from(sorted({row.work for row in rows})))
    gone, left = ([row for row in rows if (row.work == work) is is_gone] for is_gone in (True, False))
    if left:
        assert _of(rows) - _of(gone) == _of(left)


@settings(deadline=None)
@given(ratings(), st.randoms(use_true_random=False))
def test_the_order_of_ratings_does_not_matter(rows: list[RatingRow], rng: random.Random) -> None:
    mixed = rows.copy()
    rng.shuffle(mixed)
    assert _of(mixed) == _of(rows)


@settings(deadline=None)
@given(ratings())
def test_names_do_not_matter_but_for_the_order_of_two_raters(rows: list[RatingRow]) -> None:
    other = {"a": "z", "b": "y", "c": "x"}
    renamed = _of([RatingRow(f"{row.work}!", other[row.rater], row.criterion, row.level) for row in rows])
    found = _of(rows)
    turned = tuple(found.cross[3 * column + row] for row in range(3) for column in range(3))
    assert renamed == replace(found, cross=turned)


@settings(deadline=None)
@given(ratings())
def test_a_tally_survives_storage(rows: list[RatingRow]) -> None:
    found = _of(rows)
    assert Tally.from_json(json.loads(json.dumps(found.to_json()))) == found


@given(NUMBERS)
@settings(max_examples=30, deadline=None)
def test_adding_one_work_after_the_other_gives_the_same_coefficients(number: int) -> None:
    table = random_table(number)
    empty = Tally.of(table) - Tally.of(table)
    grown = reduce(add, (Tally.of(table.of_works([work])) for work in table.works), empty)
    assert coefficients(grown) == coefficients(Tally.of(table))


@given(NUMBERS)
@settings(max_examples=30, deadline=None)
def test_turning_the_scale_around_changes_no_coefficient(number: int) -> None:
    table = random_table(number)
    turned = replace(table, level=len(table.levels) - 1 - table.level)
    _assert_equal(coefficients(Tally.of(turned)), coefficients(Tally.of(table)))


@given(NUMBERS)
@settings(max_examples=30, deadline=None)
def test_swapping_the_raters_changes_no_coefficient(number: int) -> None:
    table = random_table(number)
    turned = replace(table, rater=len(table.raters) - 1 - table.rater)
    _assert_equal(coefficients(Tally.of(turned)), coefficients(Tally.of(table)))


def _assert_equal(mine: Coefficients, other: Coefficients) -> None:
    for name in FIGURES:
        one, two = getattr(mine, name), getattr(other, name)
        assert one.undefined == two.undefined
        assert one.value == pytest.approx(two.value, abs=1e-12), name


def test_one_criterion_is_counted_as_if_it_were_alone() -> None:
    rows = [RatingRow("w", "a", "c", "low"), RatingRow("w", "b", "d", "high"), RatingRow("w", "b", "c", "high")]
    table = RatingTable.from_rows(rows, LEVELS)
    assert Tally.of(table, "c") == _of([row for row in rows if row.criterion == "c"])


def test_a_tally_says_what_it_counted() -> None:
    found = Tally.of(table_of([(0, 0), (1, 2), (2, 1), (2, None), (0, 1, 1)], 3))
    assert (found.works, found.compared, found.crowded, found.n_pairs) == (5, 4, 1, 6)
    assert found.single == (0, 0, 1)
    assert found.cross == (1, 0, 0, 0, 0, 1, 0, 1, 0)
    assert found.pairs == ((2, (1, 0, 0, 0, 2, 0)), (3, (0, 2, 0, 1, 0, 0)))


def test_scales_of_different_length_do_not_add_up() -> None:
    with pytest.raises(ReliabilityError, match=r"^Sums over 3 and 4 levels do not go together\. Count both"):
        _ = Tally.of(table_of([(0, 0)], 3)) + Tally.of(table_of([(0, 0)], 4))


def test_what_was_never_counted_cannot_be_taken_away() -> None:
    with pytest.raises(ReliabilityError, match=r"^More was taken away than was counted\."):
        _ = Tally.of(table_of([(0, 0)], 3)) - Tally.of(table_of([(1, 1)], 3))


@pytest.mark.parametrize(
    "change",
    [
        {"levels": "x"}, {"levels": None}, {"single": [0]}, {"cross": [1, 2, 3]}, {"pairs": []}, {"works": -1},
        {"pairs": {"2": [0]}}, {"pairs": {"1": [0, 0, 0]}},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_tally_is_refused(change: dict[str, object]) -> None:
    stored = Tally.of(table_of([(0, 1)], 2)).to_json()
    assert Tally.from_json(stored).n_pairs == 1
    with pytest.raises(ReliabilityError):
        Tally.from_json(stored | change)
    with pytest.raises(ReliabilityError, match=r"^These are no sums of ratings\."):
        Tally.from_json({})
