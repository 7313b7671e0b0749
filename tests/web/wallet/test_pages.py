# SPDX-License-Identifier: Apache-2.0
"""The pages of what a person holds."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pypdf import PdfReader

from cairn.achievements.kinds import Kind
from cairn.credentials.services.changes import revoke
from cairn.foundation.actors import SYSTEM
from cairn.wallet import services
from cairn.wallet.models import HeldCredential, PublicProfile, ShareLink
from cairn.web.learner.wallet.linkedin import add_to_profile_url
from tests.factories.achievements import make_attendance, make_definition
from tests.factories.people import make_person, sign_in
from tests.factories.wallet import Held, make_held

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Held:
    """Somebody with a credential."""
    return make_held(name="Ada Example")


@pytest.fixture
def ada(client: Client, held: Held) -> Client:
    """The holder's browser."""
    return sign_in(client, held.person)


def _text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def _my(held: Held, rest: str = "") -> str:
    return f"/my/{held.award.pk}/{rest}"


@pytest.mark.parametrize("path", ["/my/", "/my/links/", "/my/profile/"])
def test_whoever_is_not_signed_in_is_asked_to(client: Client, path: str) -> None:
    assert client.get(path)["Location"].endswith(f"?next={path}")


def test_an_empty_cairn_says_what_to_do(client: Client) -> None:
    text = _text(sign_in(client, make_person()), "/my/")
    assert "No stones yet. Your first is closer than you think." in text
    assert 'href="/catalog"' in text


def test_a_cairn_stacks_what_was_tested_and_lays_the_rest_beside(ada: Client, held: Held) -> None:
    make_held(held.person, held.organization, definition=make_attendance())
    text = _text(ada, "/my/")
    assert "One tested credential, 12 hours of work." in text
    assert "Beside the path" in text
    assert f'href="{_my(held)}"' in text
    assert 'class="fig"' in text


def test_what_has_ended_leaves_the_stack_and_stays_on_the_page(ada: Client, held: Held) -> None:
    revoke(held.award, reason="A mistake.", acting=SYSTEM)
    text = _text(ada, "/my/")
    assert "A stack of stones, one for each tested credential: nothing yet." in text
    assert "Revoked" in text


def test_what_is_hidden_is_folded_away_and_can_come_back(ada: Client, held: Held) -> None:
    assert ada.post(_my(held, "show"), {"to": "hidden"}).status_code == 302
    assert "Hidden by you" in _text(ada, "/my/")
    ada.post(_my(held, "show"), {"to": "shown"})
    assert "Hidden by you" not in _text(ada, "/my/")


def test_the_list_asks_as_often_for_ten_as_for_two(
    ada: Client, held: Held, django_assert_num_queries: Callable[[int], Any]
) -> None:
    def grow(count: int) -> None:
        for number in range(count):
            kind = Kind.KNOWLEDGE if number % 2 else Kind.APPLICATION
            made = make_held(
                held.person, held.organization, definition=make_definition(name=f"Skill {number}", kind=kind)
            )
            services.create_share_link(made.award.pk, acting=held.person.as_actor(), audience="school")

    grow(1)
    counts = {path: _queries(ada, path) for path in ("/my/", "/my/links/")}
    grow(8)
    assert {path: _queries(ada, path) for path in counts} == counts
    with django_assert_num_queries(counts["/my/"]):
        ada.get("/my/")
    assert max(counts.values()) <= 9


def _queries(client: Client, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        _text(client, path)
    return len(queries)


def test_a_link_is_made_for_one_reader_and_ended(ada: Client, held: Held) -> None:
    response = ada.post(_my(held, "share"), {"audience": "employer", "label": "Larkfield", "ends": "30"})
    assert response["Location"] == _my(held) + "#links"
    link = ShareLink.objects.get()
    assert (link.audience, link.label, link.expires_at is not None) == ("employer", "Larkfield", True)
    text = _text(ada, "/my/links/")
    assert ("One link is open" in text, "Larkfield" in text, "opened 0 times" in text) == (True, True, True)
    ada.post(f"/my/links/{link.pk}/end")
    link.refresh_from_db()
    assert link.ended_at is not None
    assert "No link is open" in _text(ada, "/my/links/")


def test_a_link_that_is_for_nobody_is_not_made(ada: Client, held: Held) -> None:
    response = ada.post(_my(held, "share"), {"audience": "paper", "ends": "30"})
    assert (response.status_code, ShareLink.objects.count()) == (422, 0)


def test_nobody_opens_or_changes_the_credential_of_somebody_else(client: Client, held: Held) -> None:
    other = sign_in(client, make_person())
    services.paper_link(held.award.pk, acting=held.person.as_actor())
    before = (list(HeldCredential.objects.values_list()), list(ShareLink.objects.values_list()))
    for path in ("", "pdf", "json"):
        assert other.get(_my(held, path)).status_code == 404
    for path, data in (
        (_my(held, "share"), {"audience": "employer", "ends": "30"}),
        (_my(held, "paper"), {}),
        (_my(held, "show"), {"to": "public"}),
        (f"/my/links/{ShareLink.objects.get().pk}/end", {}),
    ):
        assert other.post(path, data).status_code == 404
    assert (list(HeldCredential.objects.values_list()), list(ShareLink.objects.values_list())) == before


def test_making_it_public_is_said_and_taken_back(ada: Client, held: Held) -> None:
    ada.post(_my(held, "show"), {"to": "public"})
    assert "Everybody who has its address, with your name." in _text(ada, _my(held))
    ada.post(_my(held, "show"), {"to": "private"})
    assert not HeldCredential.objects.get().is_public
    assert ada.post(_my(held, "show"), {"to": "sold"}).status_code == 404


def test_a_minor_is_told_why_nothing_is_public(client: Client) -> None:
    from datetime import date

    held = make_held(born_on=date(2015, 1, 1))
    young = sign_in(client, held.person)
    text = _text(young, _my(held))
    assert "You are under 18" in text
    assert 'value="public"' not in text
    assert young.post(_my(held, "show"), {"to": "public"}).status_code == 403
    assert "Not before you are 18" in _text(young, "/my/profile/")
    assert young.post("/my/profile/", {"slug": "kid"}).status_code == 403
    assert (HeldCredential.objects.get().is_public, PublicProfile.objects.count()) == (False, 0)


def test_the_profile_is_switched_on_and_off(ada: Client, held: Held) -> None:
    assert ada.post("/my/profile/", {"slug": "x"}).status_code == 422
    assert ada.post("/my/profile/", {"slug": "ada-example", "headline": "Teacher"}).status_code == 302
    assert "http://localhost:8000/people/ada-example" in _text(ada, "/my/profile/")
    ada.post("/my/profile/", {"to": "off"})
    assert not PublicProfile.objects.get(pk=held.person.pk).is_on


def _code_on(pdf: bytes) -> str:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return "".join(text.split())


def test_paper_shows_the_name_only_by_a_link_that_the_holder_made(ada: Client, held: Held) -> None:
    assert f"/credentials/{held.award.pk}" in _code_on(ada.get(_my(held, "pdf")).content)
    response = ada.post(_my(held, "paper"))
    assert response["Location"] == _my(held, "pdf")
    printed = _code_on(ada.get(response["Location"]).content)
    assert "/s/" in printed
    assert f"/credentials/{held.award.pk}" not in printed


def test_a_file_that_there_is_not_is_told_so(ada: Client, held: Held) -> None:
    assert ada.get(_my(held, "exe")).status_code == 404


def test_linkedin_gets_the_facts_and_the_address(held: Held) -> None:
    url = add_to_profile_url(held.credential)
    facts = parse_qs(urlsplit(url).query)
    assert (urlsplit(url).netloc, facts["name"]) == ("www.linkedin.com", ["Retrieval practice"])
    assert facts["certUrl"] == [f"http://localhost:8000/credentials/{held.award.pk}"]
    assert {"issueYear", "issueMonth", "expirationYear", "expirationMonth"} <= facts.keys()
