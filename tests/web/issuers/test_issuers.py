# SPDX-License-Identifier: Apache-2.0
"""The public side of an organization: its page, and its keys for machines."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cairn.foundation.actors import SYSTEM
from cairn.organizations import selectors
from cairn.organizations.mapping import did_document, did_of
from cairn.organizations.services.keys import rotate_signing_key
from cairn.standards.did.document import read_did_document
from tests.factories.people import make_organization

pytestmark = pytest.mark.django_db


def test_anybody_reads_who_they_are(client: Client) -> None:
    district = make_organization("district", name="The District")
    make_organization(
        "school", name="The School", parent=district, motto="Try again", description="A <b>school</b>.",
        assessment_promise="Ten days.", appeals="Ask the principal.", url="https://school.example.org",
    )  # fmt: skip
    text = client.get("/issuers/school").content.decode()
    for words in ("The School", "Try again", "A &lt;b&gt;school&lt;/b&gt;.", "Ten days.", "Ask the principal.",
                  "https://school.example.org", '<a href="/issuers/district">The District</a>'):  # fmt: skip
        assert words in text
    assert '<a href="/issuers/school">The School</a>' in client.get("/issuers/district").content.decode()


def test_a_blank_page_says_that_it_is_blank(client: Client) -> None:
    make_organization("school")
    text = client.get("/issuers/school").content.decode()
    assert "They have not said anything about themselves yet" in text
    assert "with one signing key" in text


@pytest.mark.parametrize("path", ["/issuers/nowhere", "/issuers/nowhere/did.json", "/issuers/nowhere/logo"])
def test_nobody_is_there(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_did_document_is_for_everybody_and_says_when_it_changed(client: Client) -> None:
    organization = make_organization("school")
    response = client.get("/issuers/school/did.json")
    assert response.headers["Content-Type"] == "application/did+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    document = json.loads(response.content)
    assert document == did_document(organization)
    assert len(read_did_document(document, did_of(organization)).methods) == 1
    same = client.get("/issuers/school/did.json", headers={"If-None-Match": response.headers["ETag"]})
    assert same.status_code == 304
    rotate_signing_key(organization, acting=SYSTEM, reason="Time")
    other = client.get("/issuers/school/did.json", headers={"If-None-Match": response.headers["ETag"]})
    assert other.status_code == 200
    assert len(json.loads(other.content)["assertionMethod"]) == 2


def test_the_document_holds_no_secret(client: Client) -> None:
    organization = make_organization("school")
    sealed = selectors.list_keys(organization)[0].sealed_secret
    assert sealed not in client.get("/issuers/school/did.json").content.decode()
    assert sealed not in client.get("/issuers/school").content.decode()


def test_no_post_is_taken(client: Client) -> None:
    make_organization("school")
    assert client.post("/issuers/school").status_code == 405
    assert client.post("/issuers/school/did.json").status_code == 405


def test_the_page_asks_no_more_for_more_keys_and_children(client: Client) -> None:
    organization = make_organization("school")
    with CaptureQueriesContext(connection) as few:
        client.get("/issuers/school")
    for _number in range(5):
        make_organization(parent=organization)
        rotate_signing_key(organization, acting=SYSTEM, reason="Time")
    with CaptureQueriesContext(connection) as many:
        client.get("/issuers/school")
    assert len(many) == len(few)
