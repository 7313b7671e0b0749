# SPDX-License-Identifier: Apache-2.0
"""The link of a message, and the status lists that every verifier asks for."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cairn.credentials.services import revoke
from cairn.foundation.models import OutgoingMail
from cairn.standards.codecs import parse_json_object
from tests.factories.credentials import School, make_award, reload
from tests.factories.people import make_person, sign_in


def link_of() -> str:
    """Return the path of the link that was mailed."""
    return "/claim/" + OutgoingMail.objects.get().text.split("/claim/")[1].split()[0]


def text_of(response: Any) -> str:
    """Return what a page says."""
    return str(response.content.decode())


def test_opening_the_link_takes_nothing(client: Client, school: School) -> None:
    row = make_award(school.version)
    page = client.get(link_of())
    assert page.status_code == 200
    assert "Take my credential" in text_of(page)
    assert (reload(row).claimed_at, page["Cache-Control"], page["Referrer-Policy"]) == (
        None,
        "private, no-store",
        "same-origin",
    )


def test_the_button_takes_it_without_an_account(client: Client, school: School) -> None:
    row, link = make_award(school.version), link_of()
    assert client.get(f"{link}/credential.json").status_code == 409
    page = client.post(link, follow=True)
    assert "Take it with you" in text_of(page)
    assert reload(row).claimed_at is not None
    assert client.get(f"{link}/credential.json").content == bytes(row.credential.document)
    assert client.get(f"{link}/credential.exe").status_code == 404


def test_the_button_puts_it_into_the_account_of_whoever_is_signed_in(client: Client, school: School) -> None:
    row, link, person = make_award(school.version), link_of(), make_person()
    page = sign_in(client, person).post(link, follow=True)
    assert "See everything you hold" in text_of(page)
    assert reload(row).person_id == person.pk


@pytest.mark.parametrize("token", ["x", "0" * 22])
def test_a_wrong_link_says_what_to_do(client: Client, db: None, token: str) -> None:
    page = client.get(f"/claim/{token}")
    assert page.status_code == 404
    assert "Open the newest message about it" in text_of(page)


def test_a_status_list_is_there_for_every_site_and_is_not_sent_twice(client: Client, school: School) -> None:
    row = make_award(school.version)
    url = f"/status/{row.credential.status_list_id}"
    first = client.get(url)
    document = parse_json_object(first.content)
    assert (first.status_code, first["Access-Control-Allow-Origin"]) == (200, "*")
    assert document["id"] == f"http://localhost:8000{url}"
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 304
    revoke(row, reason="Error", acting=school.acting)
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_there_is_no_other_status_list(client: Client, db: None) -> None:
    assert client.get("/status/00000000-0000-4000-8000-000000000000").status_code == 404
