# SPDX-License-Identifier: Apache-2.0
"""The front door, and the page on which somebody lands: what waits for them in every role."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cairn.accounts.models import Person
from cairn.achievements.kinds import Kind
from cairn.achievements.services import create_achievement
from cairn.foundation.actors import SYSTEM
from cairn.web.public.home.guides import GUIDES
from tests.factories.achievements import make_published_version
from tests.factories.people import make_organization, make_person
from tests.factories.voices import make_appeal, make_failed
from tests.web.markup import flat

pytestmark = pytest.mark.django_db


def _sign_in(client: Client, person: Person) -> None:
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")


def _title(page: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", flat(page))
    assert found is not None
    return found.group(1)


def test_the_landing_page_asks_nothing_and_offers_one_way_on(client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/").content.decode()
    assert len(asked) == 0
    assert page.count('class="btn primary"') == 1
    assert '<form role="search" class="search" action="/catalog">' in page
    assert len(re.findall(r'<svg class="badge', page)) == len(Kind)


def test_help_has_a_part_for_every_task(client: Client) -> None:
    page = client.get("/help").content.decode()
    assert re.findall(r'<h2 id="(\w+)"', page) == [*(guide.id for guide in GUIDES), "more"]


def test_search_engines_are_kept_from_what_is_private(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {f"Disallow: {path}" for path in ("/my/", "/o/", "/home", "/s/", "/claim/", "/invitations/")} <= set(lines)
    assert not any(line in {"Disallow: /", "Disallow: /catalog", "Disallow: /credentials/"} for line in lines)


def test_the_old_name_of_the_icon_leads_to_the_icon(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (301, "/static/cairn/favicon.svg")


def test_home_is_for_whoever_is_signed_in(client: Client) -> None:
    answer = client.get("/home")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/home")


def test_a_newcomer_is_shown_where_to_begin(client: Client) -> None:
    _sign_in(client, make_person("Ada Example"))
    page = client.get("/home").content.decode()
    assert _title(page) == "Nothing waits for you"
    assert "Your cairn begins here" in page
    assert page.count('class="btn primary"') == 1


def test_an_author_sees_the_drafts_of_their_organizations_and_of_no_others(client: Client) -> None:
    person = make_person()
    mine, other = make_organization(owner=person, name="Mine"), make_organization(name="Other")
    for organization in (mine, other):
        create_achievement(organization, name="Welding", kind=Kind.KNOWLEDGE, acting=SYSTEM)
    _sign_in(client, person)
    page = client.get("/home").content.decode()
    assert _title(page) == "One thing waits for you"
    assert "1 draft is open" in page
    assert f"/o/{mine.slug}/studio/" in page
    assert f"/o/{other.slug}/" not in page


def test_work_that_is_looked_at_again_stands_with_the_raters(client: Client) -> None:
    appeal = make_appeal(make_failed(make_published_version(make_organization())))
    _sign_in(client, appeal.submission.learner)
    page = flat(client.get("/home").content.decode())
    assert "With the raters" in page
    assert f'<a href="/my/work/{appeal.submission_id}/">' in page


def test_how_much_is_asked_does_not_grow_with_workplaces(client: Client) -> None:
    person = make_person()
    make_organization(owner=person)
    _sign_in(client, person)
    few = _queries(client)
    for _ in range(4):
        organization = make_organization(owner=person)
        create_achievement(organization, name="Welding", kind=Kind.KNOWLEDGE, acting=SYSTEM)
    assert _queries(client) == few


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/home").status_code == 200
    return len(asked)
