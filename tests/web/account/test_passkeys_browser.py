# SPDX-License-Identifier: Apache-2.0
"""Passkeys in a real browser with a virtual device: signing up, in, adding, removing, and asking again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from playwright.sync_api import Browser, CDPSession, Page, expect
from pytest_django.live_server_helper import LiveServer

from cairn.accounts import selectors
from tests.factories.people import PASSWORD, make_person
from tests.web.account.letters import last_code
from tests.web.look import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]

_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(chrome: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page at the sign-in, by the name that passkeys are bound to."""
    context = chrome.new_context(base_url=live_server.url.replace("127.0.0.1", "localhost"), locale="en")
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    yield opened
    context.close()


@pytest.fixture
def device(page: Page) -> tuple[CDPSession, str]:
    """A virtual device that holds passkeys and always finds the right finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": _DEVICE})
    return session, made["authenticatorId"]


def _passkeys(device: tuple[CDPSession, str]) -> int:
    session, authenticator = device
    return len(session.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"])


def _sign_in_with_password(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address or sign-in name").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def _add_passkey(page: Page, name: str) -> None:
    page.goto("/accounts/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="My recovery codes")).to_be_visible()


def test_an_account_is_made_with_a_passkey_which_then_signs_in(page: Page, device: tuple[CDPSession, str]) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    page.goto("/accounts/signup/passkey/")
    page.get_by_label("Name").fill("Ada Brandt")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_role("button", name="Mail me the code").click()
    page.get_by_label("Code").fill(last_code("ada@example.org"))
    page.get_by_role("button", name="Verify my address").click()
    expect(page.get_by_role("heading", name="Make your passkey")).to_be_visible()
    assert check_page(page) == []
    page.get_by_role("button", name="Make my passkey").click()
    page.wait_for_url("**/home")
    person = selectors.find_person_by_email("ada@example.org")
    assert person is not None
    assert (selectors.count_passkeys(person), _passkeys(device), person.has_usable_password()) == (1, 1, False)
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/home")
    assert refused == []


def test_a_passkey_is_added_used_as_second_step_and_removed(page: Page, device: tuple[CDPSession, str]) -> None:
    person = make_person("Ada", "ada@example.org", password=PASSWORD)
    _sign_in_with_password(page, "ada@example.org")
    page.wait_for_url("**/home")
    _add_passkey(page, "My phone")
    assert _passkeys(device) == 1
    row = Authenticator.objects.get(user=person, type=Authenticator.Type.WEBAUTHN)
    assert (row.wrap().name, row.wrap().is_passwordless) == ("My phone", True)

    page.context.clear_cookies()
    _sign_in_with_password(page, "ada@example.org")
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    assert check_page(page) == []
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url("**/home")

    page.goto(f"/accounts/2fa/webauthn/keys/{row.pk}/remove/")
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Remove this passkey").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    assert selectors.count_passkeys(person) == 0
    actions = [entry.action for entry in selectors.list_account_history(person)]
    assert actions.count("people.add_authenticator") == 2
    assert "people.remove_authenticator" in actions


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_an_account_have_nothing_to_find(page: Page, device: tuple[CDPSession, str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    make_person("Ada", "ada@example.org", password=PASSWORD)
    _sign_in_with_password(page, "ada@example.org")
    page.wait_for_url("**/home")
    page.goto("/accounts/2fa/totp/activate/")
    assert check_page(page) == []
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Set up an authenticator app")).to_be_visible()
    assert check_page(page) == []
    page.goto("/accounts/2fa/webauthn/add/")
    assert check_page(page) == []
    _add_passkey(page, "My phone")
    paths = (
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/",
        "/accounts/email/",
        "/my/account/",
    )
    found = {}
    for path in paths:
        page.goto(path)
        found[path] = check_page(page)
    assert found == {path: [] for path in paths}


def test_a_passkey_says_who_is_there_before_something_that_matters(page: Page, device: tuple[CDPSession, str]) -> None:
    make_person("Ada", "ada@example.org", password=PASSWORD)
    _sign_in_with_password(page, "ada@example.org")
    page.wait_for_url("**/home")
    _add_passkey(page, "My phone")
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/home")
    page.goto("/accounts/2fa/webauthn/reauthenticate/?next=/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", name="Add a passkey")).to_be_visible()


def test_a_device_that_stops_is_told_and_nothing_changes(page: Page, device: tuple[CDPSession, str]) -> None:
    session, authenticator = device
    session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": authenticator})
    page.goto("/accounts/login/")
    page.evaluate("navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError')); null")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The device did not answer, or you stopped it.")
    assert page.url.endswith("/accounts/login/")


def test_without_scripts_passkeys_hide_and_the_other_ways_stay(chrome: Browser, live_server: LiveServer) -> None:
    context = chrome.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/accounts/login/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    expect(page.get_by_role("link", name="Mail me a code")).to_be_visible()
    page.goto("/accounts/signup/passkey/")
    expect(page.get_by_text("This browser cannot use passkeys here")).to_be_visible()
    context.close()


@pytest.mark.parametrize(
    "credential", ["", "null", "{}", "[]", '"x"', '{"id": "x", "rawId": "x", "type": "public-key"}']
)
def test_a_made_up_answer_signs_nobody_in(client: Client, credential: str) -> None:
    response = client.post("/accounts/2fa/webauthn/login/", {"credential": credential})
    assert response.status_code == 302
    assert "_auth_user_id" not in client.session
