# SPDX-License-Identifier: Apache-2.0
"""The people of an organization on their page: found, invited, changed, helped, sent away."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cairn.accounts.models import Person
from cairn.foundation.actors import SYSTEM
from cairn.organizations import selectors, services
from cairn.organizations.models import Organization
from tests.factories.people import PASSWORD, make_member, make_organization, make_person, member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def college() -> Organization:
    return make_organization("college", name="The College", owner=make_person("Patrice"))


@pytest.fixture
def owner(college: Organization, client: Client) -> Client:
    return sign_in(client, member(college, "owner", name="Olive"))


def _roles(organization: Organization, person: Person) -> list[str]:
    found = selectors.find_membership(organization, person.pk)
    return [] if found is None or found.ended_at else list(found.roles)


def test_the_list_shows_who_belongs_here(college: Organization, owner: Client) -> None:
    make_member(college, "assessor", person=make_person("Ada Brandt", "ada@example.org"))
    make_member(make_organization(), "assessor", name="Somebody Elsewhere")
    text = owner.get("/o/college/people").content.decode()
    assert "3 people belong here" in text
    assert "Ada Brandt" in text
    assert "ada@example.org" in text
    assert "Somebody Elsewhere" not in text


def test_the_list_is_searched(college: Organization, owner: Client) -> None:
    make_member(college, "assessor", name="Ada Brandt")
    text = owner.get("/o/college/people?q=brandt&role=assessor").content.decode()
    assert "One person fits" in text
    assert "Nobody fits" in owner.get("/o/college/people?q=zebra").content.decode()
    assert "3 people belong here" in owner.get("/o/college/people?role=king").content.decode()


def _count_queries(look: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        look()
    return len(seen)


def test_the_list_asks_no_more_for_more_people(college: Organization, owner: Client) -> None:
    make_member(college, "learner")
    services.invite(college, "a@example.org", ("learner",), acting=SYSTEM)
    few = _count_queries(lambda: owner.get("/o/college/people"))
    for number in range(12):
        make_member(college, "learner", "mentor")
        services.invite(college, f"b{number}@example.org", ("learner",), acting=SYSTEM)
    assert _count_queries(lambda: owner.get("/o/college/people")) == few


def test_an_invitation_is_sent_and_taken_back(college: Organization, owner: Client) -> None:
    response = owner.post("/o/college/people/invite", {"email": "new@example.org", "roles": ["assessor", "author"]})
    assert response.headers["Location"] == "/o/college/people"
    row = selectors.list_invitations(college)[0]
    assert (row.email, row.roles, row.invited_by) == ("new@example.org", ["author", "assessor"], "Olive")
    assert "new@example.org" in owner.get("/o/college/people").content.decode()
    owner.post(f"/o/college/people/invitations/{row.pk}/withdraw")
    assert selectors.list_invitations(college) == []


@pytest.mark.parametrize(
    "data", [{"email": "x", "roles": ["learner"]}, {"email": "x@example.org"}, {"roles": ["king"]}]
)
def test_a_wrong_invitation_is_said_at_its_field(college: Organization, owner: Client, data: dict[str, object]) -> None:
    response = owner.post("/o/college/people/invite", data)
    assert response.status_code == 400
    assert "to put right" in response.content.decode()
    assert selectors.list_invitations(college) == []


def test_whoever_is_a_member_already_is_told(college: Organization, owner: Client) -> None:
    make_member(college, "learner", person=make_person(email="ada@example.org"))
    response = owner.post("/o/college/people/invite", {"email": "ada@example.org", "roles": ["learner"]})
    assert response.status_code == 400
    assert "is a member with these roles already" in response.content.decode()


def test_roles_are_changed(college: Organization, owner: Client) -> None:
    person = member(college, "learner")
    response = owner.post(f"/o/college/people/{person.pk}", {"roles": ["issuer"]})
    assert response.headers["Location"] == "/o/college/people"
    assert _roles(college, person) == ["issuer"]


def test_a_registrar_is_told_what_only_an_owner_gives(college: Organization, client: Client) -> None:
    registrar = member(college, "registrar")
    response = sign_in(client, registrar).post(f"/o/college/people/{registrar.pk}", {"roles": ["owner", "registrar"]})
    assert response.status_code == 400
    assert "Only an owner can give or take this role." in response.content.decode()
    assert _roles(college, registrar) == ["registrar"]


def test_a_membership_is_ended(college: Organization, owner: Client) -> None:
    person = member(college, "learner")
    owner.post(f"/o/college/people/{person.pk}/end")
    assert _roles(college, person) == []


def test_the_last_owner_is_told_to_find_another(client: Client) -> None:
    person = make_person()
    organization = make_organization("school", owner=person)
    response = sign_in(client, person).post(f"/o/school/people/{person.pk}/end")
    assert response.status_code == 409
    assert "An organization needs an owner." in response.content.decode()
    assert _roles(organization, person) == ["owner"]


def test_a_child_gets_an_account_with_a_password_that_is_shown_once(college: Organization, owner: Client) -> None:
    response = owner.post("/o/college/people/new-account", {"name": "Maya Quiñones", "username": "maya.q"})
    password = re.search(r'mono big">([a-z0-9-]{19})<', response.content.decode())
    assert password is not None
    assert response.headers["Cache-Control"] == "private, no-store"
    person = Person.objects.get(username="maya.q")
    assert person.check_password(password[1])
    child = Client()
    assert child.post("/accounts/login/", {"login": "maya.q", "password": password[1]}).headers["Location"] == "/home"
    again = owner.post(f"/o/college/people/{person.pk}/password")
    new = re.search(r'mono big">([a-z0-9-]{19})<', again.content.decode())
    assert new is not None
    assert new[1] != password[1]
    assert child.get("/my/account/").status_code == 302


def test_a_taken_name_is_said_at_its_field(college: Organization, owner: Client) -> None:
    make_person(username="maya.q", password=PASSWORD)
    response = owner.post("/o/college/people/new-account", {"name": "Maya", "username": "maya.q"})
    assert response.status_code == 400
    assert "Somebody has this sign-in name already." in response.content.decode()
    assert not Person.objects.filter(name="Maya").exists()


@pytest.mark.parametrize("role", ["author", "assessor", "issuer", "learner"])
def test_other_roles_see_and_change_nobody(college: Organization, client: Client, role: str) -> None:
    person, target = member(college, role), member(college, "learner")
    sign_in(client, person)
    assert client.get("/o/college/people").status_code == 403
    assert client.post("/o/college/people/invite", {"email": "x@example.org", "roles": ["owner"]}).status_code == 403
    assert client.post("/o/college/people/new-account", {"name": "X", "username": "xyz"}).status_code == 403
    assert client.post(f"/o/college/people/{target.pk}", {"roles": ["owner"]}).status_code == 403
    assert client.post(f"/o/college/people/{target.pk}/end").status_code == 403
    assert client.post(f"/o/college/people/{target.pk}/password").status_code == 403
    assert _roles(college, target) == ["learner"]
    assert selectors.list_invitations(college) == []


def test_an_owner_elsewhere_sees_nobody(college: Organization, client: Client) -> None:
    stranger = make_person()
    make_organization("other", owner=stranger)
    target = member(college, "learner")
    sign_in(client, stranger)
    assert client.get("/o/college/people").status_code == 403
    assert client.post(f"/o/other/people/{target.pk}/end").status_code == 404
    assert _roles(college, target) == ["learner"]


def test_the_link_of_an_invitation_changes_nothing_until_the_button(college: Organization, client: Client) -> None:
    sent = services.invite(college, "new@example.org", ("assessor",), acting=SYSTEM)
    path = f"/invitations/{sent.token}"
    page = client.get(path)
    text = page.content.decode()
    assert "The College invites you" in text
    assert f"/accounts/login/?next={path}" in text
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("private, no-store", "same-origin")
    assert client.post(f"{path}/accept").headers["Location"].startswith("/accounts/login/")
    person = make_person()
    sign_in(client, person)
    assert "Accept the invitation" in client.get(path).content.decode()
    assert _roles(college, person) == []
    assert client.post(f"{path}/accept").headers["Location"] == "/o/college/"
    assert _roles(college, person) == ["assessor"]
    assert "This invitation is over" in client.get(path).content.decode()
    assert sign_in(Client(), make_person()).post(f"{path}/accept").status_code == 409


def test_a_learner_who_accepts_goes_to_their_start_page(college: Organization, client: Client) -> None:
    sent = services.invite(college, "new@example.org", ("learner",), acting=SYSTEM)
    response = sign_in(client, make_person()).post(f"/invitations/{sent.token}/accept")
    assert response.headers["Location"] == "/home"


def test_a_made_up_invitation_is_not_found(client: Client) -> None:
    assert client.get("/invitations/made-up").status_code == 404
