# SPDX-License-Identifier: Apache-2.0
"""An organization's home, its settings, keys and record."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from cairn.foundation.models import StoredFile
from cairn.foundation.scopes import everything
from cairn.organizations import selectors, services
from cairn.organizations.models import Organization
from tests.factories.people import make_organization, make_person, member, sign_in
from tests.web.markup import flat

pytestmark = pytest.mark.django_db


@pytest.fixture
def college() -> Organization:
    return make_organization("college", name="The College", owner=make_person("Patrice"))


@pytest.fixture
def owner(college: Organization, client: Client) -> Client:
    return sign_in(client, member(college, "owner", name="Olive"))


def _profile(**changes: object) -> dict[str, object]:
    return {"name": "The College", "kind": "college", "languages": ["en"], **changes}


def test_anybody_makes_an_organization(client: Client) -> None:
    person = make_person()
    response = sign_in(client, person).post(
        "/organizations/new", {"name": "Port Ellery", "slug": "", "kind": "college"}
    )
    assert response.headers["Location"] == "/o/port-ellery/settings"
    place = selectors.list_workplaces(person.pk)[0]
    assert (place.organization.name, place.roles) == ("Port Ellery", ("owner",))


def test_a_taken_address_is_said_at_its_field(college: Organization, client: Client) -> None:
    data = {"name": "Another", "slug": "college", "kind": "college"}
    response = sign_in(client, make_person()).post("/organizations/new", data)
    assert response.status_code == 400
    assert "This address is taken." in response.content.decode()
    assert Organization.objects.count() == 1


def test_a_parent_is_offered_to_its_owners_only(college: Organization, owner: Client) -> None:
    assert "The College" in owner.get("/organizations/new").content.decode()
    stranger = sign_in(Client(), make_person())
    assert 'name="parent"' not in stranger.get("/organizations/new").content.decode()
    data = {"name": "Fake", "slug": "fake", "kind": "school", "parent": str(college.pk)}
    stranger.post("/organizations/new", data)
    assert Organization.objects.get(slug="fake").parent is None
    owner.post("/organizations/new", {**data, "slug": "nursing", "name": "Nursing"})
    assert Organization.objects.get(slug="nursing").parent == college


def test_the_home_says_what_needs_a_person(college: Organization, owner: Client) -> None:
    text = flat(owner.get("/o/college/").content.decode())
    assert "<h1>One thing needs a person</h1>" in text
    assert "Say who you are" in text
    services.edit_profile(college, description="A college.", acting=member(college, "owner").as_actor())
    assert "<h1>Nothing waits for you</h1>" in flat(owner.get("/o/college/").content.decode())


def test_the_home_of_an_employer_reviewer_shows_no_people_and_no_awards(college: Organization, client: Client) -> None:
    text = sign_in(client, member(college, "employer_reviewer")).get("/o/college/").content.decode()
    assert "Lately awarded" not in text
    assert "Invite somebody" not in text
    assert "Say who you are" not in text


def test_a_learner_has_no_home_here(college: Organization, client: Client) -> None:
    assert sign_in(client, member(college, "learner")).get("/o/college/").status_code == 403


def test_the_profile_is_saved(college: Organization, owner: Client) -> None:
    response = owner.post("/o/college/settings", _profile(motto="x", country="us", languages=["en", "es"]))
    assert response.headers["Location"] == "/o/college/settings"
    college.refresh_from_db()
    assert (college.country, college.languages, college.motto) == ("US", ["en", "es"], "")


def test_a_wrong_profile_is_said_at_its_field_and_nothing_is_saved(college: Organization, owner: Client) -> None:
    response = owner.post("/o/college/settings", _profile(name="Other", url="javascript:alert(1)"))
    assert response.status_code == 400
    college.refresh_from_db()
    assert (college.name, college.url) == ("The College", "")


def test_a_color_is_shown_before_it_is_saved(college: Organization, owner: Client) -> None:
    before = owner.get("/o/college/settings/look").context["sample"]
    shown = owner.post("/o/college/settings/look", {"hue": "28", "motto": "", "show": "1"})
    assert shown.context["sample"] != before
    assert owner.get("/o/college/settings/look?hue=28").context["sample"] == shown.context["sample"]
    assert owner.get("/o/college/settings/look?hue=red").context["sample"] == before
    college.refresh_from_db()
    assert college.hue is None
    owner.post("/o/college/settings/look", {"hue": "28", "motto": "Start small."})
    college.refresh_from_db()
    saved = Organization.objects.get(pk=college.pk)
    assert (saved.hue, saved.motto) == (28, "Start small.")
    assert owner.post("/o/college/settings/look", {"hue": "400"}).status_code == 400


def _picture() -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (40, 40), "teal").save(data, "PNG")
    return SimpleUploadedFile("logo.png", data.getvalue(), "image/png")


def test_a_logo_is_cleaned_shown_and_taken_away(college: Organization, owner: Client) -> None:
    assert owner.get("/issuers/college/logo").status_code == 404
    assert owner.post("/o/college/settings/logo", {"logo": _picture()}).status_code == 302
    shown = Client().get("/issuers/college/logo")
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/png")
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    owner.post("/o/college/settings/logo", {"remove": "1"})
    assert owner.get("/issuers/college/logo").status_code == 404


@pytest.mark.parametrize(
    "data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", b"%PDF-1.7", b"GIF89a"]
)
def test_what_is_no_picture_is_refused(college: Organization, owner: Client, data: bytes) -> None:
    upload = SimpleUploadedFile("logo.png", data, "image/png")
    assert owner.post("/o/college/settings/logo", {"logo": upload}).status_code == 400
    college.refresh_from_db()
    assert college.logo_id is None
    with everything("the test looks"):
        assert StoredFile.objects.count() == 0


def test_a_key_is_changed_and_revoked_with_a_reason(college: Organization, owner: Client) -> None:
    assert owner.post("/o/college/keys/change", {"reason": ""}).status_code == 400
    assert len(selectors.list_keys(college)) == 1
    owner.post("/o/college/keys/change", {"reason": "A year has passed"})
    first = selectors.list_keys(college)[1]
    assert first.state == "retired"
    owner.post(f"/o/college/keys/{first.pk}/revoke", {"reason": "Found in a backup"})
    text = owner.get("/o/college/keys").content.decode()
    assert "Why: Found in a backup" in text
    assert [key.state for key in selectors.list_keys(college)] == ["active", "revoked"]


def test_an_issuer_sees_keys_and_changes_none(college: Organization, client: Client) -> None:
    sign_in(client, member(college, "issuer"))
    page = client.get("/o/college/keys")
    assert page.status_code == 200
    assert "Change the key" not in page.content.decode()
    key = selectors.list_keys(college)[0]
    assert client.post("/o/college/keys/change", {"reason": "I want to"}).status_code == 403
    assert client.post(f"/o/college/keys/{key.pk}/revoke", {"reason": "I want to"}).status_code == 403
    assert [row.state for row in selectors.list_keys(college)] == ["active"]


def test_a_key_of_another_organization_is_not_there(college: Organization, owner: Client) -> None:
    key = selectors.list_keys(make_organization())[0]
    assert owner.post(f"/o/college/keys/{key.pk}/revoke", {"reason": "Not mine"}).status_code == 404
    key.refresh_from_db()
    assert key.state == "active"


def test_the_record_says_who_did_what(college: Organization, owner: Client) -> None:
    owner.post("/o/college/keys/change", {"reason": "A year has passed"})
    text = owner.get("/o/college/audit").content.decode()
    assert "Retired a signing key" in text
    assert "Olive" in text
    assert "reason: A year has passed" in text
    people = owner.get("/o/college/audit?kind=people").content.decode()
    assert "Added a member" in people
    assert "person: Olive" in people
    assert "Retired a signing key" not in people
    assert "Nothing fits" in owner.get("/o/college/audit?who=zebra").content.decode()


def test_the_record_asks_no_more_for_more_lines(college: Organization, owner: Client) -> None:
    with CaptureQueriesContext(connection) as few:
        owner.get("/o/college/audit")
    for _number in range(10):
        member(college, "learner")
    with CaptureQueriesContext(connection) as many:
        owner.get("/o/college/audit")
    assert len(many) == len(few)


@pytest.mark.parametrize("role", ["author", "assessor", "issuer", "registrar", "learner"])
@pytest.mark.parametrize("path", ["settings", "settings/look", "keys/change", "audit"])
def test_settings_are_for_owners(college: Organization, client: Client, role: str, path: str) -> None:
    assert sign_in(client, member(college, role)).get(f"/o/college/{path}").status_code == 403
