# SPDX-License-Identifier: Apache-2.0
"""The pages of awarding: what they show, what they do, and for whom they do nothing."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cairn.credentials.models import Award, AwardBatch, BatchRow, CredentialState
from cairn.foundation.models import OutgoingMail
from cairn.foundation.scopes import everything
from tests.factories.credentials import School, make_award, make_school, reload
from tests.factories.people import make_organization, make_person, member, sign_in
from tests.shared_data import shared_path

HOME = "/o/hillside/awards/"
pytestmark = pytest.mark.django_db(transaction=True)


def text_of(response: Any) -> str:
    """Return what a page says."""
    return str(response.content.decode())


def count_awards() -> int:
    """Count every award there is."""
    with everything("a test counts"):
        return Award.objects.count()


def award_form(school: School, **changes: str) -> dict[str, str]:
    """Return a filled-in form for one person."""
    given = {"version": str(school.version.pk), "key": "once", "name": "Ada Example", "email": "ada@example.org"}
    return given | changes


@pytest.mark.parametrize("page", ["", "new/", "tables/new/"])
def test_where_nothing_is_published_the_way_there_is_shown(client: Client, page: str) -> None:
    organization = make_organization("empty")
    text = text_of(sign_in(client, member(organization, "owner")).get(f"/o/empty/awards/{page}"))
    assert "Publish a credential first" in text
    assert ("Award this person" in text, "Check every row" in text, "Show these" in text) == (False, False, False)


def test_the_list_shows_who_was_awarded_what(issuer: Client, school: School) -> None:
    make_award(school.version)
    page = text_of(issuer.get(HOME))
    assert "1 award" in page
    assert "Ada Example" in page
    assert "Retrieval practice" in page


def test_one_person_is_awarded_signed_and_told(issuer: Client, school: School) -> None:
    response = issuer.post(f"{HOME}new/", award_form(school), follow=True)
    assert response.status_code == 200
    assert "Ada Example" in text_of(response)
    assert "Valid" in text_of(response)
    [mail] = OutgoingMail.objects.all()
    assert (mail.to, mail.subject) == ("ada@example.org", "You earned “Retrieval practice”")
    assert "/claim/" in mail.text


def test_a_double_click_awards_once(issuer: Client, school: School) -> None:
    first = issuer.post(f"{HOME}new/", award_form(school))
    second = issuer.post(f"{HOME}new/", award_form(school))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert count_awards() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "ada at example.org"}, "is not an e-mail address"),
        ({"email": "", "identifier": ""}, "neither an e-mail address nor an identifier"),
        ({"awarded_on": "2199-01-01"}, "lies in the future"),
        ({"evidence_url": "javascript:alert(1)"}, "is not a web address"),
        ({"name": "Ada\x07"}, "control character"),
        ({"result": "101"}, "does not lie between 0 and 100"),
    ],
)
def test_what_cannot_be_awarded_is_said_and_nothing_is_kept(
    issuer: Client, school: School, changes: dict[str, str], words: str
) -> None:
    response = issuer.post(f"{HOME}new/", award_form(school, **changes))
    assert response.status_code == 400
    assert words in text_of(response)
    assert count_awards() == 0


def bring(client: Client, school: School, data: bytes, key: str = "table") -> Any:
    """Bring a table."""
    file = SimpleUploadedFile("class.csv", data, content_type="text/csv")
    given = {"version": str(school.version.pk), "key": key, "file": file}
    return client.post(f"{HOME}tables/new/", given, follow=True)


def test_a_table_is_checked_fixed_started_and_told(issuer: Client, school: School) -> None:
    page = bring(issuer, school, b"name;email\nAda;ada@example.org\nBo;bo at example.org\n")
    assert "1 row can be awarded. 1 row needs you." in text_of(page)
    assert "“bo at example.org” is not an e-mail address" in text_of(page)
    with everything("a test looks"):
        address = f"{HOME}tables/{AwardBatch.objects.get().pk}/"
    page = issuer.post(f"{address}fix/", {"cell-3-email": "bo@example.org"}, follow=True)
    assert "2 rows can be awarded." in text_of(page)
    page = issuer.post(f"{address}start/", {"key": "go", "notify": "later"}, follow=True)
    assert "All 2 are signed. Nobody has been told yet." in text_of(page)
    assert OutgoingMail.objects.count() == 0
    page = issuer.post(f"{address}tell/", {"key": "tell"}, follow=True)
    assert "All 2 are awarded." in text_of(page)
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == ["ada@example.org", "bo@example.org"]


def test_many_are_revoked_with_a_reason(issuer: Client, school: School) -> None:
    row = make_award(school.version)
    asked = issuer.post(f"{HOME}change/", {"verb": "revoke", "award": str(row.pk)})
    assert "Revoke for good: 1 credential" in text_of(asked)
    given = {"verb": "revoke", "award": str(row.pk), "key": "k", "reason": "Issued in error"}
    done = issuer.post(f"{HOME}change/", given, follow=True)
    assert "Finished" in text_of(done)
    assert reload(row).credential.state == CredentialState.REVOKED


@pytest.mark.parametrize("path", ["new/", "tables/new/", "change/", "export/"])
def test_an_assessor_can_do_none_of_it(client: Client, school: School, path: str) -> None:
    row = make_award(school.version)
    sign_in(client, school.assessor)
    given = {"verb": "revoke", "award": str(row.pk), "key": "k", "reason": "x", **award_form(school, email="b@e.org")}
    assert client.post(f"{HOME}{path}", given).status_code == 403
    assert client.get(HOME).status_code == 403
    assert (count_awards(), reload(row).credential.state) == (1, CredentialState.VALID)


def test_an_award_shows_what_happened(issuer: Client, school: School) -> None:
    row = make_award(school.version, acting=school.acting)
    page = text_of(issuer.get(f"{HOME}{row.pk}/"))
    assert "Set an award down to be signed" in page
    assert "Signed a credential" in page
    assert "Revoke for good" in page


def test_a_correction_leads_to_the_new_award(issuer: Client, school: School) -> None:
    row = make_award(school.version, name="Ada Exampel")
    given = {"key": "k", "name": "Ada Example", "email": "ada@example.org", "reason": "Name misspelled"}
    page = issuer.post(f"{HOME}{row.pk}/correct/", given, follow=True)
    assert "<h1>Ada Example</h1>" in text_of(page)
    assert reload(row).credential.state == CredentialState.REVOKED


def test_everything_found_can_be_downloaded(issuer: Client, school: School) -> None:
    make_award(school.version)
    response: Any = issuer.post(f"{HOME}export/", {"all": "1", "q": "Ada"})
    assert response["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        folders = sorted({name.split("/")[0] for name in archive.namelist()})
    assert folders == ["README.txt", "credentials", "documents"]


def test_no_list_asks_more_with_more_rows(issuer: Client, school: School) -> None:
    def count_queries(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert issuer.get(path).status_code == 200
        return len(asked)

    make_award(school.version, email="first@example.org")
    bring(issuer, school, b"email\nx at example.org\n")
    with everything("a test looks"):
        table = f"{HOME}tables/{AwardBatch.objects.get().pk}/"
    before = [count_queries(path) for path in (HOME, table)]
    for number in range(8):
        make_award(school.version, email=f"p{number}@example.org", person_id=make_person().pk)
    with everything("a test makes more rows"):
        row = BatchRow.objects.get()
        BatchRow.objects.bulk_create(
            BatchRow(
                organization_id=row.organization_id,
                batch_id=row.batch_id,
                number=number,
                problems=row.problems,
                is_good=False,
            )
            for number in range(3, 20)
        )
    assert [count_queries(path) for path in (HOME, table)] == before


@pytest.mark.parametrize("path", ["", "new/", "tables/new/"])
def test_another_organization_sees_nothing(client: Client, school: School, path: str) -> None:
    other = make_school("other")
    row = make_award(school.version)
    sign_in(client, other.issuer)
    assert client.get(f"{HOME}{path}").status_code == 403
    assert client.get(f"/o/other/awards/{row.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("505-bom-crlf-reordered/users.csv", (1, 1)),
        ("506-cp1252/users.csv", (2, 2)),
        ("507-formula/users.csv", (2, 2)),
        ("509-empty-users/users.csv", None),
        ("512-nul/users.csv", (2, 2)),
        ("513-email-header-injection/users.csv", (2, 1)),
        ("514-unicode-dup-email/users.csv", (3, 1)),
        ("520-batch-award-duplicates.csv", (1000, 900)),
    ],
)
def test_hostile_tables_are_judged_row_by_row(
    issuer: Client, school: School, name: str, found: tuple[int, int] | None
) -> None:
    page = bring(issuer, school, shared_path(f"hostile/roster/{name}").read_bytes())
    assert page.status_code == (200 if found else 400)
    with everything("a test counts"):
        assert list(AwardBatch.objects.values_list("rows", "rows_good")) == ([found] if found else [])
