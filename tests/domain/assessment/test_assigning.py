# SPDX-License-Identifier: Apache-2.0
"""Work is handed out fairly, by a plan that is always the same, and only to whoever may rate it."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from cairn.assessment import selectors, services
from cairn.assessment.assigning import Handed, Work, hand_out
from cairn.assessment.models import HandingOut, Rating, RatingState, Seat, Submission, SubmissionState
from cairn.assessment.selectors import QueueFilter
from cairn.assessment.selectors.bars import find_bar
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Conflict, Invalid, PermissionDenied
from cairn.foundation.models import AuditEntry, OutgoingMail
from cairn.foundation.scopes import everything, organization_scope
from cairn.organizations import services as organizations
from cairn.organizations.selectors import get_member
from tests.domain.assessment.conftest import School
from tests.domain.assessment.crowds import make_random_world
from tests.factories.anchors import make_anchors, sit
from tests.factories.assessment import FAILING, make_decision, make_rating, make_submitted
from tests.factories.people import make_person, member

EVERYBODY = (1 << 8) - 1


def _loads(before: list[int], plan: list[Handed]) -> list[int]:
    counts = Counter(handed.assessor for handed in plan)
    return [load + counts[assessor] for assessor, load in enumerate(before)]


def _could_have_had(works: list[Work], plan: list[Handed]) -> list[tuple[int, int]]:
    """Return each assessor of the plan beside everybody who could have had that seat instead."""
    holders = {(handed.work, handed.assessor) for handed in plan}
    return [
        (handed.assessor, other)
        for handed in plan
        for other in range(8)
        if works[handed.work].eligible >> other & 1 and (handed.work, other) not in holders
    ]


@given(
    st.lists(st.builds(Work, st.integers(1, 3), st.integers(0, EVERYBODY)), max_size=60),
    st.lists(st.integers(0, 12), min_size=8, max_size=8),
)
def test_nobody_is_above_the_mean_while_somebody_eligible_is_below_it(works: list[Work], before: list[int]) -> None:
    plan = hand_out(works, before)
    loads = _loads(before, plan)
    mean = sum(loads) / len(loads)
    for holder, other in _could_have_had(works, plan):
        assert loads[holder] <= loads[other] + 1
        assert loads[other] >= mean or loads[holder] <= max(1.1 * mean, mean + 1)


@given(st.lists(st.builds(Work, st.integers(1, 3), st.integers(0, EVERYBODY)), max_size=40))
def test_every_seat_is_given_to_somebody_who_may_have_it_once(works: list[Work]) -> None:
    plan = hand_out(works, [0] * 8)
    assert len(set(plan)) == len(plan)
    assert all(works[handed.work].eligible >> handed.assessor & 1 for handed in plan)
    given_seats = Counter(handed.work for handed in plan)
    assert [given_seats[number] for number in range(len(works))] == [
        min(work.seats, work.eligible.bit_count()) for work in works
    ]
    assert hand_out(works, [0] * 8) == plan


def test_ten_thousand_works_among_two_hundred_are_alike() -> None:
    rng = random.Random(11)
    works = [Work(rng.choice((1, 1, 1, 2)), rng.getrandbits(200) | rng.getrandbits(200)) for _number in range(10_000)]
    before = [rng.randint(0, 20) for _number in range(200)]
    loads = _loads(before, hand_out(works, before))
    assert max(loads) - min(loads) <= 1
    assert max(loads) <= 1.1 * sum(loads) / 200


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_what_waits_is_handed_out_to_whoever_may_rate_it(seed: int) -> None:
    world = make_random_world(seed)
    with organization_scope(world.organization.pk):
        crowd = selectors.load_crowd(world.organization)
        done = services.assign_waiting(world.organization, acting=SYSTEM)
        drafts = list(Rating.objects.filter(state=RatingState.DRAFT).select_related("submission__version"))
        assert done.works == len(drafts) == sum(work.seats for work in crowd.works) - done.left
        for rating in drafts:
            assert rating.assigned == "handed_out"
            assert find_bar(rating.submission, rating.assessor_id) is None
        for row in Submission.objects.filter(pk__in=[rating.submission_id for rating in drafts]):
            taken = Rating.objects.filter(submission=row, round=row.round, state__in=("draft", "final")).count()
            assert (row.state, row.open_seats) == (SubmissionState.IN_REVIEW, max(row.seats - taken, 0))
        assert AuditEntry.objects.filter(action="rating.hand_out").count() == done.works
        again = services.assign_waiting(world.organization, acting=SYSTEM)
    assert again.works == 0


@pytest.mark.django_db
def test_handing_out_asks_the_database_no_more_for_more_works(
    school: School, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_submitted(school.version)
    with CaptureQueriesContext(connection) as one:
        services.assign_waiting(school.organization, acting=SYSTEM)
    for _number in range(5):
        make_submitted(school.version)
    with django_assert_max_num_queries(len(one)):
        assert services.assign_waiting(school.organization, acting=SYSTEM).works == 5


@pytest.mark.django_db
@pytest.mark.parametrize("is_qualified", [True, False])
def test_work_that_is_handed_out_says_whether_its_assessor_was_qualified(
    school: School,
    is_qualified: bool,  # noqa: FBT001
) -> None:
    make_submitted(school.version)
    if is_qualified:
        make_anchors(school.version, 4)
        sit(school.version, school.assessor)
    services.assign_waiting(school.organization, acting=SYSTEM)
    with organization_scope(school.organization.pk):
        assert Rating.objects.get().was_qualified is is_qualified


def _give_second_seat(row: Submission) -> None:
    row.seats = row.open_seats = 2
    row.save()


@pytest.mark.django_db
def test_two_seats_go_to_two_assessors_who_are_told(school: School) -> None:
    other = member(school.organization, "assessor")
    row = make_submitted(school.version, learner=school.learner)
    with organization_scope(school.organization.pk):
        _give_second_seat(row)
        assert services.assign_waiting(school.organization, acting=SYSTEM) == services.HandedOut(2, 2, 0)
        found = set(Rating.objects.values_list("assessor_id", "seat"))
        row.refresh_from_db()
    assert {assessor for assessor, _seat in found} == {school.assessor.pk, other.pk}
    assert {seat for _assessor, seat in found} == {Seat.FIRST, Seat.SECOND}
    assert row.open_seats == 0
    assert OutgoingMail.objects.filter(subject__contains="1 work to rate at").count() == 2


@pytest.mark.django_db
def test_only_who_looks_after_the_queue_hands_out(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    with pytest.raises(PermissionDenied):
        services.assign_waiting(school.organization, acting=school.assessor.as_actor())
    with organization_scope(school.organization.pk):
        assert not Rating.objects.exists()
        row.refresh_from_db()
    assert (row.state, row.open_seats) == (SubmissionState.SUBMITTED, 1)


@pytest.mark.django_db
def test_work_is_handed_out_by_itself_only_where_that_was_chosen(school: School) -> None:
    make_submitted(school.version, learner=school.learner)
    assert services.hand_out_everywhere() == 0
    owner = member(school.organization, "owner").as_actor()
    with organization_scope(school.organization.pk):
        services.choose_handing_out(school.organization, is_on=True, acting=owner)
        assert HandingOut.objects.get().is_on is True
    assert (services.hand_out_everywhere(), services.hand_out_everywhere()) == (1, 0)


@pytest.mark.django_db
def test_the_next_work_is_the_one_that_is_due_first(school: School) -> None:
    late = make_submitted(school.version)
    make_submitted(school.version)
    with organization_scope(school.organization.pk):
        Submission.objects.filter(pk=late.pk).update(due_at=clock.now() - timedelta(days=1))
        acting = school.assessor.as_actor()
        first = services.take_next(QueueFilter(), acting=acting)
        second = services.take_next(QueueFilter(), acting=acting)
        assert first is not None
        assert second is not None
        assert (first.submission_id, first.submission_id == second.submission_id) == (late.pk, False)
        assert services.take_next(QueueFilter(), acting=acting) is None


@pytest.mark.django_db
def test_an_assessor_is_asked_for_the_languages_that_they_rate_in(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    acting = school.assessor.as_actor()
    assert row.language == "en"
    with organization_scope(school.organization.pk):
        services.state_languages(school.organization, ["es-MX"], acting=acting)
        queue = selectors.list_queue(school.assessor.pk)
        assert (queue.waiting, [(known.value, known.count) for known in queue.hidden.languages]) == ((), [("en", 1)])
        with pytest.raises(PermissionDenied) as refused:
            services.start_rating(row, acting=acting)
        assert refused.value.code == "other_language"
        with pytest.raises(Invalid):
            services.state_languages(school.organization, ["1"], acting=acting)
        services.state_languages(school.organization, ["en", "es"], acting=acting)
        assert len(selectors.list_queue(school.assessor.pk).waiting) == 1


@pytest.mark.django_db
def test_a_work_is_given_to_somebody_else_and_the_words_stay(school: School) -> None:
    other, owner = member(school.organization, "assessor"), member(school.organization, "owner").as_actor()
    rating = make_rating(make_submitted(school.version), school.assessor, levels={"plan": "meets"}, feedback="Half")
    with organization_scope(school.organization.pk):
        given_to = services.reassign_rating(rating, other.pk, reason="On leave", acting=owner)
        rating.refresh_from_db()
        assert (rating.state, rating.levels, rating.feedback) == (RatingState.PUT_BACK, {"plan": "meets"}, "Half")
        assert (given_to.assessor_id, given_to.seat, given_to.levels) == (other.pk, Seat.FIRST, {})
        with pytest.raises(Conflict) as closed:
            services.reassign_rating(rating, other.pk, reason="Again", acting=owner)
        assert closed.value.code == "rating_closed"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "reason", "code"),
    [("learner", "On leave", "not_an_assessor"), ("holder", "On leave", "holds_it"), ("other", " ", "no_reason")],
)
def test_a_work_is_not_given_to_whoever_may_not_have_it(school: School, who: str, reason: str, code: str) -> None:
    people = {"learner": make_person(), "holder": school.assessor, "other": member(school.organization, "assessor")}
    rating = make_rating(make_submitted(school.version), school.assessor)
    owner = member(school.organization, "owner").as_actor()
    with organization_scope(school.organization.pk):
        with pytest.raises((PermissionDenied, Conflict, Invalid)) as refused:
            services.reassign_rating(rating, people[who].pk, reason=reason, acting=owner)
        assert refused.value.code == code
        with pytest.raises(PermissionDenied):
            services.reassign_rating(rating, people["other"].pk, reason="Mine", acting=school.assessor.as_actor())
        rating.refresh_from_db()
    assert rating.state == RatingState.DRAFT


@pytest.mark.django_db
def test_whoever_knows_the_learner_is_not_given_their_work(school: School) -> None:
    other, owner = member(school.organization, "assessor"), member(school.organization, "owner").as_actor()
    row = make_submitted(school.version)
    known = make_rating(row, other)
    with organization_scope(school.organization.pk):
        services.declare_conflict(known, acting=other.as_actor())
        held = services.start_rating(row, acting=school.assessor.as_actor())
        with pytest.raises(Conflict) as refused:
            services.reassign_rating(held, other.pk, reason="On leave", acting=owner)
    assert refused.value.code == "not_eligible"


@pytest.mark.django_db
def test_levels_that_stand_are_there_in_work_that_was_handed_out(school: School) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor, FAILING, items_to_improve=["a1"])
    with everything("a test hands a round in again"):
        Submission.objects.filter(pk=row.pk).update(state=SubmissionState.SUBMITTED, open_seats=1, due_at=clock.now())
    services.assign_waiting(school.organization, acting=SYSTEM)
    with organization_scope(school.organization.pk):
        assert Rating.objects.get(round=2).levels == {"insight": "meets"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_ended", [True, False])
def test_whoever_does_not_rate_any_more_holds_nothing(school: School, is_ended: bool) -> None:  # noqa: FBT001
    row = make_submitted(school.version)
    rating = make_rating(row, school.assessor, levels={"plan": "meets"})
    membership = get_member(school.organization, school.assessor.pk)
    if is_ended:
        organizations.end_membership(membership, acting=SYSTEM)
    else:
        organizations.change_roles(membership, ["learner"], acting=SYSTEM)
    with organization_scope(school.organization.pk):
        rating.refresh_from_db()
        row.refresh_from_db()
        assert AuditEntry.objects.get(action="rating.let_go").facts["why"] == "role_ended"
    assert (rating.state, rating.levels) == (RatingState.PUT_BACK, {"plan": "meets"})
    assert (row.state, row.open_seats) == (SubmissionState.SUBMITTED, 1)
