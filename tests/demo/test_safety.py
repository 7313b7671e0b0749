# SPDX-License-Identifier: Apache-2.0
"""The demonstration and real people never share a database, and its doors are shut elsewhere."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from cairn.accounts.models import Person
from cairn.cli.platform.demonstration import demonstrate
from cairn.cli.platform.safety import require_no_demonstration_over_real_people
from cairn.cli.problems import CommandError
from cairn.foundation.mail import queue_mail
from tests.factories.people import make_person
from tests.shared_data import ROOT

pytestmark = pytest.mark.django_db


def test_it_is_not_loaded_beside_real_people() -> None:
    make_person()
    with pytest.raises(CommandError, match="holds real people"):
        demonstrate(reset=True, real=False, content=ROOT / "demo")
    assert Person.objects.count() == 1


def test_a_server_of_real_people_does_not_start_as_a_demonstration(settings: Settings) -> None:
    make_person()
    require_no_demonstration_over_real_people()
    settings.CAIRN_DEMO = True
    with pytest.raises(CommandError, match="anybody sign in as anybody"):
        require_no_demonstration_over_real_people()


@pytest.mark.parametrize("path", ["/demo/", "/demo/mail"])
def test_elsewhere_there_is_nothing_at_its_addresses(path: str, client: Client) -> None:
    assert client.get(path).status_code == 404


def test_elsewhere_nobody_is_signed_in_with_one_click(client: Client) -> None:
    make_person(username="demo.ada")
    assert client.post("/demo/sign-in", {"username": "demo.ada"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_one_click_signs_in_as_somebody_of_the_demonstration(client: Client, settings: Settings) -> None:
    settings.CAIRN_DEMO = True
    person = make_person(username="demo.ada")
    answer = client.post("/demo/sign-in", {"username": "demo.ada"})
    assert (answer.status_code, answer["Location"]) == (302, "/home")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_one_click_never_signs_in_as_anybody_else(client: Client, settings: Settings) -> None:
    settings.CAIRN_DEMO = True
    make_person(username="ada")
    assert client.post("/demo/sign-in", {"username": "ada"}).status_code == 404
    assert client.get("/demo/sign-in").status_code == 405
    assert "_auth_user_id" not in client.session


def test_the_mailbox_shows_every_message_and_links_only_here(client: Client, settings: Settings) -> None:
    settings.CAIRN_DEMO = True
    text = f"Open {settings.CAIRN_BASE_URL}/claim/abc. Not https://elsewhere.example/x <script>"
    mail = queue_mail("ada@example.org", "A credential waits", text)
    assert b"A credential waits" in client.get("/demo/mail").content
    shown = client.get(f"/demo/mail/{mail.pk}").content.decode()
    assert f'<a href="/claim/abc">{settings.CAIRN_BASE_URL}/claim/abc</a>.' in shown
    assert '<a href="https://elsewhere.example' not in shown
    assert "<script>" not in shown.partition("<main")[2]


def test_the_mailbox_asks_as_much_for_many_messages(client: Client, settings: Settings) -> None:
    settings.CAIRN_DEMO = True
    queue_mail("ada@example.org", "One", "Text")
    few = _queries(client)
    for number in range(12):
        queue_mail("ada@example.org", f"Number {number}", "Text")
    assert _queries(client) == few


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/demo/mail").status_code == 200
    return len(asked)
