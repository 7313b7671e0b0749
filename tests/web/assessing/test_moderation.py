# SPDX-License-Identifier: Apache-2.0
"""The pages of a moderator: find a work, lock it, overturn what was decided; and results by group."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from cairn.assessment.aliases import alias_of
from cairn.assessment.models import Decision, GroupAnswer, Submission, SubmissionState
from cairn.foundation import clock
from cairn.foundation.scopes import everything
from tests.domain.assessment.conftest import School
from tests.factories.assessment import FAILING, finish, make_decision, make_submitted
from tests.factories.people import make_person
from tests.web.markup import flat


def _page(school: School, row: Submission | None = None) -> str:
    return f"/o/{school.organization.slug}/moderation/{f'{row.pk}/' if row else ''}"


def _state(row: Submission) -> tuple[str, bool]:
    with everything("a test looks"):
        found = Submission.objects.get(pk=row.pk)
    return found.state, found.locked_at is not None


def test_a_work_is_found_by_its_pseudonym_and_locked(school: School, owner: Client) -> None:
    row = make_submitted(school.version, learner=school.learner)
    listed = flat(owner.get(_page(school)).content.decode())
    assert ("One work was handed in" in listed, f"Learner {alias_of(row.pk)}" in listed) == (True, True)
    assert owner.post(_page(school, row), {"step": "lock", "reason": "We look into it."}).status_code == 302
    assert _state(row) == (SubmissionState.SUBMITTED, True)
    assert owner.post(_page(school, row), {"step": "unlock", "reason": "All is well."}).status_code == 302
    assert _state(row) == (SubmissionState.SUBMITTED, False)
    page = flat(owner.get(_page(school, row)).content.decode())
    assert ("We look into it." in page, "All is well." in page) == (True, True)


def test_a_step_without_a_reason_or_of_no_kind_changes_nothing(school: School, owner: Client) -> None:
    row = make_submitted(school.version, learner=school.learner)
    assert owner.post(_page(school, row), {"step": "lock", "reason": " "}).status_code == 400
    answer = owner.post(_page(school, row), {"step": "burn", "reason": "Why not."})
    assert (answer.status_code, "There is no such step." in flat(answer.content.decode())) == (400, True)
    assert _state(row) == (SubmissionState.SUBMITTED, False)


def test_a_decision_is_overturned_by_levels(school: School, owner: Client) -> None:
    row = make_submitted(school.version, learner=school.learner)
    finish(row, school.assessor, FAILING)
    sent = {
        "step": "overturn",
        "reason": "The second file was missed.",
        "level_plan": "meets",
        "level_insight": "meets",
    }
    assert owner.post(_page(school, row), sent).status_code == 302
    assert _state(row) == (SubmissionState.PASSED, False)
    page = flat(owner.get(_page(school, row)).content.decode())
    assert ("Overturned by the organization" in page, "Holds no more" in page) == (True, True)


def test_levels_that_the_rubric_lacks_are_refused(school: School, owner: Client) -> None:
    row = make_submitted(school.version, learner=school.learner)
    finish(row, school.assessor, FAILING)
    sent = {"step": "overturn", "reason": "Look again.", "level_plan": "superb", "level_insight": "meets"}
    assert owner.post(_page(school, row), sent).status_code == 400
    with everything("a test looks"):
        assert Decision.objects.count() == 1


def test_the_list_asks_the_database_no_more_for_more_work(
    school: School, owner: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_submitted(school.version)
    owner.get(_page(school))
    with CaptureQueriesContext(connection) as one:
        owner.get(_page(school))
    for _number in range(3):
        make_submitted(school.version)
    with django_assert_max_num_queries(len(one)):
        assert "4 works were handed in" in flat(owner.get(_page(school)).content.decode())


def test_results_by_group_hide_small_ones(school: School, owner: Client) -> None:
    place = f"/o/{school.organization.slug}/assessment/{school.version.achievement_id}/fairness"
    assert "Nobody has said anything of themselves yet" in flat(owner.get(place).content.decode())
    for number in range(13):
        learner = make_person(f"Learner {number}")
        make_decision(make_submitted(school.version, learner=learner), school.assessor)
        answer = "no" if number < 11 else "yes"
        GroupAnswer.objects.create(person=learner, question="first_in_family", answer=answer, given_at=clock.now())
    page = flat(owner.get(place).content.decode())
    assert "13 learners were decided on; 13 of them said something of themselves, freely." in page
    assert "Hidden: few people" in page
    # The question and its answers stand there in the words and the order in which learners read them.
    assert "Has a parent of yours finished college?" in page
    assert page.index('<th scope="row">Yes</th>') < page.index('<th scope="row">No, none has</th>')
    # With one small group, the other one is hidden too: the total would tell it.
    assert "100 in 100" not in page
