# SPDX-License-Identifier: Apache-2.0
"""A Reliability Report at its address: for people, for machines, and the documents that it names."""

from __future__ import annotations

import hashlib
import json
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client

from cairn.credentials.models import Award
from cairn.credentials.selectors import get_report
from cairn.credentials.services import publish_report
from cairn.foundation.scopes import everything
from cairn.organizations.models import KeyState, SigningKey
from cairn.standards.openbadges.provenance import related_digests_of
from tests.domain.credentials.test_provenance import sri
from tests.factories.assessment import make_policy
from tests.factories.credentials import School, make_school
from tests.factories.people import member
from tests.factories.provenance import document_of, earn, make_figures, qualify

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_was_here() -> None:
    cache.clear()


@pytest.fixture
def school() -> School:
    """A school that awards what was assessed."""
    return make_school()


@pytest.fixture
def award(school: School) -> Award:
    """An award by two qualified assessors, who agree."""
    second = member(school.organization, "assessor", name="Cy Assessor")
    make_policy(school.version, second_share=100, requires_qualification=True)
    qualify(school.version, school.assessor, second)
    make_figures(school.version)
    return earn(school.version, [school.assessor, second])


def path_of(award: Award) -> str:
    """Return the address of the report that an award names."""
    return f"/reliability/{award.provenance['report']}"


def test_people_get_a_page(client: Client, award: Award) -> None:
    text = client.get(path_of(award)).content.decode()
    assert "<h1>Assessors of this rubric agree</h1>" in text
    assert "The figure with its likely range is κ 0.81, 0.74–0.88, 214 double ratings." in text
    assert "Match to goals" in text
    assert 'class="status is-good"' in text
    assert "nobody else" not in text


@pytest.mark.parametrize("accept", ["application/vc+ld+json", "application/ld+json", "application/json"])
def test_machines_get_the_signed_report(client: Client, award: Award, accept: str) -> None:
    answer = client.get(path_of(award), headers={"accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (200, accept)
    assert answer.content == publish_report(UUID(award.provenance["report"]))
    assert answer["Access-Control-Allow-Origin"] == "*"
    again = client.get(path_of(award), headers={"accept": accept, "if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_what_a_credential_names_is_served_byte_for_byte(client: Client, award: Award) -> None:
    named = related_digests_of(document_of(award))
    assert len(named) == 2
    for address, digest in named.items():
        answer = client.get(address.removeprefix("http://localhost:8000"))
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
        assert sri(answer.content) == digest


def test_the_signed_report_is_a_file_too(client: Client, award: Award) -> None:
    answer = client.get(f"{path_of(award)}/credential.json")
    assert answer["Content-Type"] == "application/vc+ld+json"
    assert answer.content == publish_report(UUID(award.provenance["report"]))


@pytest.mark.parametrize("path", ["/reliability/00000000-0000-4000-8000-000000000000", "/nothing.json"])
def test_what_is_not_there_is_said_so(client: Client, award: Award, path: str) -> None:
    address = path if path.startswith("/reliability") else f"{path_of(award)}{path}"
    assert client.get(address).status_code == 404


def test_a_form_that_is_not_here_is_refused(client: Client, award: Award) -> None:
    assert client.get(path_of(award), headers={"accept": "application/vc+jwt"}).status_code == 406


def test_one_that_cannot_be_signed_now_is_shown_and_not_handed_out(client: Client, school: School) -> None:
    with everything("a test takes the key away"):
        SigningKey.objects.filter(organization=school.organization).update(state=KeyState.REVOKED)
    row = earn_unsigned(school)
    assert "Not signed yet" in client.get(path_of(row)).content.decode()
    refused = client.get(path_of(row), headers={"accept": "application/json"})
    assert (refused.status_code, json.loads(refused.content)["code"]) == (409, "no_signing_key")
    assert bytes(get_report(UUID(row.provenance["report"])).document) == b""


def earn_unsigned(school: School) -> Award:
    """Let work pass where nothing can be signed: the award waits."""
    return earn(school.version, [school.assessor])


def test_nothing_measured_is_a_page_without_a_table(client: Client, school: School) -> None:
    row = earn(school.version, [school.assessor])
    text = client.get(path_of(row)).content.decode()
    assert "<h1>How far assessors of this rubric agree is not yet established</h1>" in text
    assert "<table" not in text
    assert "no mark against the holder" in text


def test_the_credential_page_leads_to_it(client: Client, award: Award) -> None:
    text = client.get(f"/credentials/{award.pk}").content.decode()
    assert "Rated by two trained assessors who did not know the learner. Assessors of this rubric agree" in text
    assert f'href="http://localhost:8000{path_of(award)}"' in text


def test_the_rubric_is_served_word_for_word(client: Client, award: Award, school: School) -> None:
    answer = client.get(f"{path_of(award)}/rubric.json")
    rubric = json.loads(answer.content)
    assert hashlib.sha256(answer.content).hexdigest() == award.provenance["rubric_digest"]
    assert [item["name"] for item in rubric["criteria"]] == ["Match to goals", "Use of results"]
    assert [level["name"] for level in rubric["levels"]] == ["Not yet", "Meets", "Exceeds"]


def test_an_address_of_a_report_that_is_pasted_is_opened(client: Client, award: Award) -> None:
    response = client.post("/verify", {"text": f"http://localhost:8000{path_of(award)}"})
    assert (response.status_code, response["Location"]) == (302, path_of(award))
