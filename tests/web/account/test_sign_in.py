# SPDX-License-Identifier: Apache-2.0
"""Signing up and in: with a password, with a mailed code, by name, with an app; and what is refused."""

from __future__ import annotations

from typing import cast

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, TestCase

from cairn.accounts import selectors, services
from cairn.accounts.models import Person
from cairn.foundation.actors import SYSTEM
from cairn.foundation.models import OutboxEvent, OutgoingMail
from tests.factories.people import PASSWORD, make_person, sign_in
from tests.web.account.letters import last_code, last_letter

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
CODE_PAGE = "/accounts/confirm-email/"


def _signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def _sign_up(client: Client, email: str = "ada@example.org", **changes: str) -> HttpResponse:
    data = {"name": " Ada  Brandt ", "email": email, "password1": PASSWORD, "next": "/catalog", **changes}
    return cast("HttpResponse", client.post("/accounts/signup/", data))


def test_somebody_makes_an_account_and_lands_where_they_wanted(client: Client) -> None:
    response = _sign_up(client)
    assert response.headers["Location"] == CODE_PAGE
    person = Person.objects.get()
    assert (person.name, person.has_sign_in_name) == ("Ada Brandt", False)
    assert not _signed_in(client)
    assert last_letter("ada@example.org").subject == "Your code to verify this address"
    page = client.get(CODE_PAGE)
    assert b"ada@example.org" in page.content
    done = client.post(CODE_PAGE, {"code": last_code("ada@example.org")})
    assert done.headers["Location"] == "/catalog"
    assert _signed_in(client)
    assert selectors.find_person_by_email("ada@example.org") == person
    assert OutboxEvent.objects.get(name="accounts.email_verified").payload["person_id"] == str(person.pk)
    actions = [entry.action for entry in selectors.list_account_history(person)]
    assert sorted(actions) == ["people.sign_up", "people.verify_email"]


def test_a_wrong_code_verifies_nothing(client: Client) -> None:
    _sign_up(client)
    response = client.post(CODE_PAGE, {"code": "WRONG1"})
    assert response.status_code == 200
    assert "This is not the code." in response.content.decode()
    assert selectors.find_person_by_email("ada@example.org") is None
    assert not _signed_in(client)


@pytest.mark.parametrize("changes", [{"name": ""}, {"password1": "short"}, {"password1": "password123"}])
def test_a_form_that_falls_short_makes_no_account(client: Client, changes: dict[str, str]) -> None:
    response = _sign_up(client, **changes)
    assert response.status_code == 200
    assert "to put right" in response.content.decode()
    assert Person.objects.count() == 0
    assert OutgoingMail.objects.count() == 0


def test_an_address_that_is_known_is_not_given_away(client: Client) -> None:
    make_person(email="ada@example.org")
    response = _sign_up(client)
    assert response.headers["Location"] == CODE_PAGE
    assert Person.objects.count() == 1
    assert last_letter("ada@example.org").subject == "You have an account already"


@pytest.mark.parametrize("login", ["ada@example.org", "ADA@example.org", "ada.b", "Ada.B"])
def test_address_or_name_and_password_sign_in(client: Client, login: str) -> None:
    make_person(email="ada@example.org", username="ada.b", password=PASSWORD)
    response = client.post(LOGIN, {"login": login, "password": PASSWORD})
    assert response.headers["Location"] == "/home"
    assert _signed_in(client)


def test_a_child_signs_in_by_name_without_an_address(client: Client) -> None:
    make_person(email="", username="maya.q", password=PASSWORD)
    response = client.post(LOGIN, {"login": "maya.q", "password": PASSWORD})
    assert response.headers["Location"] == "/home"
    assert _signed_in(client)
    assert OutgoingMail.objects.count() == 0


def test_signing_in_goes_on_in_the_language_of_the_person(client: Client) -> None:
    person = make_person(email="ada@example.org", password=PASSWORD)
    services.change_profile(person, language="es", acting=SYSTEM)
    response = client.post(LOGIN, {"login": "ada@example.org", "password": PASSWORD})
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "es"


@pytest.mark.parametrize("login", ["ada@example.org", "nobody@example.org", "nobody"])
def test_a_wrong_password_says_nothing_about_who_exists(client: Client, login: str) -> None:
    make_person(email="ada@example.org", password=PASSWORD)
    response = client.post(LOGIN, {"login": login, "password": "a wrong pebble path"})
    assert response.status_code == 200
    assert "do not belong together" in response.content.decode()
    assert not _signed_in(client)


def test_guessing_is_stopped(client: Client) -> None:
    make_person(email="ada@example.org", password=PASSWORD)
    for _number in range(5):
        client.post(LOGIN, {"login": "ada@example.org", "password": "a wrong pebble path"})
    response = client.post(LOGIN, {"login": "ada@example.org", "password": PASSWORD})
    assert "Too many tries" in response.content.decode()
    assert not _signed_in(client)


def test_a_closed_account_lets_nobody_in(client: Client) -> None:
    person = make_person(email="ada@example.org", password=PASSWORD)
    services.deactivate_person(person, acting=SYSTEM)
    response = client.post(LOGIN, {"login": "ada@example.org", "password": PASSWORD}, follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/inactive/"
    assert not _signed_in(client)


def test_a_mailed_code_signs_in(client: Client) -> None:
    make_person(email="ada@example.org")
    page = client.post("/accounts/login/code/", {"email": "ada@example.org", "next": "/catalog"}, follow=True)
    assert '<input type="hidden" name="next" value="/catalog">' in page.content.decode()
    data = {"code": last_code("ada@example.org"), "next": "/catalog"}
    response = client.post("/accounts/login/code/confirm/", data)
    assert response.headers["Location"] == "/catalog"
    assert _signed_in(client)


def test_no_code_for_an_unknown_address_but_a_letter(client: Client) -> None:
    response = client.post("/accounts/login/code/", {"email": "nobody@example.org"}, follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/login/code/confirm/")
    assert last_letter("nobody@example.org").subject == "There is no account with this address"
    assert not _signed_in(client)


def test_a_forgotten_password_is_replaced_with_a_code(client: Client) -> None:
    person = make_person(email="ada@example.org", password=PASSWORD)
    client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    client.post("/accounts/password/reset/confirm/", {"code": last_code("ada@example.org")})
    new = "another long pebble path"
    response = client.post("/accounts/password/reset/complete/", {"password1": new, "password2": new})
    assert response.status_code == 302
    assert selectors.get_person(person.pk).check_password(new)
    assert last_letter("ada@example.org").subject == "Your password was changed"
    assert selectors.list_account_history(person)[0].action == "people.change_password"


def test_an_app_is_a_second_step_and_its_secret_is_sealed(client: Client) -> None:
    person = make_person(email="ada@example.org", password=PASSWORD)
    sign_in(client, person)
    assert client.get("/accounts/2fa/totp/activate/").headers["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": code})
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)
    assert Authenticator.objects.filter(type=Authenticator.Type.RECOVERY_CODES).count() == 1
    letters = OutgoingMail.objects.values_list("subject", flat=True)
    assert list(letters) == ["An authenticator app was switched on"]
    recovery = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    client.post("/accounts/logout/")
    response = client.post(LOGIN, {"login": "ada@example.org", "password": PASSWORD})
    assert response.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert not _signed_in(client)
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "This is not the code" in wrong.content.decode()
    assert not _signed_in(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": recovery}).headers["Location"] == "/home"
    assert _signed_in(client)


def test_signing_out_takes_a_button(client: Client) -> None:
    sign_in(client, make_person())
    assert "Sign out of this device?" in client.get("/accounts/logout/").content.decode()
    assert _signed_in(client)
    assert client.post("/accounts/logout/").headers["Location"] == "/"
    assert not _signed_in(client)


def test_a_letter_that_names_is_not_garbled(client: Client) -> None:
    client.post("/accounts/login/code/", {"email": "o'hara+a&b@example.org"})
    assert "o'hara+a&b@example.org" in last_letter("o'hara+a&b@example.org").text
