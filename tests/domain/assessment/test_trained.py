# SPDX-License-Identifier: Apache-2.0
"""Trained is said of whoever was qualified when they began to rate, whatever became of the qualification later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cairn.accounts.models import Person
from cairn.assessment import services
from cairn.assessment.models import AssessmentPolicy, Qualification, Rating, Submission
from cairn.foundation import clock
from cairn.foundation.scopes import everything, organization_scope
from tests.domain.assessment.conftest import School
from tests.factories.anchors import make_anchors, sit
from tests.factories.assessment import PASSING, finish, make_policy, make_rating, make_submitted
from tests.factories.people import member

_BEGIN = datetime(2026, 3, 31, 9, tzinfo=UTC)
_LATER = _BEGIN + timedelta(days=2)


@pytest.fixture
def open_to_all(school: School) -> School:
    """A school that asks for no qualification yet; there is one all the same."""
    make_policy(school.version, requires_qualification=False, qualify_anchors=2, qualification_months=12)
    make_anchors(school.version, 4)
    return school


def ask_for_it() -> None:
    with everything("a test changes the policy"):
        AssessmentPolicy.objects.update(requires_qualification=True)


def put_back(rating: Rating) -> None:
    with organization_scope(rating.organization_id):
        services.put_back_rating(rating, acting=rating.assessor.as_actor())


def decide(row: Submission, assessor: Person) -> bool:
    decision = finish(row, assessor, PASSING)
    assert decision is not None
    return decision.is_trained


def test_whoever_qualified_before_was_trained(open_to_all: School) -> None:
    with clock.at(_BEGIN):
        sit(open_to_all.version, open_to_all.assessor)
    ask_for_it()
    with clock.at(_LATER):
        assert decide(make_submitted(open_to_all.version), open_to_all.assessor) is True


def test_whoever_qualified_after_they_began_was_not(open_to_all: School) -> None:
    with clock.at(_BEGIN):
        row = make_submitted(open_to_all.version)
        make_rating(row, open_to_all.assessor)
        ask_for_it()
    with clock.at(_LATER):
        sit(open_to_all.version, open_to_all.assessor)
        assert decide(row, open_to_all.assessor) is False
        assert decide(make_submitted(open_to_all.version), open_to_all.assessor) is True


def test_a_renewal_takes_nothing_back(open_to_all: School) -> None:
    ask_for_it()
    with clock.at(_BEGIN):
        sit(open_to_all.version, open_to_all.assessor)
    with clock.at(_BEGIN + timedelta(days=350)):
        row = make_submitted(open_to_all.version)
        make_rating(row, open_to_all.assessor)
    with clock.at(_BEGIN + timedelta(days=352)):
        sit(open_to_all.version, open_to_all.assessor)
        with everything("a test looks"):
            qualified, began = Qualification.objects.get().qualified_at, Rating.objects.get().started_at
        assert began < qualified
        assert decide(row, open_to_all.assessor) is True


def test_a_qualification_that_ended_meanwhile_counts_for_what_was_begun(open_to_all: School) -> None:
    ask_for_it()
    with clock.at(_BEGIN):
        sit(open_to_all.version, open_to_all.assessor)
    with clock.at(_BEGIN + timedelta(days=364)):
        row = make_submitted(open_to_all.version)
        make_rating(row, open_to_all.assessor)
    with clock.at(_BEGIN + timedelta(days=370)):
        services.tend_qualifications()
        assert decide(row, open_to_all.assessor) is True


def test_one_of_two_who_was_not_is_enough(open_to_all: School) -> None:
    with everything("a test changes the policy"):
        AssessmentPolicy.objects.update(second_share=100)
    other = member(open_to_all.organization, "assessor")
    with clock.at(_BEGIN):
        sit(open_to_all.version, open_to_all.assessor)
        row = make_submitted(open_to_all.version)
        make_rating(row, other)
        ask_for_it()
    with clock.at(_LATER):
        assert finish(row, open_to_all.assessor, PASSING) is None
        assert decide(row, other) is False


def test_nobody_is_called_trained_where_it_was_not_asked_for(open_to_all: School) -> None:
    with clock.at(_BEGIN):
        sit(open_to_all.version, open_to_all.assessor)
    with clock.at(_LATER):
        assert decide(make_submitted(open_to_all.version), open_to_all.assessor) is False


def test_taken_up_again_with_nothing_rated_it_is_begun_anew(open_to_all: School) -> None:
    with clock.at(_BEGIN):
        row = make_submitted(open_to_all.version)
        rating = make_rating(row, open_to_all.assessor)
        put_back(rating)
        ask_for_it()
        sit(open_to_all.version, open_to_all.assessor)
    with clock.at(_LATER):
        again = make_rating(row, open_to_all.assessor)
        # What they have seen of it since they first had it open is another question.
        assert (again.pk, again.was_qualified, again.started_at) == (rating.pk, True, _BEGIN)
        assert decide(row, open_to_all.assessor) is True


def test_taken_up_again_with_a_level_it_was_begun_before(open_to_all: School) -> None:
    with clock.at(_BEGIN):
        row = make_submitted(open_to_all.version)
        put_back(make_rating(row, open_to_all.assessor, levels={"plan": "meets"}))
        ask_for_it()
        sit(open_to_all.version, open_to_all.assessor)
    with clock.at(_LATER):
        assert decide(row, open_to_all.assessor) is False
