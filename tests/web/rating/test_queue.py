# SPDX-License-Identifier: Apache-2.0
"""The pages around the queue: the next work, languages, writers one knows, who rates what, conflicts by name."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cairn.assessment import services
from cairn.assessment.aliases import alias_of
from cairn.assessment.models import AssessorProfile, Conflict, ConflictKind, Rating, RatingState, Submission
from cairn.assessment.policy import Policy
from cairn.foundation import clock
from cairn.foundation.scopes import everything, organization_scope
from tests.domain.assessment.conftest import School
from tests.domain.assessment.crowds import make_assessors
from tests.factories.assessment import make_rating, make_submitted
from tests.factories.people import make_member, make_organization, make_person, member, sign_in
from tests.web.markup import flat

TOKEN = re.compile(r'value="[A-Za-z0-9]{64}"')


@pytest.fixture
def home(school: School) -> str:
    return f"/o/{school.organization.slug}/"


@pytest.fixture
def owner(school: School, client: Client) -> Client:
    return sign_in(client, member(school.organization, "owner"))


def ratings() -> list[Rating]:
    with everything("a test looks"):
        return list(Rating.objects.order_by("started_at"))


def test_the_next_work_opens_at_once(school: School, assessor: Client, home: str) -> None:
    later, first = make_submitted(school.version), make_submitted(school.version)
    with everything("a test makes one late"):
        Submission.objects.filter(pk=first.pk).update(due_at=clock.now() - timedelta(days=2))
    assert b"Give me the next one" in assessor.get(f"{home}queue/").content
    assert assessor.post(f"{home}queue/next").headers["Location"] == f"{home}queue/{first.pk}/"
    assert assessor.post(f"{home}queue/next").headers["Location"] == f"{home}queue/{later.pk}/"
    answer = assessor.post(f"{home}queue/next", follow=True)
    assert b"Nothing waits that you can rate just now." in answer.content


def test_after_one_work_comes_the_next_that_one_holds(school: School, assessor: Client, home: str) -> None:
    row, following = make_submitted(school.version), make_submitted(school.version)
    make_rating(row, school.assessor, levels={"plan": "exceeds", "insight": "meets"})
    make_rating(following, school.assessor)
    assert assessor.post(f"{home}queue/{row.pk}/finish").headers["Location"] == f"{home}queue/{following.pk}/"


def test_locked_work_is_put_back_from_its_page(school: School, assessor: Client, home: str) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_rating(row, school.assessor, levels={"plan": "meets"})
    with organization_scope(school.organization.pk):
        services.lock_submission(row, reason="We look.", acting=member(school.organization, "owner").as_actor())
    page = flat(assessor.get(f"{home}queue/").content.decode())
    assert ("Locked" in page, "See why" in page, "Go on with the first one" in page) == (True, True, False)
    page = flat(assessor.get(f"{home}queue/{row.pk}/").content.decode())
    assert ("The organization has locked this work" in page, "Put it back" in page) == (True, True)
    assert assessor.post(f"{home}queue/{row.pk}/put-back").status_code == 302
    assert "Put it back" not in flat(assessor.get(f"{home}queue/{row.pk}/").content.decode())


def test_languages_are_chosen_in_the_queue(school: School, assessor: Client, home: str) -> None:
    make_submitted(school.version)
    assessor.post(f"{home}queue/languages", {"languages": ["es"]})
    with everything("a test looks"):
        assert AssessorProfile.objects.get().languages == ["es"]
    page = assessor.get(f"{home}queue/").content.decode()
    assert "1 work in English waits for an assessor" in page
    assert 'name="take"' not in page
    assert assessor.post(f"{home}queue/languages", {"languages": ["!"]}).status_code == 400


def test_a_filter_by_language_and_track(school: School, assessor: Client, home: str) -> None:
    spanish, other = make_submitted(school.version), make_submitted(school.version)
    with everything("a test makes one Spanish"):
        Submission.objects.filter(pk=spanish.pk).update(language="es", track="prior_learning")
    for query in ("language=es", "track=prior_learning"):
        page = assessor.get(f"{home}queue/?{query}").content.decode()
        assert (alias_of(spanish.pk) in page, alias_of(other.pk) in page) == (True, False)
    assert alias_of(other.pk) in assessor.get(f"{home}queue/?track=nonsense&page=99").content.decode()


def test_the_queue_says_how_much_is_hidden_and_why(school: School, assessor: Client, home: str) -> None:
    place = make_organization(name="Heron Street", parent=school.organization)
    learner, known = make_person("Maya Heron"), make_person("Kay Known")
    make_member(place, "learner", person=learner)
    make_member(place, "mentor", person=school.assessor)
    acting = member(school.organization, "owner").as_actor()
    with organization_scope(school.organization.pk):
        services.state_policy(school.version.achievement, Policy(excludes_same_school=True), acting=acting)
    make_submitted(school.version, learner=learner)
    rating = make_rating(make_submitted(school.version, learner=known), school.assessor)
    with organization_scope(school.organization.pk):
        services.declare_conflict(rating, acting=school.assessor.as_actor())
    page = flat(assessor.get(f"{home}queue/").content.decode())
    assert "2 works are not shown to you" in page
    assert "1 is by a student at Heron Street, where you belong." in page
    assert "1 is by a writer you said you know." in page
    assert ("Maya" in page, "Kay" in page) == (False, False)


def test_i_know_this_writer(school: School, assessor: Client, home: str) -> None:
    row = make_submitted(school.version, learner=school.learner)
    make_rating(row, school.assessor, levels={"plan": "meets"})
    assert b"I know this writer" in assessor.get(f"{home}queue/{row.pk}/").content
    assert assessor.post(f"{home}queue/{row.pk}/known").headers["Location"] == f"{home}queue/"
    assert ratings()[0].state == RatingState.PUT_BACK
    page = assessor.get(f"{home}queue/known/").content.decode()
    assert (alias_of(row.pk) in page, "Ada" in page) == (True, False)
    closed = assessor.get(f"{home}queue/{row.pk}/").content.decode()
    assert ("This waits for another assessor" in closed, "Six tasks" in closed) == (True, False)
    with everything("a test looks"):
        conflict = Conflict.objects.get()
    assessor.post(f"{home}queue/known/{conflict.pk}/end")
    assert b"Nobody is on your list" in assessor.get(f"{home}queue/known/").content
    assert b"This waits for an assessor" in assessor.get(f"{home}queue/{row.pk}/").content


def test_an_assessor_ends_no_conflict_of_another(school: School, assessor: Client, home: str) -> None:
    other = member(school.organization, "assessor")
    rating = make_rating(make_submitted(school.version), other)
    with organization_scope(school.organization.pk):
        conflict = services.declare_conflict(rating, acting=other.as_actor())
    assert assessor.post(f"{home}queue/known/{conflict.pk}/end").status_code == 404
    assert assessor.get(f"{home}conflicts/").status_code == 403
    with everything("a test looks"):
        assert Conflict.objects.get().ended_at is None


def test_conflicts_are_entered_by_name(school: School, owner: Client, home: str) -> None:
    make_submitted(school.version, learner=school.learner)
    form = {"assessor": str(school.assessor.pk), "learner": "ada@example.org", "kind": "tutor", "note": "Term 2"}
    assert b"Nobody is kept apart yet" in owner.get(f"{home}conflicts/").content
    wrong = owner.post(f"{home}conflicts/", {**form, "learner": "nobody@example.org"})
    assert (wrong.status_code, b"Nobody of that name learns here." in wrong.content) == (422, True)
    assert owner.post(f"{home}conflicts/", form).status_code == 302
    page = owner.get(f"{home}conflicts/").content.decode()
    assert ("Ada Learner" in page, "Bo Assessor" in page, "Term 2" in page) == (True, True, True)
    again = owner.post(f"{home}conflicts/", form)
    assert (again.status_code, b"on the list already" in again.content) == (422, True)
    with everything("a test looks"):
        conflict = Conflict.objects.get(kind=ConflictKind.TUTOR)
    owner.post(f"{home}conflicts/{conflict.pk}/end")
    assert b"Nobody is kept apart yet" in owner.get(f"{home}conflicts/").content


def test_what_waits_is_handed_out_and_given_to_somebody_else(school: School, owner: Client, home: str) -> None:
    row = make_submitted(school.version)
    other = member(school.organization, "assessor", name="Cy Second")
    assert b"1 work waits for an assessor" in owner.get(f"{home}assigning/").content
    assert b"1 work was handed out." in owner.post(f"{home}assigning/hand-out", follow=True).content
    (rating,) = ratings()
    to = other if rating.assessor_id == school.assessor.pk else school.assessor
    page = owner.get(f"{home}assigning/").content.decode()
    assert (alias_of(row.pk) in page, "Cy Second" in page) == (True, True)
    address = f"{home}assigning/{rating.pk}"
    refused = owner.post(address, {"assessor": str(to.pk), "reason": ""})
    assert (refused.status_code, len(ratings())) == (422, 1)
    assert owner.post(address, {"assessor": str(to.pk), "reason": "On leave"}).status_code == 302
    assert [(known.assessor_id, known.state) for known in ratings()] == [
        (rating.assessor_id, RatingState.PUT_BACK),
        (to.pk, RatingState.DRAFT),
    ]
    assert b"Nothing was handed out" in owner.post(f"{home}assigning/hand-out", follow=True).content


def test_handing_out_is_chosen(school: School, owner: Client, home: str) -> None:
    owner.post(f"{home}assigning/choose", {"choice": "hand_out"})
    make_submitted(school.version)
    assert services.hand_out_everywhere() == 1
    owner.post(f"{home}assigning/choose", {"choice": "take"})
    make_submitted(school.version)
    assert services.hand_out_everywhere() == 0


def test_the_pages_of_a_manager_ask_no_more_for_more_people(
    school: School, owner: Client, home: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_rating(make_submitted(school.version), school.assessor)
    for page in ("assigning/", "conflicts/"):
        owner.get(f"{home}{page}")
        with django_assert_max_num_queries(25) as few:
            owner.get(f"{home}{page}")
        make_assessors(school.organization, 5)
        for _number in range(3):
            make_rating(make_submitted(school.version), member(school.organization, "assessor"))
        with django_assert_max_num_queries(len(few)):
            owner.get(f"{home}{page}")


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("withdrawn", "The learner withdrew this work"),
        ("locked", "The organization has locked this work"),
        ("reassigned", "Another assessor has this work"),
    ],
)
def test_what_was_typed_comes_back_where_the_work_is_gone(
    school: School, assessor: Client, home: str, what: str, words: str
) -> None:
    row = make_submitted(school.version, learner=school.learner)
    rating = make_rating(row, school.assessor)
    with everything("a test takes the work away"):
        if what == "withdrawn":
            services.withdraw_submission(row, acting=school.learner.as_actor())
        elif what == "locked":
            Submission.objects.filter(pk=row.pk).update(locked_at=clock.now())
        else:
            other, owner = member(school.organization, "assessor"), member(school.organization, "owner")
            services.reassign_rating(rating, other.pk, reason="On leave", acting=owner.as_actor())
    typed = {"version": "1", "level_plan": "meets", "comment_plan": "All six.", "feedback": "Half of it"}
    answer = assessor.post(f"{home}queue/{row.pk}/", typed)
    page = flat(answer.content.decode())
    assert (answer.status_code, words in page) == (409, True)
    assert "Match to goals: Meets: All six." in page
    assert ("Half of it" in page, "Six tasks" in page) == (True, False)
    late = assessor.post(f"{home}queue/{row.pk}/", typed, headers={"X-Cairn-Autosave": "1"})
    assert (late.status_code, late.content.decode()[:21]) == (409, "This rating is closed")
    assert ratings()[0].levels == {}


def test_the_seat_of_an_assessor_is_told_nowhere(school: School, assessor: Client, home: str) -> None:
    row = make_submitted(school.version)
    with everything("a test plans a second rating"):
        Submission.objects.filter(pk=row.pk).update(seats=2, open_seats=2, seat_reasons=["sampled"])
    before = TOKEN.sub("", assessor.get(f"{home}queue/").content.decode()).split("<main")[1]
    make_rating(row, member(school.organization, "assessor"))
    assert TOKEN.sub("", assessor.get(f"{home}queue/").content.decode()).split("<main")[1] == before
    make_rating(row, school.assessor)
    bench = assessor.get(f"{home}queue/{row.pk}/").content.decode().lower()
    assert [word for word in ("sampled", "second rating", "second assessor") if word in bench] == []
    assert "you will not see each other" in bench
