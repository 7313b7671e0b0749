# SPDX-License-Identifier: Apache-2.0
"""Whoever may be asked to rate a work does not learn from any page what others gave it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import pytest
from django.test import Client

from cairn.accounts.models import Person
from cairn.achievements.rubrics import rubric_digest
from cairn.assessment import selectors, services
from cairn.assessment.models import DoubleRating, ResultSeen, Submission, SubmissionState
from cairn.assessment.selectors import Bar
from cairn.foundation import clock
from cairn.foundation.models import AuditEntry
from cairn.foundation.scopes import everything, organization_scope, person_scope
from cairn.organizations.models import Membership
from cairn.organizations.services import change_roles
from tests.domain.assessment.conftest import School
from tests.factories.assessment import FAILING, PASSING, finish, make_decision, make_policy, make_submitted
from tests.factories.people import member, sign_in
from tests.factories.voices import conclude, make_appeal, make_failed
from tests.web.markup import flat

OCTOBER: Final = datetime(2026, 10, 14, 9, tzinfo=UTC)
WEAK: Final = {"plan": "not_yet", "insight": "not_yet"}


def page_of(client: Client, school: School, place: str) -> str:
    answer = client.get(f"/o/{school.organization.slug}/{place}")
    assert answer.status_code == 200
    return flat(b"".join(answer).decode())


def figures(school: School) -> tuple[int, int]:
    """Count the works in the sums that figures are made from, and the rows behind them."""
    with organization_scope(school.organization.pk):
        found = selectors.planned_pairs(school.version.achievement_id, _digest(school))
        report = selectors.agreement_report(school.version)
    with everything("a test counts"):
        return len(found), DoubleRating.objects.count() if report else 0


def _digest(school: School) -> str:
    return rubric_digest(school.version.definition.rubric)


def bar(school: School, row: Submission, person: Person) -> Bar | None:
    with organization_scope(school.organization.pk):
        return selectors.find_bar(Submission.objects.get(pk=row.pk), person.pk)


def seen_by(school: School) -> list[tuple[UUID, int, UUID]]:
    with organization_scope(school.organization.pk):
        return list(ResultSeen.objects.values_list("submission_id", "round", "person_id"))


@pytest.fixture
def second(school: School) -> Person:
    return member(school.organization, "assessor", name="Cy Assessor")


def test_a_pair_counts_once_nobody_else_is_to_rate(school: School, second: Person) -> None:
    make_policy(school.version, second_share=100)
    row = make_submitted(school.version)
    finish(row, school.assessor, PASSING)
    finish(row, second, WEAK)
    assert figures(school) == (0, 0)
    finish(row, member(school.organization, "assessor", name="Di Assessor"), WEAK)
    assert figures(school) == (1, 1)
    with everything("a test looks"):
        pair = DoubleRating.objects.get()
    assert {pair.assessor_a_id, pair.assessor_b_id} == {school.assessor.pk, second.pk}


def test_a_pair_that_will_have_no_third_is_counted_all_the_same(school: School, second: Person) -> None:
    make_policy(school.version, second_share=100)
    row = make_submitted(school.version, learner=school.learner)
    finish(row, school.assessor, PASSING)
    finish(row, second, WEAK)
    with person_scope(school.learner.pk):
        services.withdraw_submission(row, acting=school.learner.as_actor())
    assert figures(school) == (1, 1)
    single = make_submitted(school.version, learner=school.learner)
    finish(single, school.assessor, PASSING)
    with person_scope(school.learner.pk):
        services.withdraw_submission(single, acting=school.learner.as_actor())
    assert figures(school) == (1, 1)


def test_the_table_of_double_ratings_leaves_out_what_may_be_appealed(
    school: School, second: Person, client: Client
) -> None:
    make_policy(school.version, second_share=100)
    with clock.at(OCTOBER):
        for levels in (FAILING, PASSING):
            row = make_submitted(school.version)
            finish(row, school.assessor, levels)
            finish(row, second, levels)
    client = sign_in(client, member(school.organization, "owner"))
    place = f"reliability/{school.version.achievement_id}/ratings.csv"
    with clock.at(OCTOBER + timedelta(days=1)):
        assert page_of(client, school, place).count("work-") == 2
    with clock.at(OCTOBER + timedelta(days=60)):
        assert page_of(client, school, place).count("work-") == 4


def test_a_month_is_shown_once_nobody_can_appeal_against_what_it_gave(school: School, client: Client) -> None:
    with clock.at(OCTOBER):
        decision = make_failed(school.version, assessor=school.assessor)
        make_decision(make_submitted(school.version), school.assessor)
    client = sign_in(client, member(school.organization, "owner"))
    place = f"reliability/{school.version.achievement_id}"
    with clock.at(datetime(2026, 11, 26, 12, tzinfo=UTC)):
        assert "October 2026" not in page_of(client, school, place)
    with clock.at(datetime(2026, 12, 1, 12, tzinfo=UTC)):
        assert "October 2026" in page_of(client, school, place)
    with clock.at(OCTOBER + timedelta(days=1)):
        make_appeal(decision)
    with clock.at(datetime(2026, 12, 1, 12, tzinfo=UTC)):
        assert "October 2026" not in page_of(client, school, place)


def test_the_record_tells_what_was_done_and_not_what_was_given(school: School, client: Client) -> None:
    row = make_submitted(school.version)
    make_decision(row, school.assessor, FAILING)
    page = page_of(sign_in(client, member(school.organization, "owner")), school, f"audit?about={row.pk}")
    assert ("Finished a rating" in page, "Decided on work" in page, "seat" in page) == (True, True, True)
    assert [word for word in ("16.7", "outcome", "passed") if word in page.split("<main", 1)[1]] == []
    with everything("a test looks"):
        facts = AuditEntry.objects.get(action="submission.decide").facts
    assert (facts["outcome"], facts["percent"]) == ("return", "16.7")


def test_an_owner_who_rates_says_that_they_want_to_read_and_rates_it_no_more(school: School, client: Client) -> None:
    both = member(school.organization, "owner", "assessor")
    decision = make_failed(school.version, assessor=school.assessor)
    row = decision.submission
    client = sign_in(client, both)
    address = f"/o/{school.organization.slug}/moderation/{row.pk}/"
    hidden = flat(client.get(address).content.decode())
    assert ("The learner may appeal yet." in hidden, "Round 1" in hidden) == (True, False)
    assert seen_by(school) == []
    assert client.post(address, {"step": "read"}).headers["Location"] == address
    assert "Round 1: " in flat(client.get(address).content.decode())
    assert seen_by(school) == [(row.pk, 1, both.pk)]
    with everything("a test looks"):
        assert AuditEntry.objects.filter(action="submission.read", subject_id=str(row.pk)).count() == 1
    make_appeal(decision)
    assert (bar(school, row, both), bar(school, row, member(school.organization, "assessor"))) == (Bar.RATED, None)


def test_nobody_becomes_an_assessor_of_what_they_have_read(school: School, client: Client) -> None:
    owner = member(school.organization, "owner")
    decision = make_failed(school.version, assessor=school.assessor)
    row = decision.submission
    assert "Round 1: " in page_of(sign_in(client, owner), school, f"moderation/{row.pk}/")
    with organization_scope(school.organization.pk):
        membership = Membership.objects.get(person=owner)
        change_roles(membership, ["owner", "assessor"], acting=owner.as_actor())
    make_appeal(decision)
    assert bar(school, row, owner) == Bar.RATED


def test_a_rating_is_not_read_before_the_round_is_decided(school: School, second: Person, client: Client) -> None:
    make_policy(school.version, second_share=100)
    row = make_submitted(school.version)
    finish(row, school.assessor, FAILING)
    page = page_of(sign_in(client, member(school.organization, "owner")), school, f"moderation/{row.pk}/")
    assert ("16.7" in page, school.assessor.name in page) == (False, False)
    finish(row, second, FAILING)
    client = sign_in(client, member(school.organization, "owner"))
    assert school.assessor.name in page_of(client, school, f"moderation/{row.pk}/")


def test_whoever_rated_one_round_does_not_read_the_result_of_another(
    school: School, second: Person, client: Client
) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor, FAILING, feedback="Round one, says Bo.")
    with person_scope(school.learner.pk):
        row = selectors.get_submission(row.pk)
        services.save_answer(row, "a1", "Seven tasks", expected_revision=1, acting=school.learner.as_actor())
        services.submit_submission(
            row, acting=school.learner.as_actor(), declaration=services.Declaration(own_work=True)
        )
    decision = make_decision(row, second, FAILING, feedback="Round two, says Cy.")
    page = page_of(sign_in(client, school.assessor), school, f"queue/{row.pk}/")
    assert ("Round one, says Bo." in page, "Round two, says Cy." in page) == (True, False)
    appeal = make_appeal(decision)
    assert bar(school, row, school.assessor) is None
    conclude(appeal, school.assessor, PASSING)
    with everything("a test looks"):
        assert Submission.objects.get(pk=row.pk).state == SubmissionState.PASSED
