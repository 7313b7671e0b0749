# SPDX-License-Identifier: Apache-2.0
"""Known works in the queue: who is given which, how often, and that nothing tells them from other work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from cairn.accounts.models import Person
from cairn.achievements.models import AchievementVersion
from cairn.assessment import selectors, services
from cairn.assessment.models import (
    Anchor,
    AnchorRating,
    AnchorUse,
    Decision,
    DoubleRating,
    Outcome,
    Rating,
    RatingState,
    Submission,
    SubmissionState,
)
from cairn.assessment.selectors import Bar
from cairn.assessment.services import seeding
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Conflict, PermissionDenied
from cairn.foundation.models import OutboxEvent, OutgoingMail
from cairn.foundation.scopes import everything, organization_scope
from cairn.organizations.selectors import list_members
from tests.domain.assessment.conftest import School
from tests.factories.achievements import make_published_version
from tests.factories.anchors import make_anchor, make_anchors, sit
from tests.factories.assessment import PASSING, make_policy, make_rating
from tests.factories.people import member

_BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def watched(school: School) -> School:
    """An assessor who is qualified, and known works to watch by."""
    make_policy(school.version, requires_qualification=True, qualify_anchors=1, drift_anchors=2)
    make_anchors(school.version, 1)
    make_anchors(school.version, 5, AnchorUse.DRIFT)
    with clock.at(_BEGIN):
        sit(school.version, school.assessor)
    return school


def _seeds() -> list[Submission]:
    with everything("a test looks"):
        return list(Submission.objects.exclude(anchor=None).order_by("created_at"))


def _seed(school: School, moment: datetime = _BEGIN) -> int:
    with clock.at(moment):
        return services.seed_drift(school.organization)


def test_each_qualified_assessor_is_given_a_known_work(watched: School) -> None:
    member(watched.organization, "assessor", name="Not qualified")
    assert (_seed(watched), _seed(watched)) == (1, 0)
    [row] = _seeds()
    assert (row.state, row.seats, row.open_seats, row.round, row.attempt) == ("submitted", 1, 1, 1, 1)
    assert row.declaration["own_work"] is True
    with everything("a test looks"):
        assert [piece.item for piece in row.evidence.all()] == ["a1", "q1", "r1"]
        assert [mark.state for mark in row.ratings.all()] == [RatingState.PUT_BACK]


def test_two_a_period_come_two_a_period_and_nobody_meets_the_same_again(watched: School) -> None:
    count = sum(_seed(watched, _BEGIN + timedelta(days=day)) for day in range(180))
    # Between half and one and a half of 45 days apart, so in 180 days three to eight; five works are there.
    assert 3 <= count <= 5
    assert len({row.anchor_id for row in _seeds()}) == count
    gaps = [later.created_at - earlier.created_at for earlier, later in zip(_seeds(), _seeds()[1:], strict=False)]
    assert all(timedelta(days=22) <= gap <= timedelta(days=69) for gap in gaps)


def test_its_learner_is_nobody_and_in_no_list(watched: School) -> None:
    before = Person.objects.count()
    _seed(watched)
    nobody = _seeds()[0].learner
    assert Person.objects.count() == before + 1
    assert (nobody.name, nobody.is_active, nobody.has_usable_password()) == ("", False, False)
    with organization_scope(watched.organization.pk):
        assert nobody.pk not in set(list_members(watched.organization).values_list("person_id", flat=True))


def test_only_the_assessor_it_is_for_can_take_it(watched: School) -> None:
    make_anchor(watched.version, AnchorUse.EXAM)
    other = member(watched.organization, "assessor")
    sit(watched.version, other)
    _seed(watched)
    [own] = [row for row in _seeds() if _for(row) == watched.assessor.pk]
    with organization_scope(watched.organization.pk):
        mine = [line.id for line in selectors.list_queue(watched.assessor.pk).waiting]
        others = [line.id for line in selectors.list_queue(other.pk).waiting]
        assert (selectors.find_bar(own, other.pk), selectors.find_bar(own, watched.assessor.pk)) == (Bar.RATED, None)
        with pytest.raises((Conflict, PermissionDenied)):
            services.start_rating(own, acting=other.as_actor())
    assert (mine, own.pk in others) == ([own.pk], False)


def test_where_work_is_handed_out_so_are_known_works_and_once_put_back_they_wait(watched: School) -> None:
    with organization_scope(watched.organization.pk):
        services.choose_handing_out(watched.organization, is_on=True, acting=SYSTEM)
    make_anchor(watched.version, AnchorUse.EXAM)
    sit(watched.version, member(watched.organization, "assessor"))
    assert _seed(watched) == 2
    with everything("a test looks"):
        held = {rating.assessor_id: rating for rating in Rating.objects.all()}
    assert {(row.state, row.assigned, row.seat) for row in held.values()} == {("draft", "handed_out", "first")}
    assert {row.state for row in _seeds()} == {"in_review"}
    with organization_scope(watched.organization.pk):
        services.put_back_rating(held[watched.assessor.pk], acting=watched.assessor.as_actor())
        assert services.assign_waiting(watched.organization, acting=SYSTEM).works == 0
        assert len(selectors.list_queue(watched.assessor.pk).waiting) == 1


def _for(row: Submission) -> object:
    with everything("a test looks"):
        return row.ratings.get().assessor_id


def _finish(school: School, row: Submission, levels: dict[str, str], **choices: Any) -> Decision | None:
    rating = make_rating(row, school.assessor, levels=levels, feedback="Well done.")
    with organization_scope(school.organization.pk):
        return services.finish_rating(rating, acting=school.assessor.as_actor(), **choices)


def test_a_known_work_is_compared_and_nothing_else_follows(watched: School) -> None:
    _seed(watched)
    letters, events = OutgoingMail.objects.count(), OutboxEvent.objects.count()
    decision = _finish(watched, _seeds()[0], {"plan": "meets", "insight": "meets"})
    with everything("a test looks"):
        kept = AnchorRating.objects.get(use=AnchorUse.DRIFT)
        assert (Decision.objects.count(), DoubleRating.objects.count()) == (0, 0)
    assert decision is not None
    assert (decision.outcome, decision.levels) == (Outcome.AWARD, {"plan": "meets", "insight": "meets"})
    assert (kept.criteria, kept.exact, kept.widest, kept.difference) == (2, 1, 1, -1)
    assert (_seeds()[0].state, OutgoingMail.objects.count(), OutboxEvent.objects.count()) == ("closed", letters, events)


@pytest.mark.parametrize(
    ("levels", "choices", "outcome", "state"),
    [
        (PASSING, {}, Outcome.AWARD, SubmissionState.PASSED),
        ({"plan": "not_yet", "insight": "meets"}, {}, Outcome.RETURN, SubmissionState.RETURNED),
        ({"plan": "not_yet", "insight": "meets"}, {"begin_afresh": True}, Outcome.DECLINE, SubmissionState.NOT_PASSED),
    ],
)
def test_afterwards_it_looks_as_the_rating_would_have_left_it(
    watched: School, levels: dict[str, str], choices: dict[str, bool], outcome: Outcome, state: SubmissionState
) -> None:
    _seed(watched)
    with clock.at(_BEGIN + timedelta(days=1)):
        _finish(watched, _seeds()[0], levels, **choices)
        with organization_scope(watched.organization.pk):
            seen = selectors.get_queued_submission(_seeds()[0].pk)
            [view] = selectors.blind_history(seen)
    assert (seen.state, view.decision.outcome, view.decision.feedback) == (state, outcome, "Well done.")
    assert _seeds()[0].state == SubmissionState.CLOSED


def test_where_works_are_rated_twice_it_seems_to_be_with_another_assessor_until_it_is_due(school: School) -> None:
    make_policy(school.version, requires_qualification=True, qualify_anchors=1, drift_anchors=2, second_share=100)
    make_anchors(school.version, 1)
    make_anchor(school.version, AnchorUse.DRIFT)
    with clock.at(_BEGIN):
        sit(school.version, school.assessor)
    _seed(school)
    with clock.at(_BEGIN + timedelta(days=1)):
        assert _finish(school, _seeds()[0], PASSING) is None
        with organization_scope(school.organization.pk):
            assert selectors.get_queued_submission(_seeds()[0].pk).state == SubmissionState.IN_REVIEW
    with clock.at(_BEGIN + timedelta(days=40)), organization_scope(school.organization.pk):
        assert selectors.get_queued_submission(_seeds()[0].pk).state == SubmissionState.PASSED


def test_what_nobody_rated_in_time_or_whose_assessor_left_is_taken_out(watched: School) -> None:
    _seed(watched)
    _seed(watched, _BEGIN + timedelta(days=120))
    assert [row.state for row in _seeds()] == ["withdrawn", "submitted"]
    with everything("a test looks"):
        Anchor.objects.filter(use=AnchorUse.DRIFT).update(use=AnchorUse.TRAINING)
        watched.assessor.memberships.update(ended_at=_BEGIN)
    _seed(watched, _BEGIN + timedelta(days=121))
    assert [row.state for row in _seeds()] == ["withdrawn", "withdrawn"]


def test_the_periodic_work_comes_round_once_an_hour(watched: School) -> None:
    cache.delete("assessment.seeded")
    with clock.at(_BEGIN):
        assert (services.seed_drift_everywhere(), services.seed_drift_everywhere()) == (1, 0)


def test_the_own_figures_wait_for_the_next_month_and_the_managers_do_not(watched: School) -> None:
    _seed(watched)
    with clock.at(_BEGIN + timedelta(days=1)):
        _finish(watched, _seeds()[0], PASSING)
        with organization_scope(watched.organization.pk):
            assert selectors.list_drift(watched.assessor.pk) == []
            [line] = selectors.list_drift()
    assert (line.assessor_id, line.drift.works, line.drift.exact) == (watched.assessor.pk, 1, 1.0)
    with clock.at(datetime(2026, 4, 1, 12, tzinfo=UTC)), organization_scope(watched.organization.pk):
        assert selectors.list_drift(watched.assessor.pk) == [line]


def test_a_known_work_that_was_rated_meanwhile_is_not_taken_out(watched: School) -> None:
    _seed(watched)
    [stale] = _seeds()
    with clock.at(_BEGIN + timedelta(days=1)):
        _finish(watched, stale, PASSING)
    with organization_scope(watched.organization.pk):
        seeding._withdraw(stale)
    assert [row.state for row in _seeds()] == ["closed"]


@pytest.mark.parametrize(("rates", "language"), [(["es"], "es"), (["en", "es"], "en"), ([], "en")])
def test_a_known_work_is_in_a_language_in_which_its_assessor_rates(
    school: School, rates: list[str], language: str
) -> None:
    version = make_published_version(school.organization, languages=("en", "es"))
    _watch(version, school.assessor, rates)
    assert _seed(school) == 1
    assert [row.language for row in _seeds()] == [language]
    with organization_scope(school.organization.pk):
        assert len(selectors.list_queue(school.assessor.pk).waiting) == 1


def test_whoever_rates_in_none_of_the_languages_is_given_none(school: School) -> None:
    _watch(school.version, school.assessor, ["fr"])
    assert (_seed(school), _seeds()) == (0, [])


def _watch(version: AchievementVersion, assessor: Person, rates: list[str]) -> None:
    make_policy(version, requires_qualification=True, qualify_anchors=1, drift_anchors=2)
    make_anchors(version, 1)
    make_anchor(version, AnchorUse.DRIFT)
    with clock.at(_BEGIN):
        sit(version, assessor)
        with organization_scope(version.organization_id):
            services.state_languages(version.organization, rates, acting=assessor.as_actor())


def test_without_known_works_or_without_a_wish_for_them_nothing_is_hidden(school: School) -> None:
    assert _seed(school) == 0
    make_policy(school.version, requires_qualification=True, qualify_anchors=1, drift_anchors=2)
    make_anchors(school.version, 1)
    sit(school.version, school.assessor)
    assert (_seed(school), _seeds()) == (0, [])
    with everything("a test looks"):
        assert not Rating.objects.exists()
