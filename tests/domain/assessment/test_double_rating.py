# SPDX-License-Identifier: Apache-2.0
"""A round that is rated twice, apart from each other, and by a third assessor where the two differ."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cairn.accounts.models import Person
from cairn.achievements.rubrics import rubric_digest
from cairn.assessment import selectors, services
from cairn.assessment.models import (
    Brake,
    BrakeReason,
    Decision,
    DecisionKind,
    DoubleRating,
    Outcome,
    Rating,
    RatingState,
    Seat,
    Submission,
    SubmissionState,
    WhileUnproven,
)
from cairn.foundation import clock
from cairn.foundation.errors import Conflict
from cairn.foundation.models import OutboxEvent, OutgoingMail
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.factories.assessment import finish, make_policy, make_rating, make_submitted
from tests.factories.people import make_person, member

_STRONG = {"plan": "exceeds", "insight": "meets"}
_GOOD = {"plan": "meets", "insight": "meets"}
_WEAK = {"plan": "not_yet", "insight": "meets"}


@pytest.fixture
def second(school: School) -> Person:
    return member(school.organization, "assessor", name="Cy Assessor")


@pytest.fixture
def third(school: School) -> Person:
    return member(school.organization, "assessor", name="Di Assessor")


def _fresh(row: Submission) -> Submission:
    with everything("a test looks"):
        found: Submission = Submission.objects.get(pk=row.pk)
    return found


def _doubles() -> list[DoubleRating]:
    with everything("a test looks"):
        return list(DoubleRating.objects.order_by("at"))


def _told() -> tuple[int, int]:
    return OutboxEvent.objects.filter(name="assessment.decided").count(), OutgoingMail.objects.count()


def test_nobody_hears_until_both_have_rated(school: School, second: Person) -> None:
    make_policy(school.version, second_share=100, differ_share=50)
    row = make_submitted(school.version, learner=school.learner)
    assert (row.seats, row.seat_reasons, row.open_seats) == (2, ["sampled"], 2)
    told = _told()
    assert finish(row, school.assessor, _GOOD) is None
    after = _fresh(row)
    assert (after.state, after.open_seats, _told()) == (SubmissionState.IN_REVIEW, 1, told)
    decision = finish(row, second, _STRONG)
    assert decision is not None
    assert (decision.kind, decision.raters, decision.outcome) == (DecisionKind.AGREED, 2, Outcome.AWARD)
    assert decision.levels == {"plan": "exceeds", "insight": "meets"}
    assert decision.percent == Decimal("83.3")
    assert decision.feedback == "Bo Assessor has read it.\n\nCy Assessor has read it."
    assert decision.rubric_digest == rubric_digest(school.version.definition.rubric)
    assert (_fresh(row).state, _fresh(row).open_seats) == (SubmissionState.PASSED, 0)


def test_every_double_rating_is_kept_as_it_was_given(school: School, second: Person) -> None:
    make_policy(school.version, second_share=100, differ_share=50, settling="lower")
    row = make_submitted(school.version, learner=school.learner)
    finish(row, school.assessor, _GOOD)
    decision = finish(row, second, _STRONG)
    assert decision is not None
    assert (decision.levels, decision.percent) == (_GOOD, Decimal("50.0"))
    [kept] = _doubles()
    given = {school.assessor.pk: _GOOD, second.pk: _STRONG}
    first_id, second_id = sorted(given, key=str)
    assert (kept.assessor_a_id, kept.assessor_b_id) == (first_id, second_id)
    assert (kept.levels_a, kept.levels_b) == (given[first_id], given[second_id])
    assert (kept.passed_a, kept.passed_b, kept.is_planned, kept.round) == (True, True, True, 1)


def test_where_two_differ_a_third_decides_and_all_ratings_stay(school: School, second: Person, third: Person) -> None:
    make_policy(school.version, second_share=100)
    row = make_submitted(school.version, learner=school.learner)
    finish(row, school.assessor, _STRONG)
    assert finish(row, second, _WEAK) is None
    between = _fresh(row)
    assert (between.seats, between.seat_reasons, between.open_seats) == (3, ["sampled", "disagreement"], 1)
    decision = finish(row, third, _GOOD)
    assert decision is not None
    assert (decision.kind, decision.raters, decision.levels) == (DecisionKind.ADJUDICATED, 3, _GOOD)
    assert decision.feedback == "Di Assessor has read it."
    assert len(_doubles()) == 1
    with everything("a test looks"):
        kept = {rating.seat: rating.levels for rating in Rating.objects.filter(state=RatingState.FINAL)}
    assert kept == {Seat.FIRST: _STRONG, Seat.SECOND: _WEAK, Seat.THIRD: _GOOD}


def test_two_who_both_send_it_back_ask_for_what_either_would(school: School, second: Person) -> None:
    make_policy(school.version, second_share=100)
    row = make_submitted(school.version, learner=school.learner)
    finish(row, school.assessor, _WEAK, items_to_improve=["a1"])
    decision = finish(row, second, _WEAK, items_to_improve=["a1", "r1"])
    assert decision is not None
    assert (decision.outcome, decision.items_to_improve) == (Outcome.RETURN, ["a1", "r1"])
    after = _fresh(row)
    assert (after.state, after.round, after.seats, after.seat_reasons) == (SubmissionState.RETURNED, 2, 1, [])


def test_nobody_sits_in_two_seats(school: School) -> None:
    make_policy(school.version, second_share=100)
    row = make_submitted(school.version, learner=school.learner)
    finish(row, school.assessor, _GOOD)
    with pytest.raises(Conflict) as refused:
        make_rating(row, school.assessor)
    assert refused.value.code == "rated"
    assert (_fresh(row).open_seats, len(_doubles())) == (1, 0)


def test_a_seat_that_is_put_back_is_free_again(school: School, second: Person, third: Person) -> None:
    make_policy(school.version, second_share=100)
    row = make_submitted(school.version, learner=school.learner)
    first = make_rating(row, school.assessor)
    make_rating(row, second)
    with pytest.raises(Conflict) as refused:
        make_rating(row, third)
    assert refused.value.code == "already_taken"
    with organization_scope(school.organization.pk):
        services.put_back_rating(first, acting=school.assessor.as_actor())
    assert _fresh(row).open_seats == 1
    assert make_rating(row, third).seat == Seat.FIRST


def test_a_result_close_to_the_line_is_rated_again_but_is_no_sample(school: School, second: Person) -> None:
    make_policy(school.version, borderline_points=10)
    clear = make_submitted(school.version, learner=school.learner)
    assert finish(clear, school.assessor, _STRONG) is not None
    close = make_submitted(school.version, learner=make_person("Eve", "eve@example.org"))
    assert (close.seats, finish(close, school.assessor, _GOOD)) == (1, None)
    assert _fresh(close).seat_reasons == ["borderline"]
    assert finish(close, second, _GOOD) is not None
    assert [kept.is_planned for kept in _doubles()] == [False]


def test_the_first_works_of_an_assessor_are_rated_twice(school: School, second: Person) -> None:
    make_policy(school.version, first_works=1)
    row = make_submitted(school.version, learner=school.learner)
    assert finish(row, school.assessor, _GOOD) is None
    assert finish(row, second, _GOOD) is not None
    after = make_submitted(school.version, learner=make_person("Eve", "eve@example.org"))
    assert finish(after, school.assessor, _GOOD) is not None
    assert [kept.is_planned for kept in _doubles()] == [True]


def test_the_first_works_are_counted_before_anybody_has_rated_them_again(school: School, second: Person) -> None:
    make_policy(school.version, first_works=2)
    rows = [make_submitted(school.version, learner=make_person()) for _ in range(6)]
    for row in rows:
        finish(row, school.assessor, _GOOD)
    assert [_fresh(row).seats for row in rows] == [2, 2, 1, 1, 1, 1]
    for row in rows[:2]:
        assert finish(row, second, _GOOD) is not None
    last = make_submitted(school.version, learner=make_person())
    assert finish(last, school.assessor, _GOOD) is not None
    # Who rated second has been in two pairs as well.
    assert finish(make_submitted(school.version, learner=make_person()), second, _GOOD) is not None


def test_a_withdrawn_work_is_none_of_the_first_works(school: School) -> None:
    make_policy(school.version, first_works=1)
    row, after = (make_submitted(school.version, learner=make_person()) for _ in range(2))
    finish(row, school.assessor, _GOOD)
    with person_scope(row.learner_id):
        services.withdraw_submission(row, acting=row.learner.as_actor())
    finish(after, school.assessor, _GOOD)
    assert _fresh(after).seats == 2


@pytest.mark.parametrize(
    ("unproven", "seats"), [(WhileUnproven.DOUBLE, (2, ["brake"])), (WhileUnproven.SAY_SO, (1, []))]
)
def test_the_brake_doubles_new_work_where_that_was_stated(
    school: School, unproven: str, seats: tuple[int, list[str]]
) -> None:
    make_policy(school.version, while_unproven=unproven)
    with organization_scope(school.organization.pk):
        Brake.objects.create(
            organization=school.organization,
            achievement=school.version.achievement,
            rubric_digest=rubric_digest(school.version.definition.rubric),
            reason=BrakeReason.TOO_FEW,
            coefficient="cohen_kappa_quadratic",
            floor=Decimal("0.60"),
            n_works=3,
            engaged_at=clock.now(),
        )
    row = make_submitted(school.version, learner=school.learner)
    assert (row.seats, row.seat_reasons) == seats


def test_without_a_policy_one_assessor_decides(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    decision = finish(row, school.assessor, _GOOD)
    assert decision is not None
    assert (decision.kind, decision.raters, decision.sequence) == (DecisionKind.ONE_RATING, 1, 1)
    with organization_scope(school.organization.pk):
        facts = selectors.assessment_facts(row.pk)
        assert (facts.raters, Decision.objects.count(), _doubles()) == (1, 1, [])
