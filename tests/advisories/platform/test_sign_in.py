# SPDX-License-Identifier: Apache-2.0
"""Taking over what belongs to an address by having claimed it first."""

from __future__ import annotations

import pytest
from django.test import Client

from cairn.accounts import services
from cairn.accounts.demonstration import has_demo_people, has_only_real_people
from cairn.accounts.models import Person
from cairn.accounts.selectors import find_person_by_email
from cairn.credentials.services.claims import attach_awards
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import DomainError
from cairn.foundation.models import OutgoingMail
from tests.factories.credentials import School, make_award, reload
from tests.factories.people import PASSWORD, make_person
from tests.web.account.letters import last_code, last_letter

VICTIM = "victim@example.org"
ASK = "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"
RESET = "/accounts/password/reset/"


def _sign_up(client: Client, email: str) -> None:
    client.post("/accounts/signup/", {"name": "Mallory", "email": email, "password1": PASSWORD})


def _is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_an_account_that_waits_for_an_address_is_not_opened_by_the_owner_of_the_address(client: Client) -> None:
    """Somebody signs up with another's address and waits until its owner signs in by a mailed code."""
    _sign_up(client, VICTIM)
    trap = Person.objects.get()
    owner = Client()
    owner.post(ASK, {"email": VICTIM})
    assert last_letter(VICTIM).subject == "There is no account with this address"
    assert not _is_signed_in(owner)
    assert find_person_by_email(VICTIM) is None
    trap.refresh_from_db()
    assert trap.last_login is None


def test_an_address_added_to_another_account_draws_no_awards_there(client: Client, school: School) -> None:
    """Somebody adds another's address to a good account; its owner asks for a code, or for a new password."""
    award = make_award(school.version, email=VICTIM)
    mallory = make_person("Mallory", "mallory@example.org", password=PASSWORD)
    services.add_email(mallory, VICTIM, acting=mallory.as_actor())
    for page in (ASK, RESET):
        owner = Client()
        owner.post(page, {"email": VICTIM})
        assert last_letter(VICTIM).subject == "There is no account with this address"
        assert not _is_signed_in(owner)
    assert find_person_by_email(VICTIM) is None
    assert reload(award).person_id is None


def test_somebody_whom_a_file_has_added_still_gets_in_by_a_code(client: Client) -> None:
    """An account that nobody has been inside may be opened by whoever reads mail at its address."""
    person = services.create_person(name="Maya", acting=SYSTEM)
    services.add_email(person, "maya@example.org", acting=SYSTEM)
    client.post(ASK, {"email": "maya@example.org"})
    client.post(CONFIRM, {"code": last_code("maya@example.org")})
    assert _is_signed_in(client)
    assert find_person_by_email("maya@example.org") == person


def test_a_forgotten_password_is_not_reset_for_an_address_that_was_only_claimed(client: Client) -> None:
    """The account has a sign-in name, so somebody may be inside already."""
    mallory = make_person("Mallory", "", username="mallory", password=PASSWORD)
    services.add_email(mallory, VICTIM, acting=mallory.as_actor())
    Client().post(RESET, {"email": VICTIM})
    assert last_letter(VICTIM).subject == "There is no account with this address"
    assert OutgoingMail.objects.filter(to=VICTIM).count() == 1


def test_an_award_goes_to_an_address_letter_by_letter(school: School) -> None:
    """Two addresses that fold to the same text belong to two people: straße.example is not strasse.example."""
    award = make_award(school.version, email="alice@strasse.example")
    mallory = make_person("Mallory", "alice@straße.example")
    assert attach_awards(mallory.pk, "alice@straße.example", acting=SYSTEM) == 0
    assert reload(award).person_id is None
    assert attach_awards(mallory.pk, "Alice@Strasse.example", acting=SYSTEM) == 1


@pytest.mark.parametrize("username", ["demo.admin", "DEMO.x1"])
def test_nobody_makes_a_real_database_look_like_a_demonstration(username: str) -> None:
    """`cairn demo` empties a database that a demonstration has begun, which it knew by one sign-in name."""
    person = make_person("Mallory")
    with pytest.raises(DomainError) as refused:
        services.choose_username(person, username, acting=person.as_actor())
    assert refused.value.code == "bad_username"
    assert (has_demo_people(), has_only_real_people()) == (False, True)
