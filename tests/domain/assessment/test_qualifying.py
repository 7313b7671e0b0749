# SPDX-License-Identifier: Apache-2.0
"""Becoming qualified to rate, staying so, and what happens when that ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.accounts.models import Person
from cairn.achievements.definition import Definition
from cairn.achievements.models import AchievementVersion
from cairn.achievements.selectors import current_version
from cairn.achievements.services import begin_version, publish_version, save_draft
from cairn.assessment import selectors, services
from cairn.assessment.anchoring import Nearness, nearness, together
from cairn.assessment.models import (
    Anchor,
    AnchorRating,
    AnchorUse,
    EndedReason,
    Qualification,
    QualificationState,
    RatingState,
    Recalibration,
    RecalibrationReason,
)
from cairn.assessment.policy import Policy
from cairn.assessment.services.expiring import end_outlived
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Conflict, Invalid, PermissionDenied
from cairn.foundation.models import AuditEntry, OutgoingMail
from cairn.foundation.scopes import everything, organization_scope, person_scope
from tests.domain.assessment.conftest import School
from tests.factories.achievements import RUBRIC
from tests.factories.anchors import make_anchor, make_anchors, make_draft, sit
from tests.factories.assessment import PASSING, finish, make_policy, make_rating, make_submission, make_submitted
from tests.factories.people import make_person, member

_BEGIN = datetime(2026, 3, 31, 9, tzinfo=UTC)
_FAR = {"plan": "not_yet", "insight": "meets"}
_NEAR = {"plan": "exceeds", "insight": "exceeds"}


@pytest.fixture
def asked(school: School) -> School:
    make_policy(school.version, requires_qualification=True, qualify_anchors=2, qualify_exact=75)
    return school


def _standing() -> Qualification:
    with everything("a test looks"):
        row: Qualification = Qualification.objects.get()
    return row


def _is_qualified(school: School, person: Person | None = None) -> bool:
    with organization_scope(school.organization.pk):
        return selectors.is_qualified((person or school.assessor).pk, school.version)


def _actions() -> list[str]:
    with everything("a test looks"):
        rows = AuditEntry.objects.filter(action__startswith="qualification.").order_by("pk")
        return list(rows.values_list("action", flat=True))


def _letters() -> list[str]:
    return list(OutgoingMail.objects.order_by("created_at", "pk").values_list("subject", flat=True))


def test_whoever_agrees_is_qualified_until_the_months_are_over(asked: School) -> None:
    make_anchors(asked.version, 2)
    with clock.at(_BEGIN):
        sit(asked.version, asked.assessor)
        assert _is_qualified(asked)
    row = _standing()
    assert (row.state, row.exact_percent, row.widest, row.anchors) == ("qualified", Decimal("100.0"), 0, [])
    assert (row.qualified_at, row.expires_at) == (_BEGIN, datetime(2027, 3, 31, 9, tzinfo=UTC))
    assert _actions() == ["qualification.begin", "qualification.rate", "qualification.rate", "qualification.reach"]
    assert _letters() == ["You are qualified to rate “Retrieval practice”"]


def test_a_month_that_is_too_short_ends_it_on_its_last_day() -> None:
    assert clock.months_later(datetime(2027, 8, 31, 9, tzinfo=UTC), 18) == datetime(2029, 2, 28, 9, tzinfo=UTC)
    assert clock.months_later(datetime(2026, 12, 5, 9, tzinfo=UTC), 1) == datetime(2027, 1, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("exact", "widest", "given_levels", "state"),
    [
        (50, 1, _NEAR, "qualified"),
        (51, 1, _NEAR, "not_yet"),
        (50, 0, _NEAR, "not_yet"),
        (50, 1, _FAR, "not_yet"),
        (50, 2, _FAR, "qualified"),
    ],
)
def test_the_share_alike_and_the_widest_gap_both_count(
    school: School, exact: int, widest: int, given_levels: dict[str, str], state: str
) -> None:
    make_policy(
        school.version, requires_qualification=True, qualify_anchors=2, qualify_exact=exact, qualify_widest=widest
    )
    make_anchors(school.version, 2)
    assert sit(school.version, school.assessor, given_levels).state == state
    assert _is_qualified(school) == (state == "qualified")


def test_nothing_is_said_before_the_last_work_is_rated(asked: School) -> None:
    make_anchors(asked.version, 2)
    row = sit(asked.version, asked.assessor, works=1)
    assert (row.state, row.exact_percent, len(row.anchors)) == (QualificationState.BEGUN, None, 2)
    assert _letters() == []
    assert sit(asked.version, asked.assessor, works=0).sitting == 1


def test_a_work_of_a_sitting_is_rated_once_and_by_its_assessor_alone(asked: School) -> None:
    make_anchors(asked.version, 2)
    other = make_anchor(asked.version, AnchorUse.TRAINING)
    row = sit(asked.version, asked.assessor, works=1)
    codes = []
    attempts = [(row.anchors[0], PASSING), (str(other.pk), PASSING), (row.anchors[1], {"plan": "meets"})]
    with organization_scope(asked.organization.pk):
        for anchor_id, levels in attempts:
            with pytest.raises((Conflict, Invalid)) as refused:
                services.rate_in_sitting(
                    row, Anchor.objects.get(pk=anchor_id).pk, levels, acting=asked.assessor.as_actor()
                )
            codes.append(refused.value.code)
        stranger = member(asked.organization, "assessor").as_actor()
        with pytest.raises(PermissionDenied):
            services.rate_in_sitting(row, Anchor.objects.get(pk=row.anchors[1]).pk, PASSING, acting=stranger)
        assert AnchorRating.objects.count() == 1
    assert codes == ["not_in_sitting", "not_in_sitting", "not_rated"]


def test_whoever_does_not_rate_cannot_sit(asked: School) -> None:
    make_anchors(asked.version, 2)
    with organization_scope(asked.organization.pk), pytest.raises(PermissionDenied):
        services.begin_sitting(asked.version, acting=member(asked.organization, "author").as_actor())
    with everything("a test looks"):
        assert not Qualification.objects.exists()


def test_with_too_few_works_nobody_sits(asked: School) -> None:
    make_anchors(asked.version, 1)
    with organization_scope(asked.organization.pk), pytest.raises(Conflict) as refused:
        services.begin_sitting(asked.version, acting=asked.assessor.as_actor())
    with everything("a test looks"):
        assert (refused.value.code, Qualification.objects.exists()) == ("too_few_anchors", False)


def test_the_next_sitting_has_other_works_and_where_there_are_none_it_waits_a_day(asked: School) -> None:
    make_anchors(asked.version, 4)
    with clock.at(_BEGIN):
        first = set(sit(asked.version, asked.assessor, works=0).anchors)
        sit(asked.version, asked.assessor, _FAR)
    with clock.at(_BEGIN + timedelta(hours=1)):
        second = set(sit(asked.version, asked.assessor, works=0).anchors)
        sit(asked.version, asked.assessor, _FAR)
        with pytest.raises(Conflict) as refused:
            sit(asked.version, asked.assessor)
    with clock.at(_BEGIN + timedelta(days=1, hours=1)):
        third = set(sit(asked.version, asked.assessor, works=0).anchors)
    assert (len(first), len(first & second), third, refused.value.code) == (2, 0, first, "wait_a_day")
    assert _standing().sitting == 3


def test_the_end_of_a_qualification_is_no_sitting_to_wait_after(asked: School) -> None:
    make_anchors(asked.version, 2)
    with clock.at(_BEGIN):
        sit(asked.version, asked.assessor)
    ended = clock.months_later(_BEGIN, 12)
    with clock.at(ended):
        services.tend_qualifications()
    assert _standing().state == QualificationState.ENDED
    with clock.at(ended + timedelta(minutes=1)):
        assert sit(asked.version, asked.assessor).state == QualificationState.QUALIFIED


def test_the_order_of_the_works_is_drawn_for_each_assessor(asked: School) -> None:
    anchors = make_anchors(asked.version, 2)
    wanted = {str(anchor.pk) for anchor in anchors}
    orders = set()
    for _number in range(12):
        row = sit(asked.version, member(asked.organization, "assessor"), works=0)
        assert set(row.anchors) == wanted
        orders.add(tuple(row.anchors))
    assert len(orders) == 2


def test_whoever_is_qualified_renews_in_the_last_month_and_stays_qualified_meanwhile(asked: School) -> None:
    make_anchors(asked.version, 4)
    with clock.at(_BEGIN):
        sit(asked.version, asked.assessor)
        with pytest.raises(Conflict) as refused:
            sit(asked.version, asked.assessor)
    with clock.at(datetime(2027, 3, 10, tzinfo=UTC)):
        row = sit(asked.version, asked.assessor, _FAR)
        assert _is_qualified(asked)
        assert (row.state, row.exact_percent) == (QualificationState.QUALIFIED, Decimal("50.0"))
    with clock.at(datetime(2027, 3, 11, 12, tzinfo=UTC)):
        row = sit(asked.version, asked.assessor)
    assert (refused.value.code, row.expires_at) == ("already_qualified", datetime(2028, 3, 11, 12, tzinfo=UTC))


def test_a_qualification_ends_by_itself_and_what_is_held_may_be_finished(asked: School) -> None:
    make_anchors(asked.version, 2)
    held, waiting = make_submitted(asked.version), make_submitted(asked.version)
    with clock.at(_BEGIN):
        sit(asked.version, asked.assessor)
        make_rating(held, asked.assessor, levels=PASSING)
    with clock.at(datetime(2027, 3, 1, 9, tzinfo=UTC)):
        assert (services.tend_qualifications(), services.tend_qualifications()) == (1, 0)
    with clock.at(datetime(2027, 3, 31, 9, tzinfo=UTC)):
        # The periodic work has not been round yet.
        assert not _is_qualified(asked)
        assert (services.tend_qualifications(), services.tend_qualifications()) == (1, 0)
        with pytest.raises(PermissionDenied) as refused:
            make_rating(waiting, asked.assessor)
        decision = finish(held, asked.assessor, PASSING)
    assert (refused.value.code, decision is not None) == ("not_qualified", True)
    row = _standing()
    assert (row.state, row.ended_reason, row.anchors) == (QualificationState.ENDED, EndedReason.TIME, [])
    assert _actions()[-2:] == ["qualification.remind", "qualification.end"]
    assert _letters()[1] == "Until March 31, 2027: your qualification to rate “Retrieval practice”"
    assert "Ended: your qualification to rate “Retrieval practice”" in _letters()[2:]


def _publish_other_rubric(school: School) -> None:
    with organization_scope(school.organization.pk):
        draft = begin_version(school.version.achievement, acting=SYSTEM)
        stored = {**draft.stored, "rubric": {**draft.stored["rubric"]}}
        first, *rest = stored["rubric"]["criteria"]
        stored["rubric"]["criteria"] = [{**first, "name": "Match to the goals of the unit"}, *rest]
        draft = save_draft(draft, Definition.from_json(stored), expected_revision=draft.revision, acting=SYSTEM)
        publish_version(draft, acting=SYSTEM)


def test_another_rubric_asks_again_and_the_earlier_one_holds_as_long_as_its_work_is_open(asked: School) -> None:
    make_anchors(asked.version, 2)
    sit(asked.version, asked.assessor)
    begun = make_submission(asked.version)
    _publish_other_rubric(asked)
    with organization_scope(asked.organization.pk):
        newest = selectors.get_rubric(_newest(asked), asked.assessor.pk)
        assert (newest.qualification, newest.for_sittings, newest.is_qualified) == (None, 0, False)
        assert selectors.qualified_count(asked.version.achievement_id) == 0
        listed = [(line.version.number, line.is_qualified) for line in selectors.list_rubrics(asked.assessor.pk)]
    assert (listed, _is_qualified(asked), end_outlived()) == ([(2, False), (1, True)], True, 0)
    with person_scope(begun.learner_id):
        services.withdraw_submission(begun, acting=begun.learner.as_actor())
    assert (end_outlived(), end_outlived()) == (1, 0)
    assert (_standing().state, _standing().ended_reason) == (QualificationState.ENDED, EndedReason.RUBRIC)


def _newest(school: School) -> AchievementVersion:
    with organization_scope(school.organization.pk):
        found = current_version(school.version.achievement_id)
    assert found is not None
    return found


def test_the_qualified_are_known_as_a_set_and_one_by_one_alike(asked: School) -> None:
    make_anchors(asked.version, 2)
    people = [member(asked.organization, "assessor") for _number in range(3)]
    sit(asked.version, people[0])
    sit(asked.version, people[1], _FAR)
    with organization_scope(asked.organization.pk):
        found = selectors.qualified_assessors(asked.version.achievement_id)
        single = {person.pk for person in people if selectors.is_qualified(person.pk, asked.version)}
        rubrics = selectors.rubrics_qualified_for(people[0].pk)
        assert selectors.qualified_assessors(asked.version.achievement_id, "0" * 64) == set()
    assert found == single == {people[0].pk}
    assert rubrics == {(asked.version.achievement_id, _standing_of(people[0]).rubric_digest)}


def _standing_of(person: Person) -> Qualification:
    with everything("a test looks"):
        row: Qualification = Qualification.objects.get(assessor=person)
    return row


def test_another_organization_sees_no_standing(asked: School) -> None:
    make_anchors(asked.version, 2)
    sit(asked.version, asked.assessor)
    with organization_scope(make_person().pk):
        assert (selectors.list_standings(), selectors.list_drift()) == ([], [])


def test_practice_is_kept_with_every_try_and_shows_the_last_one(school: School) -> None:
    anchor = make_anchor(school.version)
    with organization_scope(school.organization.pk):
        for levels in (_FAR, _NEAR):
            services.practice(anchor, levels, acting=school.assessor.as_actor())
        last = selectors.list_practiced(school.version, school.assessor.pk)[anchor.pk]
        tries = list(anchor.ratings.order_by("sitting").values_list("sitting", "exact", "widest", "difference"))
    assert (tries, last.levels) == ([(1, 1, 2, -2), (2, 1, 1, 1)], _NEAR)


def test_recalibration_is_offered_once_and_closes_with_its_last_work(asked: School) -> None:
    easy, hard, new, spare = (make_anchor(asked.version, title=f"Number {number}") for number in range(4))
    other = member(asked.organization, "assessor")
    with organization_scope(asked.organization.pk):
        for anchor, levels in ((easy, PASSING), (hard, _FAR), (spare, _NEAR)):
            services.practice(anchor, levels, acting=other.as_actor())
        offered = services.offer_recalibration(
            asked.version.achievement_id, [asked.assessor.pk, other.pk], acting=SYSTEM, reason=RecalibrationReason.DRIFT
        )
        again = services.offer_recalibration(asked.version.achievement_id, [asked.assessor.pk], acting=SYSTEM)
        assert [row.anchors[0] for row in offered] == [str(new.pk)] * 2
        assert {str(easy.pk)} & set(offered[0].anchors) == set()
        for anchor in (new, hard, spare):
            assert Recalibration.objects.filter(done_at=None).count() == 2
            services.practice(anchor, PASSING, acting=asked.assessor.as_actor())
        closed = list(Recalibration.objects.exclude(done_at=None).values_list("assessor_id", flat=True))
    assert (again, closed) == ([], [asked.assessor.pk])
    assert _letters() == ["Works to practice on for “Retrieval practice”"] * 2


@pytest.mark.parametrize("how", ["retired", "another use"])
def test_an_offer_closes_when_its_last_open_work_is_gone_and_another_can_be_made(asked: School, how: str) -> None:
    first, last = (make_anchor(asked.version, title=f"Number {number}") for number in range(2))
    with organization_scope(asked.organization.pk):
        [offer] = _offer(asked)
        services.practice(first, PASSING, acting=asked.assessor.as_actor())
        spare = make_anchor(asked.version, title="Another one")
        if how == "retired":
            services.retire_anchor(last, acting=SYSTEM)
        else:
            services.change_anchor(last, make_draft(title="Number 1", use=AnchorUse.EXAM), acting=SYSTEM)
        offer.refresh_from_db()
        [another] = _offer(asked)
    assert (offer.done_at is None, str(last.pk) in another.anchors) == (False, False)
    assert str(spare.pk) in another.anchors


def test_an_offer_whose_works_went_earlier_stands_in_the_way_of_none(asked: School) -> None:
    gone = make_anchor(asked.version)
    with organization_scope(asked.organization.pk):
        _offer(asked)
        Anchor.objects.filter(pk=gone.pk).update(use=AnchorUse.EXAM)
        fresh = make_anchor(asked.version, title="Another one")
        assert [row.anchors for row in _offer(asked)] == [[str(fresh.pk)]]


def test_a_work_that_is_there_keeps_the_offer_open(asked: School) -> None:
    stays, goes = (make_anchor(asked.version, title=f"Number {number}") for number in range(2))
    with organization_scope(asked.organization.pk):
        [offer] = _offer(asked)
        services.retire_anchor(goes, acting=SYSTEM)
        offer.refresh_from_db()
        assert offer.done_at is None
        services.practice(stays, PASSING, acting=asked.assessor.as_actor())
        offer.refresh_from_db()
        assert offer.done_at is not None


def _offer(school: School) -> list[Recalibration]:
    return services.offer_recalibration(school.version.achievement_id, [school.assessor.pk], acting=SYSTEM)


def test_an_assessor_offers_nothing(asked: School) -> None:
    make_anchor(asked.version)
    with organization_scope(asked.organization.pk), pytest.raises(PermissionDenied):
        services.offer_recalibration(
            asked.version.achievement_id, [asked.assessor.pk], acting=asked.assessor.as_actor()
        )
    with everything("a test looks"):
        assert not Recalibration.objects.exists()
    assert _letters() == []


_LEVELS = st.fixed_dictionaries(
    {known.id: st.sampled_from([level.id for level in RUBRIC.levels]) for known in RUBRIC.criteria}
)


@given(_LEVELS, _LEVELS)
def test_nearness_is_the_same_seen_from_either_side(agreed: dict[str, str], rated: dict[str, str]) -> None:
    there, back = nearness(RUBRIC, agreed, rated), nearness(RUBRIC, rated, agreed)
    assert (there.exact, there.widest, there.difference) == (back.exact, back.widest, -back.difference)
    assert (there.exact == there.criteria) == (agreed == rated)
    assert abs(there.difference) <= there.widest * (there.criteria - there.exact)


@given(st.lists(st.tuples(_LEVELS, _LEVELS), min_size=1, max_size=6), st.integers(0, 100), st.integers(0, 2))
def test_to_come_nearer_never_loses_a_qualification(
    works: list[tuple[dict[str, str], dict[str, str]]], exact: int, widest: int
) -> None:
    policy = Policy(qualify_exact=exact, qualify_widest=widest)
    before = together(nearness(RUBRIC, agreed, rated) for agreed, rated in works)
    corrected = [(agreed, agreed if place == 0 else rated) for place, (agreed, rated) in enumerate(works)]
    after = together(nearness(RUBRIC, agreed, rated) for agreed, rated in corrected)
    assert after.reaches(policy) or not before.reaches(policy)
    assert together([]).reaches(policy) is False


def test_the_line_is_met_in_whole_counts() -> None:
    two_of_three = Nearness(criteria=3, exact=2, widest=1, difference=1)
    assert (two_of_three.exact_percent, two_of_three.reaches(Policy(qualify_exact=66))) == (Decimal("66.7"), True)
    assert not two_of_three.reaches(Policy(qualify_exact=67))


def test_a_rating_in_progress_stays_its_assessors_when_the_role_goes_on(asked: School) -> None:
    make_anchors(asked.version, 2)
    with clock.at(_BEGIN):
        sit(asked.version, asked.assessor)
        rating = make_rating(make_submitted(asked.version), asked.assessor)
    with clock.at(_BEGIN + timedelta(days=400)):
        services.tend_qualifications()
        again = make_rating(rating.submission, asked.assessor, levels=PASSING)
    assert (again.pk, again.levels, again.state) == (rating.pk, PASSING, RatingState.DRAFT)
