# SPDX-License-Identifier: Apache-2.0
"""Results by group: nobody can be told from a small count, also not by subtraction, and differences have a range."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.assessment.fairness import LEAST, differential_severity, results_by_group, wilson
from cairn.assessment.models import GroupAnswer
from cairn.assessment.selectors.fairness import measure_fairness
from cairn.foundation import clock
from cairn.foundation.scopes import organization_scope
from tests.domain.assessment.conftest import School
from tests.factories.assessment import make_decision, make_submitted
from tests.factories.people import make_person


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


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 30), max_size=6))
def test_no_small_count_is_shown_or_can_be_told(counts: dict[str, int]) -> None:
    found = results_by_group(_rows(**{group: (count, count // 2) for group, count in counts.items()}))
    shown = {row.group: row.decided for row in found if not row.is_hidden}
    assert all(count is not None and count >= LEAST for count in shown.values())
    hidden = Counter({group: count for group, count in counts.items() if group not in shown})
    assert len(hidden) != 1 or len(counts) == 1


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


@pytest.mark.parametrize("answered", [10, 9])
def test_decisions_are_compared_by_what_learners_said(school: School, answered: int) -> None:
    for number in range(11):
        learner = make_person(f"Learner {number}")
        make_decision(make_submitted(school.version, learner=learner), school.assessor)
        if number < answered:
            GroupAnswer.objects.create(person=learner, question="age", answer="25-34", given_at=clock.now())
    with organization_scope(school.organization.pk):
        found = measure_fairness(school.version.achievement_id)
    assert (found.decided, found.answered) == (11, answered)
    [question] = found.questions
    assert [row.decided for row in question.results] == [10 if answered == 10 else None]


@pytest.mark.parametrize("works", [10, 15, 23, 31])
def test_noise_of_floats_is_no_difference(works: int) -> None:
    # The means of equal thirds differ in the last digit, by how many there are.
    rows = [*[("north", 1 / 3)] * works, *[("south", 1 / 3)] * 17]
    assert {found.is_flagged for found in differential_severity({"x": rows})} == {False}
