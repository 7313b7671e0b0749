# SPDX-License-Identifier: Apache-2.0
"""Results by group: nobody can be told from a small count, also not by subtraction, and differences have a range."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.assessment.fairness import LEAST, differential_severity, results_by_group, wilson


def _rows(**counts: tuple[int, int]) -> list[tuple[str, bool]]:
    return [(group, place < passed) for group, (total, passed) in counts.items() for place in range(total)]


def test_groups_of_ten_or_more_are_shown_with_a_range() -> None:
    low, high = wilson(8, 10)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    [only] = results_by_group(_rows(women=(10, 8)))
    assert (only.decided, only.passed, only.share, only.low, only.high) == (10, 8, 0.8, low, high)


def test_one_small_group_hides_the_next_smallest_too() -> None:
    found = {row.group: row.decided for row in results_by_group(_rows(a=(9, 5), b=(12, 6), c=(40, 20)))}
    assert found == {"a": None, "b": None, "c": 40}


def test_two_small_groups_hide_each_other() -> None:
    found = {row.group: row.decided for row in results_by_group(_rows(a=(9, 5), b=(3, 1), c=(40, 20)))}
    assert found == {"a": None, "b": None, "c": 40}


def test_small_groups_that_are_few_together_hide_the_next_smallest_too() -> None:
    found = {row.group: row.decided for row in results_by_group(_rows(a=(1, 0), b=(1, 0), c=(30, 20), d=(40, 35)))}
    assert found == {"a": None, "b": None, "c": None, "d": 40}


@given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.integers(1, 30), st.integers(0, 30)), max_size=6))
def test_no_small_count_is_shown_or_can_be_told(counts: dict[str, tuple[int, int]]) -> None:
    found = results_by_group(_rows(**counts))
    shown = {row.group: (row.decided, row.passed) for row in found if not row.is_hidden}
    assert shown == {group: (total, min(total, passed)) for group, (total, passed) in counts.items() if group in shown}
    assert all(counts[group][0] >= LEAST for group in shown)
    # Whoever knows the total of the question, and how many of all passed, is left with ten people or nobody.
    left = sum(total for group, (total, _passed) in counts.items() if group not in shown)
    assert left == 0 or left >= LEAST or not shown


def test_severity_says_nothing_that_leaves_few_people_over() -> None:
    rows = [*[("a", 0.5)] * 20, *[("b", 0.0)] * 12, *[("c", -1.0)] * 3]
    # With the range for "b" and the mean of all, the three of "c" could be reckoned.
    assert [(row.group, row.n_group, row.n_others) for row in differential_severity({"p": rows})] == [("a", 20, 15)]
    hidden = differential_severity({"p": rows}, hidden={"a"})
    assert [(row.group, row.n_group, row.n_others) for row in hidden] == [("b", 12, 23)]
    assert differential_severity({"p": rows[:32]}, hidden={"a", "b"}) == ()


def test_severity_that_differs_by_group_is_flagged_with_its_range() -> None:
    same = [("x", 0.5), ("x", -0.5)] * 10 + [("y", 0.5), ("y", -0.5)] * 10
    harsh = [("x", -1.0), ("x", -0.5)] * 10 + [("y", 0.5), ("y", 0.0)] * 10
    fair = differential_severity({"p": same})
    assert [(row.group, row.difference, row.is_flagged) for row in fair] == [("x", 0.0, False), ("y", 0.0, False)]
    flagged = differential_severity({"p": harsh})
    assert [(row.group, row.difference, row.is_flagged) for row in flagged] == [("x", -1.0, True), ("y", 1.0, True)]
    assert flagged[0].low < -1.0 < flagged[0].high < 0
    assert flagged == differential_severity({"p": harsh})


def test_few_works_say_nothing_of_severity() -> None:
    assert differential_severity({"p": [("x", 1.0)] * 9 + [("y", 0.0)] * 50}) == ()


@pytest.mark.parametrize("works", [10, 15, 23, 31])
def test_noise_of_floats_is_no_difference(works: int) -> None:
    # The means of equal thirds differ in the last digit, by how many there are.
    rows = [*[("north", 1 / 3)] * works, *[("south", 1 / 3)] * 17]
    assert {found.is_flagged for found in differential_severity({"x": rows})} == {False}
