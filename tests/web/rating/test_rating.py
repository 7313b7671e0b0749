# SPDX-License-Identifier: Apache-2.0
"""An assessor takes work from the queue, rates it and decides, all without scripts; nobody's name is shown."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cairn.assessment.aliases import alias_of
from cairn.assessment.models import Decision, Rating, Submission, SubmissionState
from cairn.foundation.models import OutgoingMail
from cairn.foundation.scopes import everything
from tests.domain.assessment.conftest import School
from tests.factories.achievements import make_published_version
from tests.factories.assessment import FAILING, make_decision, make_rating, make_submitted
from tests.factories.people import make_organization, member, sign_in
from tests.web.markup import flat


def bench(school: School, row: Submission, place: str = "") -> str:
    return f"/o/{school.organization.slug}/queue/{row.pk}/{place}"


def queue(school: School) -> str:
    return f"/o/{school.organization.slug}/queue/"


def rating() -> Rating:
    with everything("a test looks"):
        row: Rating = Rating.objects.get()
        return row


def state(row: Submission) -> str:
    with everything("a test looks"):
        return str(Submission.objects.get(pk=row.pk).state)


def test_an_empty_queue_says_so(school: School, assessor: Client) -> None:
    page = assessor.get(queue(school)).content.decode()
    assert "<h1>Nothing waits for you</h1>" in page
    assert "All caught up" in page


def test_work_is_taken_from_the_queue_and_shows_no_name(school: School, assessor: Client) -> None:
    row = make_submitted(school.version, learner=school.learner)
    page = assessor.get(queue(school)).content.decode()
    assert f"Learner {alias_of(row.pk)}" in page
    assert "Ada" not in page
    assert "Six tasks" not in assessor.get(bench(school, row)).content.decode()
    taken = assessor.post(f"{queue(school)}take", {"take": str(row.pk)})
    assert taken.headers["Location"] == bench(school, row)
    opened = assessor.get(bench(school, row)).content.decode()
    assert ("Six tasks, each with its goal." in opened, "Ada" in opened) == (True, False)


def test_whoever_comes_second_is_told_and_stays_in_the_queue(school: School, assessor: Client) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_rating(row, member(school.organization, "assessor"))
    answer = assessor.post(f"{queue(school)}take", {"take": str(row.pk)}, follow=True)
    assert b"Another assessor took this work first." in answer.content
    assert b"Another assessor has this work" in assessor.get(bench(school, row)).content


def test_the_queue_asks_the_database_no_more_for_more_work(
    school: School, assessor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_submitted(school.version)
    make_rating(make_submitted(school.version), school.assessor)
    assessor.get(queue(school))
    with django_assert_max_num_queries(20) as few:
        assessor.get(queue(school))
    for number in range(5):
        make_submitted(make_published_version(school.organization, name=f"Number {number}"))
        make_rating(make_submitted(school.version), school.assessor)
    with django_assert_max_num_queries(len(few)):
        page = assessor.get(queue(school)).content
    assert page.count(b"Learner ") >= 11


def test_the_filter_keeps_what_was_asked_for(school: School, assessor: Client) -> None:
    make_submitted(school.version)
    other = make_published_version(school.organization, name="Another thing")
    row = make_submitted(other)
    page = assessor.get(f"{queue(school)}?credential={other.achievement_id}").content.decode()
    assert page.count('name="take"') == 1
    assert alias_of(row.pk) in page
    assert "Nothing matches this filter" in assessor.get(f"{queue(school)}?due=soon").content.decode()
    assert assessor.get(f"{queue(school)}?credential=nonsense").status_code == 404


def test_a_rating_saves_itself_and_says_where_it_stands(school: School, assessor: Client) -> None:
    row = make_submitted(school.version)
    make_rating(row, school.assessor)
    saved = assessor.post(
        bench(school, row),
        {"version": "1", "level_plan": "meets", "comment_plan": "All six.", "part_overview": "incomplete"},
        headers={"X-Cairn-Autosave": "1"},
    )
    assert saved.json() == {"version": "2"}
    assert (rating().levels, rating().comments, rating().incomplete_parts) == (
        {"plan": "meets"},
        {"plan": "All six."},
        ["overview"],
    )
    standing = assessor.get(bench(school, row, "standing")).content.decode()
    assert "1 of 2 criteria rated" in standing
    assert "33.3 percent" in standing
    assert "does not pass" not in standing


def test_a_second_window_is_told_and_overwrites_nothing(school: School, assessor: Client) -> None:
    row = make_submitted(school.version)
    make_rating(row, school.assessor, feedback="First")
    late = assessor.post(bench(school, row), {"version": "1", "feedback": "Second"}, headers={"X-Cairn-Autosave": "1"})
    assert (late.status_code, rating().feedback) == (409, "First")
    assert late.content.decode().startswith("This rating was changed in another window.")


def test_the_end_says_what_follows_before_it_follows(school: School, assessor: Client) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_rating(row, school.assessor)
    assert b"Some criteria have no level yet" in assessor.get(bench(school, row, "finish")).content
    answers = {"version": "1", "level_plan": "exceeds", "level_insight": "meets", "go": "finish"}
    assert assessor.post(bench(school, row), answers).headers["Location"] == bench(school, row, "finish")
    page = flat(assessor.get(bench(school, row, "finish")).content.decode())
    assert "<h1>This passes</h1>" in page
    assert state(row) == SubmissionState.IN_REVIEW
    assert assessor.post(bench(school, row, "finish")).headers["Location"] == queue(school)
    assert state(row) == SubmissionState.PASSED
    assert b"This work is decided" in assessor.get(bench(school, row)).content


def test_work_that_fails_is_sent_back_in_the_parts_that_are_chosen(school: School, assessor: Client) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_rating(row, school.assessor, levels=FAILING)
    assert b"Feedback is missing" in assessor.get(bench(school, row, "finish")).content
    make_rating(row, school.assessor, levels=FAILING, feedback="Tie each task to its goal.")
    page = assessor.get(bench(school, row, "finish")).content.decode()
    assert page.count("checked") == 2
    refused = assessor.post(bench(school, row, "finish"), {"then": "improve"})
    assert (refused.status_code, b"Choose at least one part" in refused.content) == (422, True)
    assessor.post(bench(school, row, "finish"), {"items": ["a1", "r1"], "then": "improve"})
    with everything("a test looks"):
        assert Decision.objects.get().items_to_improve == ["a1", "r1"]
    assert b"The learner is improving this" in assessor.get(bench(school, row)).content


def test_what_was_rated_before_is_shown_in_the_next_round(school: School, assessor: Client) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_decision(row, school.assessor, FAILING, feedback="Tie each task to its goal.")
    page = assessor.get(bench(school, row)).content.decode()
    assert "Round 1: Sent back" in page
    assert "Tie each task to its goal." in page
    assert "Six tasks, each with its goal." not in page


def test_work_can_be_put_back(school: School, assessor: Client) -> None:
    row = make_submitted(school.version)
    make_rating(row, school.assessor)
    assert assessor.post(bench(school, row, "put-back")).headers["Location"] == queue(school)
    assert state(row) == SubmissionState.SUBMITTED


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        ("owner", (200, 200, 403, 403)),
        ("author", (403, 403, 403, 403)),
        ("learner", (403, 403, 403, 403)),
        (None, (403, 403, 403, 403)),
    ],
)
def test_nobody_else_rates(school: School, client: Client, role: str | None, statuses: tuple[int, ...]) -> None:
    row = make_submitted(school.version)
    sign_in(client, member(school.organization, role) if role else member(make_organization(), "assessor"))
    answers = (
        client.get(queue(school)),
        client.get(bench(school, row)),
        client.post(f"{queue(school)}take", {"take": str(row.pk)}),
        client.get(bench(school, row, "finish")),
    )
    assert tuple(answer.status_code for answer in answers) == statuses
    assert not any(b"Six tasks" in answer.content for answer in answers)
    assert state(row) == SubmissionState.SUBMITTED


def test_work_of_another_organization_is_not_there(school: School, assessor: Client) -> None:
    elsewhere = make_organization()
    row = make_submitted(make_published_version(elsewhere))
    assert assessor.get(bench(school, row)).status_code == 404
    assert assessor.post(f"{queue(school)}take", {"take": str(row.pk)}).status_code == 404
    assert state(row) == SubmissionState.SUBMITTED


def test_an_assessor_finds_their_own_work_closed(school: School, assessor: Client) -> None:
    row = make_submitted(school.version, learner=school.assessor)
    assert b"1 work is your own" in assessor.get(queue(school)).content
    assert b"This is your own work" in assessor.get(bench(school, row)).content
    assert assessor.post(f"{queue(school)}take", {"take": str(row.pk)}).status_code == 403
    assert state(row) == SubmissionState.SUBMITTED


def test_letters_are_sent_once_for_one_form(school: School, client: Client) -> None:
    sign_in(client, member(school.organization, "adviser"))
    address = f"/o/{school.organization.slug}/invite/{school.version.achievement_id}"
    page = client.get(address).content.decode()
    key = page.split('name="key" value="')[1].split('"')[0]
    before = OutgoingMail.objects.count()
    for _press in range(2):
        client.post(address, {"emails": "a@example.org\nb@example.org", "words": "", "key": key})
    assert OutgoingMail.objects.count() == before + 2
    wrong = client.post(address, {"emails": "nobody", "words": "Hello", "key": "another"})
    assert (wrong.status_code, OutgoingMail.objects.count()) == (422, before + 2)
    assert b"is not an e-mail address" in wrong.content
    assert b"Hello" in wrong.content


def test_an_assessor_may_not_invite(school: School, assessor: Client) -> None:
    assert assessor.get(f"/o/{school.organization.slug}/invite/{school.version.achievement_id}").status_code == 403
