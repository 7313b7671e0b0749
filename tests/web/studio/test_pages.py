# SPDX-License-Identifier: Apache-2.0
"""From a name to a published version, and to its end, through the pages."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from cairn.achievements.models import AchievementVersion
from cairn.achievements.services import begin_version, publish_version
from cairn.foundation.actors import SYSTEM
from cairn.foundation.files.storage import store_bytes
from cairn.foundation.models import StoredFile
from cairn.foundation.scopes import everything
from cairn.organizations.models import Organization
from tests.factories.achievements import make_attendance, make_definition, make_draft, make_published_version
from tests.factories.people import make_organization, make_person, member, sign_in
from tests.shared_data import shared_path

pytestmark = pytest.mark.django_db
STUDIO = "/o/college/studio/"


@pytest.fixture
def college() -> Organization:
    return make_organization("college", name="Harlow College")


@pytest.fixture
def owner(client: Client, college: Organization) -> Client:
    return sign_in(client, member(college, "owner", name="Olga Owner"))


def only() -> AchievementVersion:
    with everything("test"):
        version: AchievementVersion = AchievementVersion.objects.select_related("achievement").get()
    return version


def place(version: AchievementVersion, page: str) -> str:
    return f"{STUDIO}{version.achievement_id}/{page}"


def test_nothing_yet_says_how_to_begin(owner: Client) -> None:
    page = owner.get(STUDIO).text
    assert "No credentials yet" in page
    assert "Begin the first one" in page


def test_the_page_for_a_file_begins_without_a_complaint(owner: Client) -> None:
    page = owner.get(f"{STUDIO}import")
    assert page.status_code == 200
    assert "to put right" not in page.text


def test_languages_go_by_their_names(owner: Client, college: Organization) -> None:
    page = owner.get(place(make_draft(college), "edit/basics")).text
    assert [f"<span>{name}</span>" in page for name in ("Chinese", "Somali", "Tagalog", "zh", "so", "tl")] == [
        *[True] * 3,
        *[False] * 3,
    ]


def test_a_draft_begins_with_a_name_and_a_kind_once(owner: Client) -> None:
    sent = {"name": "Recall", "kind": "knowledge", "key": "one"}
    first, second = (owner.post(f"{STUDIO}new", sent) for _ in range(2))
    assert first["Location"] == second["Location"] == place(only(), "edit/basics")
    assert (only().name, only().kind) == ("Recall", "knowledge")


def test_a_draft_without_a_name_is_not_begun(owner: Client) -> None:
    answer = owner.post(f"{STUDIO}new", {"name": " ", "kind": "knowledge"})
    assert answer.status_code == 422
    with everything("test"):
        assert AchievementVersion.objects.count() == 0


def test_a_real_registry_record_becomes_a_draft(owner: Client) -> None:
    folder = shared_path("real/registry-assistant-samples/Credentials/files")
    data = (folder / "CredentialWithMultipleLanguages_Api_output.json").read_bytes()
    answer = owner.post(f"{STUDIO}import", {"file": SimpleUploadedFile("c.json", data)}, follow=True)
    assert answer.redirect_chain == [(place(only(), "edit/basics"), 302)]
    assert "Carried from the file: description, estimatedCost, estimatedDuration, name, requires." in answer.text
    assert "Not carried, because there is no place for it yet: accreditedBy, keyword, ownedBy" in answer.text
    assert only().name == "Bachelor of Science in Accounting"


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"not json", "cannot be read as JSON"), (b"{}", "no credential in this file"), (b"[" * 9000, "cannot be read")],
)
def test_what_is_no_credential_makes_no_draft(owner: Client, data: bytes, words: str) -> None:
    answer = owner.post(f"{STUDIO}import", {"file": SimpleUploadedFile("c.json", data)})
    assert (answer.status_code, words in answer.text) == (422, True)
    with everything("test"):
        assert AchievementVersion.objects.count() == 0


def test_publishing_shows_the_difference_then_invites(owner: Client, college: Organization) -> None:
    first = make_published_version(college)
    draft = begin_version(first.achievement, acting=SYSTEM)
    price = {"cost/price": "50", "cost/currency": "USD", "cost/as_of": "2026-11-01", "effort/hours": "12"}
    owner.post(place(draft, "edit/cost"), {"version": "1", **price})
    page = owner.get(place(draft, "publish")).text
    assert "<del>45</del>" in page
    assert "<ins>50</ins>" in page
    answer = owner.post(place(draft, "publish"), {"note": "The price"}, follow=True)
    assert answer.redirect_chain == [(place(draft, "invite"), 302)]
    assert 'class="qr"' in answer.text
    history = owner.get(place(draft, "versions")).text
    assert "The price" in history
    assert "From version 1 to 2" in history


def test_what_blocks_cannot_be_published_from_the_page(owner: Client, college: Organization) -> None:
    draft = make_draft(college, make_definition(promise=""))
    assert "1 finding stands in the way" in owner.get(place(draft, "publish")).text
    assert owner.post(place(draft, "publish"), {"note": ""}).status_code == 400
    assert only().state == "draft"


def test_an_author_publishes_but_does_not_retire(client: Client, college: Organization) -> None:
    sign_in(client, member(college, "author"))
    draft = make_draft(college)
    assert client.post(place(draft, "publish"), {}).status_code == 302
    assert client.get(place(draft, "retire")).status_code == 403
    assert client.post(place(draft, "retire"), {"reason": "Done"}).status_code == 403
    assert only().achievement.retired_at is None


def test_retiring_and_coming_back(owner: Client, college: Organization) -> None:
    version = make_published_version(college)
    assert owner.post(place(version, "retire"), {"reason": " "}).status_code == 422
    assert only().achievement.retired_at is None
    answer = owner.post(place(version, "retire"), {"reason": "The course has ended."}, follow=True)
    assert "Reason: The course has ended." in answer.text
    assert "The course has ended." in owner.get(f"/achievements/{version.achievement_id}").text
    owner.post(place(version, "reopen"), {"reason": "It is back."})
    assert only().achievement.retired_at is None


def test_the_three_previews(owner: Client, college: Organization) -> None:
    draft = make_draft(college)
    assert "The rubric, as raters see it" in owner.get(place(draft, "as/learner")).text
    assert "Start my evidence" not in owner.get(place(draft, "as/learner")).text
    assert "How was it tested?" in owner.get(place(draft, "as/employer")).text
    assert "&quot;achievementType&quot;: &quot;MicroCredential&quot;" in owner.get(place(draft, "as/machine")).text
    assert owner.get(place(draft, "as/nobody")).status_code == 404
    assert owner.get(place(draft, "invite")).status_code == 404


def test_a_copy_and_a_discarded_draft(owner: Client, college: Organization) -> None:
    version = make_published_version(college)
    owner.post(place(version, "copy"))
    with everything("test"):
        copy = AchievementVersion.objects.get(state="draft")
    assert copy.name == "Copy of Retrieval practice"
    owner.post(place(copy, "discard"))
    assert only() == version


def test_an_own_picture_is_cleaned_and_can_go_again(owner: Client, college: Organization) -> None:
    draft, out = make_draft(college), BytesIO()
    Image.new("RGB", (300, 200), "teal").save(out, "PNG")
    owner.post(place(draft, "picture"), {"file": SimpleUploadedFile("my.png", out.getvalue())})
    answer = owner.get(place(draft, "picture"))
    with Image.open(BytesIO(answer.content)) as picture:
        assert (picture.size, picture.format) == ((600, 600), "PNG")
    assert "The picture has no words" in owner.get(place(draft, "edit/look")).text
    owner.post(place(draft, "picture"), {"do": "remove"})
    assert only().definition.image_id == ""


@pytest.mark.parametrize("data", [b"<svg onload='x'/>", b"MZ not a picture", b""])
def test_what_is_no_picture_is_not_kept(owner: Client, college: Organization, data: bytes) -> None:
    draft = make_draft(college)
    owner.post(place(draft, "picture"), {"file": SimpleUploadedFile("my.png", data)})
    assert (only().revision, only().definition.image_id) == (1, "")
    with everything("test"):
        assert StoredFile.objects.count() == 0


def test_a_persons_file_is_never_a_badge(owner: Client, college: Organization) -> None:
    evidence = store_bytes(
        b"secret", name="a.png", media_type="image/png", owner_id=make_person().pk, organization_id=None, notes=[]
    )
    draft = make_draft(college, make_definition(image_id=str(evidence.pk), image_alt="A badge"))
    assert owner.get(place(draft, "picture")).status_code == 404
    published = publish_version(draft, acting=SYSTEM)
    assert owner.get(f"/achievements/{published.achievement_id}/image.png").content.startswith(b"\x89PNG")


def test_the_list_finds_and_filters(owner: Client, college: Organization) -> None:
    make_published_version(college, name="Spreadsheets")
    make_published_version(college, make_attendance(name="Open day"))
    make_draft(college, name="Unfinished")
    page = owner.get(STUDIO).text
    assert "All (3)" in page
    assert "Drafts (1)" in page
    found = owner.get(f"{STUDIO}?q=spread").text
    assert ("Spreadsheets" in found, "Open day" in found) == (True, False)
    drafts = owner.get(f"{STUDIO}?state=draft").text
    assert ("Unfinished" in drafts, "Spreadsheets" in drafts) == (True, False)
    assert "Nothing here" in owner.get(f"{STUDIO}?q=zebra").text


def test_the_list_asks_no_more_for_more_rows(owner: Client, college: Organization) -> None:
    make_published_version(college)
    with CaptureQueriesContext(connection) as few:
        owner.get(STUDIO)
    for number in range(8):
        make_published_version(college, name=f"Credential {number}")
    with CaptureQueriesContext(connection) as many:
        owner.get(STUDIO)
    assert len(many) == len(few)


def test_the_json_is_what_was_promised(owner: Client, college: Organization) -> None:
    version = make_published_version(college)
    answer = owner.get(f"/achievements/{version.achievement_id}", headers={"Accept": "application/json"})
    assert json.loads(answer.content)["name"] == "Retrieval practice"
