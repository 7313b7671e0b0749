# SPDX-License-Identifier: Apache-2.0
"""One's own account: the page, addresses, sessions."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from cairn.accounts import selectors, services
from cairn.foundation.actors import SYSTEM
from tests.factories.people import PASSWORD, make_organization, make_person, member, sign_in
from tests.web.account.letters import last_code, last_letter

pytestmark = pytest.mark.django_db
ACCOUNT = "/my/account/"
ADDRESSES = "/accounts/email/"


def _again(client: Client) -> None:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def test_the_page_is_for_whoever_is_signed_in(client: Client) -> None:
    response = client.get(ACCOUNT)
    assert response.headers["Location"] == "/accounts/login/?next=/my/account/"


def test_the_page_shows_who_i_am(client: Client) -> None:
    person = make_person("Ada Brandt")
    school = make_organization("school", name="The School")
    member(school, "learner", person=person)
    make_organization("college", name="The College", owner=person)
    services.add_identifier(person, "student_number", "4711", authority_id=school.pk, is_verified=True, acting=SYSTEM)
    page = sign_in(client, person).get(ACCOUNT)
    text = page.content.decode()
    assert page.headers["Cache-Control"] == "private, no-store"
    assert '<a href="/issuers/school">The School</a>' in text
    assert '<a href="/o/college/">The College</a>' in text
    assert "4711 (The School)" in text
    assert "Made an account for somebody" in text


def test_name_and_language_are_saved(client: Client) -> None:
    person = make_person("Before")
    response = sign_in(client, person).post(ACCOUNT, {"name": "After", "language": "es", "username": "after.one"})
    assert response.headers["Location"] == ACCOUNT
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "es"
    person.refresh_from_db()
    assert (person.name, person.language, person.username) == ("After", "es", "after.one")


def test_what_cannot_be_taken_is_said_at_its_field_and_nothing_is_saved(client: Client) -> None:
    make_person(username="taken.one")
    person = make_person("Before")
    response = sign_in(client, person).post(ACCOUNT, {"name": "After", "language": "en", "username": "taken.one"})
    assert response.status_code == 400
    assert "Somebody has this sign-in name already." in response.content.decode()
    assert 'value="After"' in response.content.decode()
    person.refresh_from_db()
    assert person.name == "Before"
    assert not person.has_sign_in_name


def test_signing_out_elsewhere_keeps_this_device(client: Client) -> None:
    person = make_person(password=PASSWORD)
    elsewhere = sign_in(Client(), person)
    sign_in(client, person)
    assert elsewhere.get(ACCOUNT).status_code == 200
    assert client.post("/my/account/sign-out-elsewhere").headers["Location"] == ACCOUNT
    assert client.get(ACCOUNT).status_code == 200
    assert elsewhere.get(ACCOUNT).status_code == 302


def test_an_address_is_added_with_a_code_after_asking_again(client: Client) -> None:
    person = make_person(email="old@example.org", password=PASSWORD)
    sign_in(client, person)
    asked = client.post(ADDRESSES, {"email": "new@example.org", "action_add": "1"})
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    assert [row.email for row in selectors.list_emails(person)] == ["old@example.org"]
    _again(client)
    client.post(ADDRESSES, {"email": "new@example.org", "action_add": "1"})
    client.post("/accounts/confirm-email/", {"code": last_code("new@example.org")})
    assert [(row.email, row.verified, row.primary) for row in selectors.list_emails(person)] == [
        ("old@example.org", True, True),
        ("new@example.org", True, False),
    ]
    client.post(ADDRESSES, {"email": "new@example.org", "action_primary": "1"})
    client.post(ADDRESSES, {"email": "old@example.org", "action_remove": "1"})
    assert [(row.email, row.primary) for row in selectors.list_emails(person)] == [("new@example.org", True)]
    assert selectors.find_person_by_email("new@example.org") == person
    assert last_letter("new@example.org").subject == "An address was removed from your account"
    actions = [entry.action for entry in selectors.list_account_history(person)]
    assert actions[:3] == ["people.remove_email", "people.change_primary_email", "people.verify_email"]


def test_removing_the_primary_address_lets_another_take_its_place(client: Client) -> None:
    person = make_person(email="old@example.org", password=PASSWORD)
    services.add_email(person, "new@example.org", acting=SYSTEM, is_verified=True)
    sign_in(client, person)
    _again(client)
    client.post(ADDRESSES, {"email": "old@example.org", "action_remove": "1"})
    assert [(row.email, row.primary) for row in selectors.list_emails(person)] == [("new@example.org", True)]


def test_the_last_way_in_stays(client: Client) -> None:
    person = make_person(email="only@example.org", password=PASSWORD)
    sign_in(client, person)
    _again(client)
    page = client.post(ADDRESSES, {"email": "only@example.org", "action_remove": "1"}, follow=True)
    assert "This address is your last way in" in page.content.decode()
    assert [row.email for row in selectors.list_emails(person)] == ["only@example.org"]


def test_an_address_of_somebody_else_is_not_touched(client: Client) -> None:
    other = make_person(email="other@example.org")
    sign_in(client, make_person(password=PASSWORD))
    _again(client)
    client.post(ADDRESSES, {"email": "other@example.org", "action_remove": "1"})
    assert [row.email for row in selectors.list_emails(other)] == ["other@example.org"]


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/signup/passkey/",
        "/accounts/login/code/",
        "/accounts/password/reset/",
        "/accounts/inactive/",
    ],
)
def test_pages_for_everybody_stand_in_our_layout(client: Client, path: str) -> None:
    _require_ours(client.get(path).content.decode())


@pytest.mark.parametrize(
    "path",
    [
        ADDRESSES,
        "/accounts/logout/",
        "/accounts/password/change/",
        "/accounts/reauthenticate/",
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/recovery-codes/generate/",
    ],
)
def test_pages_of_an_account_stand_in_our_layout(client: Client, path: str) -> None:
    sign_in(client, make_person(password=PASSWORD))
    _again(client)
    response = client.get(path)
    assert response.status_code == 200
    _require_ours(response.content.decode())


def _require_ours(text: str) -> None:
    assert '<main id="main" tabindex="-1">' in text
    assert text.count("<h1>") == 1
    assert "style=" not in text
    assert "allauth" not in text
    assert "onclick" not in text
