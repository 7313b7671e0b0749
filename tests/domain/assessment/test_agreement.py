# SPDX-License-Identifier: Apache-2.0
"""Figures of agreement: kept as ratings arrive, measured in the background, the same whichever way they are counted."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import timedelta
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks

from cairn.accounts.models import Person
from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.achievements.services import begin_version, publish_version, save_draft
from cairn.assessment import selectors, services
from cairn.assessment.earlier import EarlierPair, read_double_ratings
from cairn.assessment.models import AgreementFigures, DoubleRating
from cairn.assessment.pairing import Sums
from cairn.assessment.selectors import StandingState, WhyNotEstablished
from cairn.assessment.services.agreement import measure_figures, request_measurement
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Invalid, NotFound, PermissionDenied
from cairn.foundation.models import AuditEntry, OutboxEvent
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.factories.assessment import finish, make_policy, make_submitted
from tests.factories.people import make_person, member

LEVELS: Final = ("not_yet", "meets", "exceeds")
GOOD: Final = {"plan": "meets", "insight": "meets"}
STRONG: Final = {"plan": "exceeds", "insight": "meets"}


def pair(number: int, plan: tuple[str, str], insight: tuple[str, str] = ("meets", "meets")) -> EarlierPair:
    """Return an earlier work with the levels that two raters gave in each criterion."""
    return EarlierPair(
        work=f"work-{number:03}",
        rater_a="Ann",
        rater_b="Ben",
        levels_a={"plan": plan[0], "insight": insight[0]},
        levels_b={"plan": plan[1], "insight": insight[1]},
        rated_on=None,
    )


def bring_in(school: School, pairs: list[EarlierPair]) -> None:
    """Bring earlier works in and measure them."""
    with organization_scope(school.organization.pk):
        services.import_double_ratings(school.version.achievement, pairs, acting=SYSTEM)
        measure(school)


def measure(school: School) -> None:
    """Measure the figures now, as the background would."""
    found = figures(school)
    assert found is not None
    measure_figures.func(str(found.pk))


def figures(school: School) -> AgreementFigures | None:
    """Return what is kept of the rubric."""
    with everything("a test looks"):
        found: AgreementFigures | None = AgreementFigures.objects.first()
    return found


def standing(school: School) -> selectors.ReliabilityStanding:
    """Return how the agreement stands."""
    digest = rubric_digest(school.version.definition.rubric)
    with organization_scope(school.organization.pk):
        return selectors.reliability_standing(school.version.achievement_id, digest)


@pytest.fixture
def second(school: School) -> Person:
    return member(school.organization, "assessor", name="Cy Assessor")


def test_a_double_rating_is_counted_with_it_and_measured_after_the_commit(
    school: School, second: Person, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    make_policy(school.version, second_share=100, differ_share=50)
    row = make_submitted(school.version, learner=school.learner)
    finish(row, school.assessor, GOOD)
    assert figures(school) is None
    with django_capture_on_commit_callbacks(execute=False):
        finish(row, second, STRONG)
    kept = figures(school)
    assert kept is not None
    assert (kept.n_works, kept.measured_works, kept.measured_at) == (1, 0, None)
    assert (kept.tallies["all"]["works"], kept.tallies["same_result"]) == (1, 1)
    assert set(kept.tallies["criteria"]) == {"plan", "insight"}
    assert standing(school).why is WhyNotEstablished.NOT_MEASURED
    with django_capture_on_commit_callbacks(execute=True), organization_scope(school.organization.pk):
        request_measurement(school.version.achievement_id, kept.rubric_digest)
    found = standing(school)
    assert (found.state, found.why, found.n_works, found.n_raters) == (
        StandingState.NOT_ESTABLISHED,
        WhyNotEstablished.TOO_FEW,
        1,
        2,
    )


def test_the_event_measures_through_the_outbox(
    school: School, second: Person, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    make_policy(school.version, second_share=100, differ_share=50)
    row = make_submitted(school.version, learner=school.learner)
    finish(row, school.assessor, GOOD)
    with django_capture_on_commit_callbacks(execute=True):
        finish(row, second, GOOD)
    assert standing(school).n_works == 1
    assert OutboxEvent.objects.filter(name="assessment.rated_twice", delivered_at=None).count() == 0


def test_a_burst_is_measured_once(school: School) -> None:
    bring_in(school, [pair(1, ("meets", "meets")), pair(2, ("meets", "exceeds"))])
    before = figures(school)
    assert before is not None
    for _ in range(3):
        measure(school)
    after = figures(school)
    assert after is not None
    assert (after.measured_at, after.measured) == (before.measured_at, before.measured)


def test_of_many_works_a_few_more_wait_for_a_day(school: School) -> None:
    bring_in(school, [pair(number, ("meets", LEVELS[number % 3])) for number in range(101)])
    with organization_scope(school.organization.pk):
        services.import_double_ratings(school.version.achievement, [pair(200, ("meets", "meets"))], acting=SYSTEM)
    measure(school)
    kept = figures(school)
    assert kept is not None
    assert (kept.n_works, kept.measured_works) == (102, 101)
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert services.measure_waiting() == 1
        measure(school)
    kept = figures(school)
    assert kept is not None
    assert kept.measured_works == 102


def test_works_asked_for_because_of_the_first_result_are_not_counted(school: School, second: Person) -> None:
    make_policy(school.version, borderline_points=50, differ_share=100)
    row = make_submitted(school.version, learner=school.learner)
    finish(row, school.assessor, GOOD)
    finish(row, second, GOOD)
    with everything("a test looks"):
        assert list(DoubleRating.objects.values_list("is_planned", flat=True)) == [False]
    assert figures(school) is None
    assert standing(school).why is WhyNotEstablished.NOTHING_RATED_TWICE


def test_a_work_that_is_left_out_is_taken_away(school: School, second: Person) -> None:
    make_policy(school.version, second_share=100, differ_share=100)
    rows = [make_submitted(school.version, learner=make_person()) for _ in range(2)]
    for row in rows:
        finish(row, school.assessor, GOOD)
        finish(row, second, GOOD)
    owner = member(school.organization, "owner")
    with organization_scope(school.organization.pk):
        assert services.leave_out_double_rating(rows[0], 1, acting=owner.as_actor(), reason="Handed in twice")
        assert not services.leave_out_double_rating(rows[0], 1, acting=owner.as_actor(), reason="Handed in twice")
        entry = AuditEntry.objects.get(action="reliability.leave_out")
    kept = figures(school)
    assert kept is not None
    assert (kept.n_works, entry.facts) == (1, {"round": 1, "reason": "Handed in twice"})


def test_an_assessor_may_not_leave_a_work_out(school: School, second: Person) -> None:
    make_policy(school.version, second_share=100, differ_share=100)
    row = make_submitted(school.version, learner=school.learner)
    finish(row, school.assessor, GOOD)
    finish(row, second, GOOD)
    with organization_scope(school.organization.pk), pytest.raises(PermissionDenied):
        services.leave_out_double_rating(row, 1, acting=second.as_actor(), reason="I was wrong")
    kept = figures(school)
    assert kept is not None
    assert (kept.n_works, AuditEntry._base_manager.filter(action="reliability.leave_out").count()) == (1, 0)


def test_levels_that_stood_before_are_not_counted_as_agreement(school: School, second: Person) -> None:
    row = make_submitted(school.version, learner=school.learner)
    finish(row, school.assessor, {"plan": "meets", "insight": "not_yet"}, items_to_improve=["r1"])
    make_policy(school.version, second_share=100, differ_share=100)
    with person_scope(school.learner.pk):
        services.save_answer(row, "r1", "I would ask for two.", expected_revision=1, acting=school.learner.as_actor())
        row = services.submit_submission(
            row, acting=school.learner.as_actor(), declaration=services.Declaration(own_work=True)
        )
    finish(row, school.assessor, GOOD)
    finish(row, second, GOOD)
    with everything("a test looks"):
        double = DoubleRating.objects.get()
    assert (double.round, double.levels_a, double.levels_b) == (2, {"insight": "meets"}, {"insight": "meets"})
    kept = figures(school)
    assert kept is not None
    assert list(kept.tallies["criteria"]) == ["insight"]


LEVEL = st.sampled_from(LEVELS)
WORKS = st.lists(st.tuples(LEVEL, LEVEL, LEVEL, LEVEL, st.booleans()), min_size=1, max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(works=WORKS)
def test_added_and_taken_away_one_by_one_is_the_same_as_counted_at_once(
    school: School, works: list[tuple[str, str, str, str, bool]]
) -> None:
    rubric = school.version.definition.rubric
    rows = [
        DoubleRating(
            levels_a={"plan": a, "insight": c},
            levels_b={"plan": b, "insight": d},
            passed_a=a != "not_yet",
            passed_b=b != "not_yet",
        )
        for a, b, c, d, _kept in works
    ]
    total = Sums()
    for row in rows:
        total = Sums.from_json(json.loads(json.dumps(total.to_json()))) + Sums.of([row], rubric)
    assert total == Sums.of(rows, rubric)
    kept = [row for row, work in zip(rows, works, strict=True) if work[4]]
    for row in rows:
        if row not in kept:
            total = total - Sums.of([row], rubric)
    assert total == Sums.of(kept, rubric)


def test_to_rebuild_changes_nothing(school: School, second: Person) -> None:
    make_policy(school.version, second_share=100, differ_share=100)
    for levels in (GOOD, STRONG, GOOD):
        row = make_submitted(school.version, learner=make_person())
        finish(row, school.assessor, GOOD)
        finish(row, second, levels)
    bring_in(school, [pair(1, ("meets", "not_yet"))])
    before = figures(school)
    assert before is not None
    with organization_scope(school.organization.pk):
        [after] = services.rebuild_figures(school.version.achievement, acting=SYSTEM)
    assert (after.n_works, after.tallies) == (4, before.tallies)


def test_an_earlier_work_is_brought_in_once(school: School) -> None:
    with organization_scope(school.organization.pk):
        works = [pair(1, ("meets", "meets")), pair(2, ("meets", "exceeds"))]
        first = services.import_double_ratings(school.version.achievement, works[:1], acting=SYSTEM)
        second = services.import_double_ratings(school.version.achievement, works, acting=SYSTEM)
    assert (first, second) == (services.BroughtIn(1, 0), services.BroughtIn(1, 1))
    kept = figures(school)
    assert kept is not None
    assert kept.n_works == 2


def test_two_names_of_one_person_are_no_two_raters(school: School) -> None:
    [found] = read_double_ratings(TABLE.replace("Ann", "Zed").encode(), school.version.definition.rubric)
    people = {"Ben": school.assessor.pk, "Zed": school.assessor.pk}
    with organization_scope(school.organization.pk), pytest.raises(Invalid) as refused:
        services.import_double_ratings(school.version.achievement, [found], acting=SYSTEM, people=people)
    assert (refused.value.code, refused.value.facts) == ("one_person", {"line": 2, "work": "w1"})
    assert refused.value.detail == (
        "Line 2, work “w1”: “Ben” and “Zed” are the same person here. Name two different raters, or leave the work out."
    )
    with everything("a test counts"):
        assert DoubleRating.objects.count() == 0


def publish_next(school: School) -> AchievementVersion:
    """Publish another version, whose middle level has another name."""
    with everything("a test publishes"):
        draft = begin_version(school.version.achievement, acting=SYSTEM)
        stored = deepcopy(draft.stored)
        stored["rubric"]["levels"][1]["name"] = "There"
        definition = type(draft.definition).from_json(stored)
        save_draft(draft, definition, expected_revision=draft.revision, acting=SYSTEM)
        draft.refresh_from_db()
        return publish_version(draft, acting=SYSTEM)


def test_works_count_for_the_rubric_by_which_they_were_read(school: School) -> None:
    achievement, newer = school.version.achievement, publish_next(school)
    with organization_scope(school.organization.pk):
        services.import_double_ratings(achievement, [pair(1, ("meets", "meets"))], acting=SYSTEM, number=1)
        services.import_double_ratings(achievement, [pair(2, ("meets", "meets"))], acting=SYSTEM)
        with pytest.raises(NotFound):
            services.import_double_ratings(achievement, [pair(3, ("meets", "meets"))], acting=SYSTEM, number=3)
        kept = dict(DoubleRating.objects.values_list("work", "version__number"))
        counted = {row.rubric_digest: row.n_works for row in AgreementFigures.objects.all()}
    assert kept == {"work-001": 1, "work-002": 2}
    assert counted == {rubric_digest(row.definition.rubric): 1 for row in (school.version, newer)}


def test_an_author_may_not_bring_works_in(school: School) -> None:
    author, works = member(school.organization, "author"), [pair(1, ("meets", "meets"))]
    with organization_scope(school.organization.pk), pytest.raises(PermissionDenied):
        services.import_double_ratings(school.version.achievement, works, acting=author.as_actor())
    assert figures(school) is None


TABLE: Final = (
    "work_id,rater_a,rater_b,criterion,level_a,level_b,rated_on\n"
    "w1,Ann,Ben,plan,Meets,exceeds,2026-03-01\n"
    "w1,Ann,Ben,Use of results,meets,meets,2026-03-02\n"
)


def test_a_table_is_read_by_id_and_by_name(school: School) -> None:
    [found] = read_double_ratings(TABLE.encode(), school.version.definition.rubric)
    assert (found.work, found.rater_a, found.rater_b, str(found.rated_on)) == ("w1", "Ann", "Ben", "2026-03-02")
    assert found.levels_a == {"plan": "meets", "insight": "meets"}
    assert found.levels_b == {"plan": "exceeds", "insight": "meets"}


def test_the_raters_of_a_table_stand_in_the_order_of_their_names(school: School) -> None:
    [found] = read_double_ratings(TABLE.replace("Ann", "Zed").encode(), school.version.definition.rubric)
    assert (found.rater_a, found.rater_b, found.levels_a["plan"], found.levels_b["plan"]) == (
        *("Ben", "Zed"),
        *("exceeds", "meets"),
    )


@pytest.mark.parametrize(
    ("changed", "code", "where"),
    [
        (("Meets", "Good"), "no_such_level", {"line": 2, "column": "level_a"}),
        (("plan", "plain"), "no_such_criterion", {"line": 2, "column": "criterion"}),
        (("Use of results", "plan"), "criterion_twice", {"line": 2, "column": "criterion"}),
        (("2026-03-02", "2 March"), "no_such_day", {"line": 3, "column": "rated_on"}),
        (("w1,Ann,Ben,Use", "w1,Ann,Cy,Use"), "raters_differ", {"line": 3, "column": "rater_b"}),
        (("Ben", "Ann"), "raters_differ", {"line": 2, "column": "rater_b"}),
        (("w1,Ann,Ben,plan", ",Ann,Ben,plan"), "no_name", {"line": 2, "column": "work"}),
        (("level_b", "level_2"), "no_columns", {"line": 1}),
        (("plan,Meets", 'plan,"Me"ets'), "not_text", {}),
    ],
)
def test_a_table_that_does_not_fit_says_where(
    school: School, changed: tuple[str, str], code: str, where: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refusal:
        read_double_ratings(TABLE.replace(*changed).encode(), school.version.definition.rubric)
    assert refusal.value.code == code
    assert {name: refusal.value.facts[name] for name in where} == where
