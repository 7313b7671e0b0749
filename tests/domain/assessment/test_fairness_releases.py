# SPDX-License-Identifier: Apache-2.0
"""Results by group stand still within a month, and two of them side by side tell nothing of fewer than ten people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import chain, combinations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.assessment import selectors, services
from cairn.assessment.fairness import LEAST
from cairn.assessment.fairness_figures import Fairness, Known, make_figures
from cairn.assessment.fairness_json import read_figures, write_figures
from cairn.assessment.models import FairnessRelease
from cairn.foundation import clock
from cairn.foundation.errors import PermissionDenied
from cairn.foundation.models import AuditEntry
from cairn.foundation.scopes import everything, organization_scope
from tests.domain.assessment.conftest import School
from tests.factories.fairness import FEBRUARY, JANUARY, MARCH, decide_on, release

END_OF_JANUARY = date(2027, 1, 31)
END_OF_FEBRUARY = date(2027, 2, 28)


def _shown(found: Fairness | None) -> dict[str, dict[str, tuple[int | None, int | None]]]:
    assert found is not None
    return {
        question.question: {row.group: (row.decided, row.passed) for row in question.results}
        for question in found.questions
    }


def _known(*groups: tuple[str, str, bool, int], differences: Mapping[str, Mapping[UUID, float]] | None = None) -> Known:
    """Make learners: their age, their gender (blank where it was not said), whether they passed, and how many."""
    learners = list(chain.from_iterable([group[:3]] * group[3] for group in groups))
    people = {UUID(int=number): learner for number, learner in enumerate(learners)}
    return Known(
        {key: passed for key, (_age, _gender, passed) in people.items()},
        {
            "age": {key: age for key, (age, _gender, _passed) in people.items() if age},
            "gender": {key: gender for key, (_age, gender, _passed) in people.items() if gender},
        },
        differences or {},
    )


# --- one table ---


def test_two_small_groups_cannot_be_told_by_another_question() -> None:
    found = make_figures(
        _known(("old", "man", False, 1), ("young", "man", False, 1), ("a", "man", True, 40), ("b", "man", True, 30)),
        END_OF_JANUARY,
    )
    assert _shown(found) == {
        "age": {"a": (40, 40), "b": (None, None), "old": (None, None), "young": (None, None)},
        "gender": {"man": (72, 70)},
    }


def test_how_many_answered_is_exact_only_where_nothing_is_hidden() -> None:
    some = make_figures(_known(("a", "man", True, 43), ("b", "man", True, 3), ("", "", True, 2)), END_OF_JANUARY)
    none = make_figures(_known(("a", "man", True, 43), ("b", "man", True, 13), ("", "", True, 2)), END_OF_JANUARY)
    assert some is not None
    assert none is not None
    assert [(found.decided, found.answered, found.hides_groups) for found in (some, none)] == [
        (48, 40, True),
        (58, 56, False),
    ]


def test_figures_are_read_as_they_were_written() -> None:
    learners = [UUID(int=number) for number in range(40)]
    known = _known(
        ("a", "man", True, 15),
        ("b", "woman", False, 20),
        ("c", "man", True, 5),
        differences={"p": {key: number % 3 - 1.0 for number, key in enumerate(learners)}},
    )
    found = make_figures(known, END_OF_JANUARY)
    assert found is not None
    assert [row.n_group for question in found.questions for row in question.severity] == [20, 20, 20]
    assert read_figures(END_OF_JANUARY, write_figures(found)) == found
    # What is hidden is not stored either.
    assert write_figures(found)["questions"]["age"]["results"] == {"a": None, "b": [20, 0], "c": None}
    assert write_figures(found)["questions"]["age"]["rest"] == (20, 20)


# --- two tables ---

_COUNTS = st.dictionaries(st.sampled_from("abcd"), st.tuples(st.integers(0, 25), st.integers(0, 25)), max_size=4)
_MORE = st.dictionaries(st.sampled_from("abcd"), st.tuples(*[st.sampled_from([0, 0, 0, 1, 5, 10, 14])] * 2), max_size=4)


def _of_counts(counts: Mapping[str, tuple[int, int]]) -> Known:
    return _known(
        *(
            row
            for group, (passed, failed) in counts.items()
            for row in ((group, "man", True, passed), (group, "man", False, failed))
        )
    )


def _tellable(found: Fairness, counts: Mapping[str, tuple[int, int]]) -> dict[frozenset[str], tuple[int, int]]:
    """Return every set of ages whose sum follows from what is shown and the totals: how many people, and who passed."""
    age = next(question for question in found.questions if question.question == "age")
    parts = [frozenset({row.group}) for row in age.results if not row.is_hidden]
    parts.append(frozenset(row.group for row in age.results if row.is_hidden))
    unions = chain.from_iterable(combinations(parts, size) for size in range(len(parts) + 1))
    sets = {frozenset().union(*union) for union in unions}
    return {
        groups: (sum(sum(counts[group]) for group in groups), sum(counts[group][0] for group in groups))
        for groups in sets
    }


@given(_COUNTS, _MORE)
def test_no_two_releases_tell_of_few_people(
    first: dict[str, tuple[int, int]], more: dict[str, tuple[int, int]]
) -> None:
    names = first.keys() | more.keys()
    both = {
        group: (
            first.get(group, (0, 0))[0] + more.get(group, (0, 0))[0],
            first.get(group, (0, 0))[1] + more.get(group, (0, 0))[1],
        )
        for group in names
    }
    before = make_figures(_of_counts(first), END_OF_JANUARY)
    after = make_figures(_of_counts(both), END_OF_FEBRUARY, before=before)
    if before is None or after is None:
        return
    old, new = _tellable(before, first), _tellable(after, both)
    for groups in old.keys() & new.keys():
        people, passed = new[groups][0] - old[groups][0], new[groups][1] - old[groups][1]
        assert people >= LEAST or (people, passed) == (0, 0)


def test_one_more_learner_changes_nothing() -> None:
    before = make_figures(_known(("a", "man", True, 20), ("b", "woman", True, 20)), END_OF_JANUARY)
    later = [("a", "man", True, 21), ("b", "woman", True, 20)]
    assert make_figures(_known(*later), END_OF_FEBRUARY, before=before) is None
    later = [("a", "man", True, 30), ("b", "woman", True, 20)]
    assert _shown(make_figures(_known(*later), END_OF_FEBRUARY, before=before))["age"] == {"a": (30, 30), "b": (20, 20)}


def test_a_result_that_changes_later_is_not_told() -> None:
    before = make_figures(_known(("a", "man", True, 19), ("a", "man", False, 1)), END_OF_JANUARY)
    assert make_figures(_known(("a", "man", True, 20)), END_OF_FEBRUARY, before=before) is None


def test_whoever_takes_an_answer_back_is_not_told() -> None:
    before = make_figures(_known(("a", "man", True, 20), ("b", "woman", True, 20)), END_OF_JANUARY)
    later = _known(("a", "man", True, 20), ("b", "woman", True, 19), ("", "woman", True, 1))
    assert make_figures(later, END_OF_FEBRUARY, before=before) is None


def test_severity_of_one_more_work_is_not_told_with_new_results() -> None:
    ones = {UUID(int=number): 0.5 for number in range(20)} | {UUID(int=number): 0.0 for number in range(100, 120)}
    first = _known(("a", "man", True, 100), ("b", "woman", True, 100), differences={"p": ones})
    before = make_figures(first, END_OF_JANUARY)
    many = _known(("a", "man", True, 100), ("b", "woman", True, 120), differences={"p": ones | {UUID(int=150): 1.0}})
    after = make_figures(many, END_OF_FEBRUARY, before=before)
    assert after is not None
    [found] = after.questions[0].by_assessor
    assert (found.through, [(row.group, row.n_group) for row in found.rows]) == (END_OF_JANUARY, [("a", 20), ("b", 20)])
    enough = {UUID(int=number): 1.0 for number in range(150, 160)}
    later = make_figures(
        _known(("a", "man", True, 100), ("b", "woman", True, 140), differences={"p": ones | enough}),
        date(2027, 3, 31),
        before=after,
    )
    assert later is not None
    [found] = later.questions[0].by_assessor
    assert (found.through, [row.n_group for row in found.rows]) == (date(2027, 3, 31), [20, 30])


# --- months ---


def test_the_month_that_runs_is_not_shown(school: School) -> None:
    with clock.at(JANUARY):
        decide_on(school.version, school.assessor, count=10, age="18_24")
        decide_on(school.version, school.assessor)
        assert release(school.version, JANUARY) is None
    found = release(school.version, FEBRUARY)
    assert found is not None
    assert (found.through, found.decided, found.answered) == (END_OF_JANUARY, 11, 10)
    assert _shown(found) == {"age": {"18_24": (10, 10)}}


def test_an_assessor_learns_nothing_from_one_more_decision(school: School) -> None:
    with clock.at(JANUARY):
        decide_on(school.version, school.assessor, count=11, age="18_24", gender="man")
    before = release(school.version, FEBRUARY)
    with clock.at(FEBRUARY):
        decide_on(school.version, school.assessor, age="18_24", gender="man", passes=False)
    assert release(school.version, FEBRUARY) == before
    # The month is over, and still it would tell of one person.
    assert release(school.version, MARCH) == before
    with clock.at(FEBRUARY):
        decide_on(school.version, school.assessor, count=9, age="18_24", gender="man")
    found = release(school.version, MARCH)
    assert found is not None
    assert found.through == END_OF_FEBRUARY
    assert _shown(found) == {"age": {"18_24": (21, 20)}, "gender": {"man": (21, 20)}}


def test_the_periodic_work_releases_a_month_once(school: School) -> None:
    with clock.at(JANUARY):
        decide_on(school.version, school.assessor, count=10, age="18_24")
    with clock.at(FEBRUARY):
        assert [services.release_fairness_everywhere() for _time in range(2)] == [1, 0]
        assert services.tend_fairness() == 0
    with everything("a test looks"):
        assert list(FairnessRelease.objects.values_list("through", flat=True)) == [END_OF_JANUARY]
        entries = AuditEntry.objects.filter(action="reliability.by_group")
        assert list(entries.values_list("facts", "actor_id")) == [({"through": "2027-01-31"}, "cairn")]


def test_only_whoever_looks_after_the_queue_releases(school: School) -> None:
    with clock.at(JANUARY):
        decide_on(school.version, school.assessor, count=10, age="18_24")
    with organization_scope(school.organization.pk), clock.at(FEBRUARY):
        with pytest.raises(PermissionDenied):
            services.release_fairness(school.version.achievement, acting=school.assessor.as_actor())
        assert selectors.find_fairness(school.version.achievement_id) is None
