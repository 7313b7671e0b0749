# SPDX-License-Identifier: Apache-2.0
"""Addresses and identifiers: they change, and the person stays."""

from __future__ import annotations

import pytest

from cairn.accounts import selectors, services
from cairn.accounts.models import Identifier, Person
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Conflict, Invalid, NotFound, PermissionDenied
from cairn.foundation.models import OutboxEvent
from tests.factories.people import PASSWORD, make_organization, make_person, member

pytestmark = pytest.mark.django_db


def _addresses(person: Person) -> list[tuple[str, bool, bool]]:
    return [(row.email, row.verified, row.primary) for row in selectors.list_emails(person)]


def test_an_address_is_claimed_then_verified_and_told() -> None:
    person = make_person(email="")
    services.add_email(person, " Ada@Example.ORG ", acting=person.as_actor())
    assert _addresses(person) == [("ada@example.org", False, False)]
    assert selectors.find_person_by_email("ada@example.org") is None
    assert selectors.primary_email(person) == ""
    services.verify_email(person, "ADA@example.org", acting=SYSTEM)
    assert _addresses(person) == [("ada@example.org", True, True)]
    assert selectors.find_person_by_email("Ada@example.org") == person
    events = OutboxEvent.objects.filter(name="accounts.email_verified")
    assert [event.payload for event in events] == [{"person_id": str(person.pk), "email": "ada@example.org"}]


def test_a_changed_address_loses_nothing() -> None:
    person = make_person(email="old@example.org")
    services.add_email(person, "new@example.org", acting=SYSTEM, is_verified=True)
    services.make_primary(person, "new@example.org", acting=person.as_actor())
    services.remove_email(person, "old@example.org", acting=person.as_actor())
    assert _addresses(person) == [("new@example.org", True, True)]
    assert selectors.find_person_by_email("new@example.org") == person
    assert selectors.find_person_by_email("old@example.org") is None


def test_removing_the_one_that_mail_goes_to_lets_another_take_its_place() -> None:
    person = make_person(email="old@example.org")
    services.add_email(person, "new@example.org", acting=SYSTEM, is_verified=True)
    services.remove_email(person, "old@example.org", acting=person.as_actor())
    assert selectors.primary_email(person) == "new@example.org"
    assert _addresses(person) == [("new@example.org", True, True)]


def test_the_last_way_in_stays() -> None:
    person = make_person(email="only@example.org", password=PASSWORD)
    services.add_email(person, "claimed@example.org", acting=person.as_actor())
    with pytest.raises(Conflict) as caught:
        services.remove_email(person, "only@example.org", acting=person.as_actor())
    assert caught.value.code == "last_way_in"
    assert ("only@example.org", True, True) in _addresses(person)
    services.choose_username(person, "maya.q", acting=person.as_actor())
    services.remove_email(person, "only@example.org", acting=person.as_actor())
    assert _addresses(person) == [("claimed@example.org", False, False)]


def test_an_address_belongs_to_one_account() -> None:
    make_person(email="ada@example.org")
    other = make_person(email="")
    services.add_email(other, "ada@example.org", acting=other.as_actor())
    for attempt in (services.verify_email, services.add_email):
        options = {"is_verified": True} if attempt is services.add_email else {}
        with pytest.raises(Conflict) as caught:
            attempt(other, "ada@example.org", acting=SYSTEM, **options)
        assert caught.value.code == "email_taken"
    assert _addresses(other) == [("ada@example.org", False, False)]


def test_nobody_verifies_an_address_on_their_own_word() -> None:
    person = make_person(email="")
    with pytest.raises(PermissionDenied):
        services.add_email(person, "ada@example.org", acting=person.as_actor(), is_verified=True)
    assert _addresses(person) == []
    services.add_email(person, "ada@example.org", acting=person.as_actor())
    with pytest.raises(PermissionDenied):
        services.verify_email(person, "ada@example.org", acting=person.as_actor())
    assert _addresses(person) == [("ada@example.org", False, False)]


def test_an_unverified_address_gets_no_mail() -> None:
    person = make_person()
    services.add_email(person, "claimed@example.org", acting=person.as_actor())
    with pytest.raises(Conflict) as caught:
        services.make_primary(person, "claimed@example.org", acting=person.as_actor())
    assert caught.value.code == "not_verified"


@pytest.mark.parametrize("email", ["", "ada", "ada@", "a b@example.org", "ada@example.org\nBcc: x@example.org"])
def test_what_is_no_address_is_refused(email: str) -> None:
    person = make_person(email="")
    with pytest.raises(Invalid) as caught:
        services.add_email(person, email, acting=SYSTEM)
    assert caught.value.field == "email"
    assert _addresses(person) == []


def test_ten_addresses_are_enough() -> None:
    person = make_person(email="")
    for number in range(10):
        services.add_email(person, f"a{number}@example.org", acting=SYSTEM)
    with pytest.raises(Conflict) as caught:
        services.add_email(person, "b@example.org", acting=SYSTEM)
    assert caught.value.code == "too_many_addresses"
    assert len(_addresses(person)) == 10


def test_an_address_of_somebody_else_is_not_there() -> None:
    person, other = make_person(), make_person(email="other@example.org")
    with pytest.raises(NotFound):
        services.remove_email(person, "other@example.org", acting=person.as_actor())
    with pytest.raises(PermissionDenied):
        services.remove_email(other, "other@example.org", acting=person.as_actor())
    assert len(_addresses(other)) == 1


def test_addresses_of_many_are_read_at_once(django_assert_num_queries: object) -> None:
    people = [make_person() for _number in range(5)]
    nobody = make_person(email="")
    services.add_email(people[0], "second@example.org", acting=SYSTEM, is_verified=True)
    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture without types
        found = selectors.primary_emails([person.pk for person in [*people, nobody]])
    assert found == {person.pk: selectors.primary_email(person) for person in people}


def test_an_identifier_names_one_person() -> None:
    school = make_organization()
    registrar = member(school, "registrar").as_actor()
    person, other = make_person(), make_person()
    row = services.add_identifier(
        person, "student_number", " 4711 ", authority_id=school.pk, is_verified=True, acting=registrar
    )
    again = services.add_identifier(person, "student_number", "4711", authority_id=school.pk, acting=registrar)
    assert again == row
    with pytest.raises(Conflict) as caught:
        services.add_identifier(other, "student_number", "4711", authority_id=school.pk, acting=registrar)
    assert caught.value.code == "identifier_taken"
    assert selectors.find_person_by_identifier("student_number", "4711", authority_id=school.pk) == person
    assert selectors.find_person_by_identifier("student_number", "4711") is None
    assert selectors.list_identifiers(other) == []


def test_an_identifier_without_authority_is_unique_too() -> None:
    person, other = make_person(), make_person()
    did = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
    services.add_identifier(person, "did", did, acting=person.as_actor())
    with pytest.raises(Conflict):
        services.add_identifier(other, "did", did, acting=other.as_actor())
    assert Identifier.objects.count() == 1
    with pytest.raises(PermissionDenied):
        services.add_identifier(other, "did", "did:web:a.example", acting=other.as_actor(), is_verified=True)
    assert Identifier.objects.count() == 1


def test_another_school_says_nothing_of_a_schools_numbers() -> None:
    school, other_school = make_organization(), make_organization()
    row = services.add_identifier(make_person(), "student_number", "4711", authority_id=school.pk, acting=SYSTEM)
    stranger = member(other_school, "registrar").as_actor()
    with pytest.raises(PermissionDenied):
        services.remove_identifier(row, acting=stranger)
    with pytest.raises(PermissionDenied):
        services.add_identifier(make_person(), "student_number", "4712", authority_id=school.pk, acting=stranger)
    assert Identifier.objects.count() == 1
    services.remove_identifier(row, acting=member(school, "registrar").as_actor())
    assert Identifier.objects.count() == 0


@pytest.mark.parametrize(("kind", "value"), [("shoe_size", "44"), ("did", ""), ("did", "x" * 256)])
def test_a_strange_identifier_is_refused(kind: str, value: str) -> None:
    person = make_person()
    with pytest.raises(Invalid):
        services.add_identifier(person, kind, value, acting=person.as_actor())
    assert selectors.list_identifiers(person) == []
