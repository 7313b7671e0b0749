# SPDX-License-Identifier: Apache-2.0
"""The pages of a moderator: find a work, lock it, overturn what was decided."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from cairn.assessment import selectors, services
from cairn.assessment.aliases import alias_of
from cairn.assessment.models import Decision, Submission, SubmissionState
from cairn.foundation.scopes import everything, person_scope
from tests.domain.assessment.conftest import School
from tests.factories.assessment import FAILING, finish, make_decision, make_submitted
from tests.factories.people import member
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


def test_the_page_says_beforehand_that_nobody_is_left(school: School, owner: Client) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor)
    page = flat(owner.get(_page(school, row)).content.decode())
    assert ("Too few assessors are left" in page, 'value="reopen"' in page) == (True, False)
    sent = {"step": "reopen", "reason": "A file was mixed up."}
    answer = owner.post(_page(school, row), sent)
    assert (answer.status_code, "Too few assessors are left" in flat(answer.content.decode())) == (400, True)
    assert _state(row) == (SubmissionState.PASSED, False)
    member(school.organization, "assessor")
    page = flat(owner.get(_page(school, row)).content.decode())
    assert ("Too few assessors are left" in page, 'value="reopen"' in page) == (False, True)
    assert owner.post(_page(school, row), sent).status_code == 302
    assert _state(row) == (SubmissionState.SUBMITTED, False)


def test_the_page_says_what_becomes_of_work_that_was_begun_since(
    school: School, owner: Client, learner: Client
) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor, FAILING, begin_afresh=True)
    since = make_submitted(school.version, learner=school.learner)
    page = flat(owner.get(_page(school, row)).content.decode())
    assert "If your levels pass, that work is closed, and they get a letter." in page
    assert "The learner has begun this credential again, and one piece of work is open at a time." in page
    sent = {"step": "overturn", "reason": "Page 2.", "level_plan": "meets", "level_insight": "meets"}
    assert owner.post(_page(school, row), sent).status_code == 302
    assert (_state(row)[0], _state(since)[0]) == (SubmissionState.PASSED, SubmissionState.CLOSED)
    closed = flat(learner.get(f"/my/work/{since.pk}/").content.decode())
    assert ("This work is closed" in closed, "Six tasks, each with its goal." in closed) == (True, True)
    assert "Closed" in flat(learner.get("/my/work/").content.decode())
    # Of the closed one, nothing is left to decide.
    page = flat(owner.get(_page(school, since)).content.decode())
    assert ('value="reopen"' in page, 'value="overturn"' in page) == (False, False)


def test_the_learner_reads_why_and_what_is_kept(school: School, owner: Client, learner: Client) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor, FAILING, items_to_improve=["a1"])
    with person_scope(school.learner.pk):
        acting = school.learner.as_actor()
        work = selectors.get_submission(row.pk)
        services.save_answer(work, "a1", "Seven tasks.", expected_revision=1, acting=acting)
    assert "What you had begun to improve" not in flat(learner.get(f"/my/work/{row.pk}/").content.decode())
    member(school.organization, "assessor")
    owner.post(_page(school, row), {"step": "reopen", "reason": "A file was mixed up."})
    page = flat(learner.get(f"/my/work/{row.pk}/").content.decode())
    assert "gave it to other assessors, so the result that you had does not count any more." in page
    assert "A file was mixed up." in page
    assert ("What you had begun to improve" in page, "Seven tasks." in page) == (True, True)


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
