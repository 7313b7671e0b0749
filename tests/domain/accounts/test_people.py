# SPDX-License-Identifier: Apache-2.0
"""People: added, named, let in, helped back in, closed."""

from __future__ import annotations

import pytest

from cairn.accounts import selectors, services
from cairn.accounts.models import Person
from cairn.foundation.actors import SYSTEM, Actor, ActorKind
from cairn.foundation.errors import Conflict, DomainError, Invalid, NotFound, PermissionDenied
from cairn.foundation.models import OutboxEvent
from tests.factories.people import PASSWORD, make_organization, make_person, member

pytestmark = pytest.mark.django_db


def _history(person: Person) -> list[str]:
    return [entry.action for entry in selectors.list_account_history(person)]


def test_somebody_is_added_with_what_is_known() -> None:
    person = services.create_person(name="  Maya   Quiñones ", username="Maya.Q", language="es", acting=SYSTEM)
    assert (person.name, person.username, person.language) == ("Maya Quiñones", "maya.q", "es")
    assert not person.has_usable_password()
    assert _history(person) == ["people.create"]
    assert selectors.get_person(person.pk) == person
    assert selectors.find_person_by_username("MAYA.Q") == person


def test_a_name_that_nobody_chose_cannot_be_chosen() -> None:
    person = make_person()
    assert not person.has_sign_in_name
    with pytest.raises(Invalid):
        services.choose_username(make_person(), person.username, acting=SYSTEM)


@pytest.mark.parametrize("username", ["", "ab", "-ab", "ab-", "a b", "ä.b.c", "~abc", "x" * 41, "a@b.example"])
def test_a_sign_in_name_is_plain(username: str) -> None:
    with pytest.raises(Invalid) as caught:
        services.create_person(name="Maya", username=username, acting=SYSTEM)
    assert caught.value.field == "username"
    assert Person.objects.count() == 0


def test_a_sign_in_name_is_given_once() -> None:
    make_person(username="maya.q")
    with pytest.raises(Conflict) as caught:
        services.create_person(name="Another", username="MAYA.Q", acting=SYSTEM)
    assert caught.value.code == "username_taken"
    assert Person.objects.count() == 1


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_name_is_there_and_not_endless(name: str) -> None:
    with pytest.raises(Invalid) as caught:
        services.create_person(name=name, acting=SYSTEM)
    assert caught.value.field == "name"


@pytest.mark.parametrize("password", ["short", "password123", "1234567890"])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as caught:
        services.create_person(name="Maya", password=password, acting=SYSTEM)
    assert caught.value.code == "weak_password"
    assert Person.objects.count() == 0


def test_nobody_adds_people_for_no_organization() -> None:
    somebody = make_person()
    with pytest.raises(PermissionDenied):
        services.create_person(name="Maya", acting=somebody.as_actor())
    assert Person.objects.count() == 1


@pytest.mark.parametrize("role", ["owner", "registrar"])
def test_whoever_manages_members_adds_people(role: str) -> None:
    organization = make_organization()
    acting = member(organization, role).as_actor()
    person = services.create_person(name="Maya", acting=acting, organization_id=organization.pk)
    assert person.added_by_id == organization.pk


@pytest.mark.parametrize("role", ["author", "assessor", "issuer", "learner"])
def test_whoever_does_not_manage_members_adds_nobody(role: str) -> None:
    organization = make_organization()
    acting = member(organization, role).as_actor()
    with pytest.raises(PermissionDenied):
        services.create_person(name="Maya", acting=acting, organization_id=organization.pk)
    assert not Person.objects.filter(name="Maya").exists()


def test_a_link_adds_nobody() -> None:
    with pytest.raises(PermissionDenied):
        services.create_person(name="Maya", acting=Actor(ActorKind.LINK, "x", "A link"))
    assert Person.objects.count() == 0


def test_people_change_themselves() -> None:
    person = make_person("Before")
    services.change_profile(person, name="After", language="es", acting=person.as_actor())
    person.refresh_from_db()
    assert (person.name, person.language) == ("After", "es")
    services.change_profile(person, name="After", acting=person.as_actor())
    assert _history(person)[0] == "people.change"
    assert _history(person).count("people.change") == 1


def test_nobody_changes_somebody_else() -> None:
    person, other = make_person("Before"), make_person()
    with pytest.raises(PermissionDenied):
        services.change_profile(person, name="After", acting=other.as_actor())
    with pytest.raises(PermissionDenied):
        services.deactivate_person(person, acting=other.as_actor())
    with pytest.raises(PermissionDenied):
        services.end_sessions(person, acting=other.as_actor())
    person.refresh_from_db()
    assert (person.name, person.is_active, person.sessions_ended_at) == ("Before", True, None)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(Invalid):
        services.change_profile(make_person(), language="tlh", acting=SYSTEM)


def test_ending_sessions_changes_what_they_are_bound_to() -> None:
    person = make_person(password=PASSWORD)
    before = person.get_session_auth_hash()
    services.end_sessions(person, acting=person.as_actor())
    assert selectors.get_person(person.pk).get_session_auth_hash() != before


def test_a_closed_account_opens_again() -> None:
    person = make_person()
    services.deactivate_person(person, acting=person.as_actor())
    services.deactivate_person(person, acting=person.as_actor())
    assert not selectors.get_person(person.pk).is_active
    assert OutboxEvent.objects.filter(name="accounts.person_deactivated").count() == 1
    with pytest.raises(PermissionDenied):
        services.reactivate_person(person, acting=person.as_actor())
    services.reactivate_person(person, acting=SYSTEM)
    assert selectors.get_person(person.pk).is_active


def test_who_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        selectors.get_person(make_organization().pk)


def test_somebody_with_an_address_gets_no_password_from_others() -> None:
    person = make_person(password=PASSWORD)
    with pytest.raises(DomainError) as caught:
        services.reset_password(person, "another long path", acting=SYSTEM)
    assert caught.value.code == "has_address"
    assert selectors.get_person(person.pk).check_password(PASSWORD)


def test_an_organization_that_did_not_make_the_account_gives_no_password() -> None:
    organization = make_organization()
    person = make_person(email="", username="maya.q", password=PASSWORD)
    owner = member(organization, "owner")
    member(organization, "learner", person=person)
    with pytest.raises(PermissionDenied):
        services.reset_password(person, "another long path", acting=owner.as_actor())
    assert selectors.get_person(person.pk).check_password(PASSWORD)
