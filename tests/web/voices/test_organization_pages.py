# SPDX-License-Identifier: Apache-2.0
"""An organization follows appeals and answers complaints; a mentor says what they saw; the public reads the rates."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cairn.assessment import services
from cairn.assessment.models import Appeal, Attestation, Complaint, ComplaintState
from cairn.assessment.services import Statement
from cairn.foundation import clock
from cairn.foundation.scopes import everything, organization_scope
from tests.domain.assessment.conftest import School
from tests.factories.achievements import make_published_version
from tests.factories.assessment import PASSING, make_submission
from tests.factories.people import make_organization, member, sign_in
from tests.factories.voices import ask_witness, conclude, make_appeal, make_complaint, make_failed
from tests.web.markup import flat


@pytest.fixture
def owner(school: School, client: Client) -> Client:
    return sign_in(client, member(school.organization, "owner", name="Ola Owner"))


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return flat(answer.content.decode())


def appeal_of(school: School, name: str = "Another one") -> Appeal:
    version = make_published_version(school.organization, name=name)
    return make_appeal(make_failed(version, assessor=school.assessor))


def test_appeals_are_followed_to_the_end(school: School, owner: Client) -> None:
    home = f"/o/{school.organization.slug}/appeals/"
    assert "Nobody has appealed" in text_of(owner, home)
    appeal = appeal_of(school)
    assert "One appeal waits for an assessor" in text_of(owner, home)
    page = text_of(owner, f"{home}{appeal.pk}/")
    assert "Task 4 names its goal on page 2." in page
    assert "Not yet" in page
    with clock.at(appeal.due_at.replace(year=appeal.due_at.year + 1)):
        assert "One appeal is late" in text_of(owner, home)
    conclude(appeal, member(school.organization, "assessor"), PASSING, "Now it shows.")
    assert "No appeal waits" in text_of(owner, home)
    assert "Now it shows." in text_of(owner, f"{home}{appeal.pk}/")


def test_whoever_also_rates_reads_the_reasons_once_it_is_decided(school: School, client: Client) -> None:
    sign_in(client, member(school.organization, "owner", "assessor"))
    appeal = appeal_of(school)
    address = f"/o/{school.organization.slug}/appeals/{appeal.pk}/"
    page = text_of(client, address)
    assert "You also rate work here" in page
    assert "Task 4" not in page
    assert "Not yet" not in page
    conclude(appeal, member(school.organization, "assessor"), PASSING)
    assert "Task 4 names its goal on page 2." in text_of(client, address)


def test_a_complaint_is_answered(school: School, owner: Client) -> None:
    row = make_complaint(school.organization, person=school.learner)
    home = f"/o/{school.organization.slug}/complaints/"
    assert "One complaint waits for an answer" in text_of(owner, home)
    assert owner.post(f"{home}{row.pk}/", {"finding": "", "answer": "x"}).status_code == 422
    answer = owner.post(f"{home}{row.pk}/", {"finding": "justified", "answer": "We are sorry."})
    assert (answer.status_code, answer.headers["Location"]) == (302, home)
    with everything("a test looks"):
        found = Complaint.objects.get()
    assert (found.state, found.answered_by) == (ComplaintState.ANSWERED, "Ola Owner")
    assert "We are sorry." in text_of(owner, f"{home}{row.pk}/")
    assert "Every complaint is answered" in text_of(owner, home)


def test_an_answer_by_whoever_rated_is_refused_at_the_field(school: School, client: Client) -> None:
    rater = member(school.organization, "owner", "assessor")
    work = make_failed(school.version, learner=school.learner, assessor=rater).submission
    row = make_complaint(school.organization, person=school.learner, submission=work)
    sign_in(client, rater)
    given = {"finding": "justified", "answer": "I was right."}
    answer = client.post(f"/o/{school.organization.slug}/complaints/{row.pk}/", given)
    assert answer.status_code == 422
    assert "You rated this work, so somebody else answers." in flat(answer.content.decode())
    with everything("a test looks"):
        assert Complaint.objects.get().state == ComplaintState.OPEN


def test_a_mentor_says_what_they_saw_and_takes_it_back(school: School, client: Client) -> None:
    mentor = member(school.organization, "mentor", name="Mo Mentor")
    sign_in(client, mentor)
    home = f"/o/{school.organization.slug}/observations/"
    assert "No learner has asked you yet" in text_of(client, home)
    row = make_submission(school.version, learner=school.learner)
    asked = ask_witness(row, member_id=mentor.pk).attestation
    other = ask_witness(row, member_id=member(school.organization, "mentor").pk).attestation
    assert "One learner asks what you saw" in text_of(client, home)
    given = {"outcomes": ["O1"], "text": "She did it.", "name": "Mo Mentor"}
    assert client.post(f"{home}{asked.pk}/", {**given, "outcomes": []}).status_code == 422
    assert client.post(f"{home}{asked.pk}/", given).status_code == 302
    assert client.get(f"{home}{other.pk}/").status_code == 404
    assert client.post(f"{home}{other.pk}/", given).status_code == 404
    with everything("a test looks"):
        assert dict(Attestation.objects.values_list("pk", "statement")) == {asked.pk: "She did it.", other.pk: ""}
    assert "You answered" in text_of(client, home)
    assert client.post(f"{home}{asked.pk}/take-back").headers["Location"] == home
    assert client.get(f"{home}{asked.pk}/").status_code == 200
    with everything("a test looks"):
        assert set(Attestation.objects.values_list("statement", flat=True)) == {""}


def test_what_waits_stands_on_the_owners_own_page(school: School, owner: Client) -> None:
    appeal_of(school)
    make_complaint(school.organization)
    page = text_of(owner, "/home")
    assert "1 appeal waits" in page
    assert "1 complaint waits for an answer" in page


def test_what_waits_stands_on_the_page_of_the_organization(school: School, owner: Client) -> None:
    home = f"/o/{school.organization.slug}/"
    assert "waits for an answer" not in text_of(owner, home)
    appeal_of(school)
    make_complaint(school.organization)
    make_complaint(make_organization(name="Elsewhere"))
    page = text_of(owner, home)
    assert "1 appeal waits" in page
    assert "1 complaint waits for an answer" in page
    assert f'href="{home}complaints/"' in page


def test_a_mentor_is_told_who_asks_until_it_is_said(school: School, client: Client) -> None:
    mentor = member(school.organization, "mentor", name="Mo Mentor")
    sign_in(client, mentor)
    pages = ("/home", f"/o/{school.organization.slug}/")
    assert all("asks what you saw" not in text_of(client, path) for path in pages)
    asked = ask_witness(make_submission(school.version), member_id=mentor.pk)
    ask_witness(make_submission(school.version), member_id=member(school.organization, "mentor").pk)
    assert all("One learner asks what you saw" in text_of(client, path) for path in pages)
    statement = Statement((school.version.definition.outcomes[0].id,), "I saw it.")
    with organization_scope(school.organization.pk):
        services.make_attestation(asked.attestation, statement, acting=mentor.as_actor())
    assert all("asks what you saw" not in text_of(client, path) for path in pages)


@pytest.mark.parametrize("place", ["appeals", "complaints"])
def test_lists_ask_the_database_no_more_for_more_rows(
    school: School, owner: Client, django_assert_max_num_queries: DjangoAssertNumQueries, place: str
) -> None:
    path = f"/o/{school.organization.slug}/{place}/"
    appeal_of(school)
    make_complaint(school.organization)
    owner.get(path)
    with django_assert_max_num_queries(20) as first:
        owner.get(path)
    for number in range(3):
        appeal_of(school, f"Number {number}")
        make_complaint(school.organization)
    with django_assert_max_num_queries(len(first)):
        owner.get(path)


def test_the_public_reads_the_rates_from_ten_on(school: School, client: Client) -> None:
    address = f"/issuers/{school.organization.slug}"
    assert "No appeal was decided yet" in text_of(client, address)
    other = member(school.organization, "assessor")
    version = make_published_version(school.organization, name="Many")
    for number in range(10):
        appeal = make_appeal(make_failed(version, assessor=school.assessor))
        if number == 9:
            assert "Hidden: 1 to 9 appeals were decided" in text_of(client, address)
        conclude(appeal, other, PASSING if number < 2 else {"plan": "not_yet", "insight": "meets"})
    assert "10 appeals were decided. 2 of them changed the result: 20 in 100." in text_of(client, address)


def test_another_organizations_rows_are_not_here(school: School, client: Client) -> None:
    elsewhere = make_organization()
    sign_in(client, member(elsewhere, "owner", "mentor"))
    appeal, complaint = appeal_of(school), make_complaint(school.organization)
    row = make_submission(school.version, learner=school.learner)
    asked = ask_witness(row).attestation
    home = f"/o/{elsewhere.slug}"
    for path in (f"appeals/{appeal.pk}/", f"complaints/{complaint.pk}/", f"observations/{asked.pk}/"):
        assert client.get(f"{home}/{path}").status_code == 404
    given = {"finding": "justified", "answer": "Ours."}
    assert client.post(f"{home}/complaints/{complaint.pk}/", given).status_code == 404
    with everything("a test looks"):
        assert Complaint.objects.get().state == ComplaintState.OPEN
