# SPDX-License-Identifier: Apache-2.0
"""Finding something to earn, and reading what it takes, as a person and as a machine."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cairn.achievements.definition import Cost, Effort, Translation
from cairn.achievements.kinds import Kind
from cairn.achievements.services import begin_version, publish_version, retire_achievement, save_draft
from cairn.foundation.actors import SYSTEM
from cairn.organizations.models import Organization
from tests.factories.achievements import make_attendance, make_definition, make_draft, make_published_version
from tests.factories.people import make_organization
from tests.web.markup import flat

pytestmark = pytest.mark.django_db


@pytest.fixture
def college() -> Organization:
    return make_organization("college", name="Harlow College")


def names(page: str) -> list[str]:
    return re.findall(r'<h3><a href="/achievements/[^"]+"[^>]*>([^<]+)</a></h3>', flat(page))


def test_an_empty_catalog_says_so(client: Client) -> None:
    assert "Nothing to earn here yet" in client.get("/catalog").text


def test_drafts_and_retired_ones_are_not_found(client: Client, college: Organization) -> None:
    make_draft(college, name="Draft")
    retired = make_published_version(college, name="Retired")
    retire_achievement(retired.achievement, reason="Done", acting=SYSTEM)
    make_published_version(college, name="Open")
    page = flat(client.get("/catalog").text)
    assert names(page) == ["Open"]
    assert "1 credential<" in page


def test_attendance_comes_last_whatever_the_order(client: Client, college: Organization) -> None:
    make_published_version(college, make_attendance(name="A night"))
    make_published_version(college, name="Zebra care", kind=Kind.CERTIFICATION)
    make_published_version(college, name="Weaving", cost=Cost(price=Decimal(5)), effort=Effort(hours=Decimal(99)))
    assert names(client.get("/catalog").text) == ["Zebra care", "Weaving", "A night"]
    assert names(client.get("/catalog?sort=price").text) == ["Weaving", "Zebra care", "A night"]
    assert names(client.get("/catalog?sort=hours").text) == ["Zebra care", "Weaving", "A night"]
    assert names(client.get("/catalog?sort=newest").text) == ["Weaving", "Zebra care", "A night"]


def test_words_are_found_in_every_language_and_all_must_be_there(client: Client, college: Organization) -> None:
    spanish = Translation(language="es", texts=(("name", "Práctica de Recuerdo"),))
    make_published_version(college, translations=(spanish,))
    make_published_version(college, name="Weaving", promise="You can weave.", description="You weave.")
    assert names(client.get("/catalog?q=PRÁCTICA").text) == ["Retrieval practice"]
    assert names(client.get("/catalog?q=weave+recall").text) == ["Weaving"]
    assert "Nothing fits all of this" in client.get("/catalog?q=zebra").text
    assert names(client.get("/catalog?q=100%25").text) == []


def test_facets_narrow_and_say_how_many(client: Client, college: Organization) -> None:
    other = make_organization("other", name="Other School")
    make_published_version(college, name="Cheap", cost=Cost(price=Decimal(45)))
    make_published_version(college, name="Dear", cost=Cost(price=Decimal(400)))
    make_published_version(college, name="Abroad", cost=Cost(price=Decimal(45), currency="EUR"))
    make_published_version(other, make_attendance(name="Free"))
    assert names(client.get("/catalog?price=free").text) == ["Free"]
    assert names(client.get("/catalog?price=100").text) == ["Cheap", "Free"]
    assert names(client.get("/catalog?hours=under-10").text) == ["Free"]
    assert names(client.get("/catalog?issuer=college&kind=application").text) == ["Abroad", "Cheap", "Dear"]
    page = flat(client.get("/catalog?kind=participation").text)
    assert names(page) == ["Free"]
    assert re.findall(r'name="price"[^>]*>.*?class="count">(\d+)<', page) == ["1", "1", "1", "1"]
    assert re.findall(r'name="kind" value="application">.*?class="count">(\d+)<', page) == ["3"]


def test_what_there_is_not_to_choose_is_passed_over(client: Client, college: Organization) -> None:
    make_published_version(college)
    assert names(client.get("/catalog?kind=magic&price=-1&hours=x&sort=y&page=zz").text) == ["Retrieval practice"]


def test_the_catalog_asks_no_more_for_more_rows(
    client: Client, college: Organization, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_published_version(college)
    with django_assert_num_queries(2):
        client.get("/catalog")
    for number in range(8):
        make_published_version(college, name=f"Credential {number}")
    with django_assert_num_queries(2):
        client.get("/catalog")


def test_the_page_says_all_before_one_begins(client: Client, college: Organization) -> None:
    version = make_published_version(college)
    page = client.get(f"/achievements/{version.achievement_id}").text
    for words in ("$45", "12 h", "over 5 weeks", "After 3 years.", "Every task names its goal", "Six recall tasks"):
        assert words in page
    assert f'action="/achievements/{version.achievement_id}/apply"' in page
    assert '<meta property="og:image"' in page
    assert 'lang="en"' in page


def test_nobody_applies_for_having_been_there(client: Client, college: Organization) -> None:
    page = client.get(f"/achievements/{make_published_version(college, make_attendance()).achievement_id}").text
    assert "Start my evidence" not in page
    assert "Nothing was tested." in page


def test_a_retired_one_says_why_and_takes_nobody(client: Client, college: Organization) -> None:
    version = make_published_version(college)
    retire_achievement(version.achievement, reason="The course has ended.", acting=SYSTEM)
    page = client.get(f"/achievements/{version.achievement_id}").text
    assert "The course has ended." in page
    assert "Start my evidence" not in page


def test_older_versions_stay_and_differences_are_public(client: Client, college: Organization) -> None:
    first = make_published_version(college)
    draft = begin_version(first.achievement, acting=SYSTEM)
    save_draft(draft, make_definition(promise="You can do more."), expected_revision=1, acting=SYSTEM)
    publish_version(draft, acting=SYSTEM, note="A new promise")
    root = f"/achievements/{first.achievement_id}"
    assert "You can do more." in client.get(root).text
    old = client.get(f"{root}?version=1").text
    assert "You are looking at an older version" in old
    assert "You can plan recall tasks that show what stayed." in old
    assert "A new promise" in client.get(f"{root}/changes?version=2").text
    for number in ("3", "0", "x", "٣", "99999999999"):
        assert client.get(f"{root}?version={number}").status_code == 404


def test_the_page_speaks_the_readers_language_where_it_can(client: Client, college: Organization) -> None:
    spanish = Translation(language="es", texts=(("name", "Práctica"), ("outcomes/O1/text", "Planear seis tareas")))
    version = make_published_version(college, translations=(spanish,))
    root = f"/achievements/{version.achievement_id}"
    page = client.get(root, headers={"Accept-Language": "es"}).text
    assert "Práctica" in page
    assert "Planear seis tareas" in page
    arabic = client.get(root, headers={"Accept-Language": "ar"}).text
    assert "Retrieval practice" in arabic


def test_machines_get_open_badges(client: Client, college: Organization) -> None:
    version = make_published_version(college)
    root = f"/achievements/{version.achievement_id}"
    for media_type in ("application/ld+json", "application/json"):
        answer = client.get(root, headers={"Accept": media_type})
        assert answer["Content-Type"] == media_type
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer.json()["id"].endswith(f"{root}?version=1")
    assert "Accept" in answer["Vary"]
    assert client.get(root, headers={"Accept": "text/html"})["Content-Type"].startswith("text/html")


def test_the_picture_is_there_for_good(client: Client, college: Organization) -> None:
    version = make_published_version(college)
    root = f"/achievements/{version.achievement_id}"
    svg, png = client.get(f"{root}/image.svg"), client.get(f"{root}/image.png?version=1")
    assert svg.content.startswith(b"<svg")
    assert png.content.startswith(b"\x89PNG")
    assert "immutable" in png["Cache-Control"]
    assert "immutable" not in svg["Cache-Control"]


def test_a_draft_has_no_page(client: Client, college: Organization) -> None:
    draft = make_draft(college)
    for page in ("", "/changes", "/image.svg", "/image.png"):
        assert client.get(f"/achievements/{draft.achievement_id}{page}").status_code == 404
