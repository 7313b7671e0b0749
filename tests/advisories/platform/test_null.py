# SPDX-License-Identifier: Apache-2.0
"""The character that PostgreSQL's texts cannot hold: each of these ended in an error of the server there."""

from __future__ import annotations

import json

from django.test import Client

from cairn.achievements.ctdl_import import read_ctdl
from cairn.achievements.services import create_achievement
from cairn.credentials.own_documents import OwnDids, find_own_document
from cairn.credentials.selectors import list_problem_rows
from cairn.credentials.services.batches import check_batch, fix_rows
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Invalid
from cairn.foundation.scopes import organization_scope
from cairn.integrations.oneroster.matching import match_people
from cairn.integrations.oneroster.selectors import get_bundle, read_stored
from cairn.integrations.oneroster.services import store_bundle
from cairn.standards.codecs import dump_json
from tests.factories.assessment import make_submission
from tests.factories.credentials import School
from tests.factories.people import member, sign_in
from tests.standards.verify.samples import SELF_MADE_KEY, badge, did_of, signed


def test_an_address_with_a_null_is_refused(client: Client, school: School) -> None:
    for page in ("/catalog?q=%00", "/catalog?issuer=%00", "/verify?u=%00", "/achievements?x=%00"):
        assert client.get(page).status_code in {400, 404}
    browser = sign_in(client, member(school.organization, "owner"))
    for page in ("awards/?q=%00", "people?q=%00", "audit?who=%00", "studio/?q=%00"):
        assert browser.get(f"/o/{school.organization.slug}/{page}").status_code == 400


def test_an_answer_with_a_null_is_refused(client: Client, school: School) -> None:
    row = make_submission(school.version)
    browser = sign_in(client, row.learner)
    page = f"/my/work/{row.pk}/parts/overview"
    assert browser.post(page, {"answer_q1": "a\x00b"}).status_code == 400
    assert browser.post(page, {"answer_q1": "a\x00b"}, headers={"X-Cairn-Autosave": "1"}).status_code == 400


def test_an_issuer_whose_name_holds_a_null_is_unknown(client: Client) -> None:
    document = signed(badge(did_of(SELF_MADE_KEY)), SELF_MADE_KEY)
    stranger = "did:web:localhost%3A8000:issuers:a\x00b"
    document["issuer"] |= {"id": stranger}
    document["proof"] |= {"verificationMethod": f"{stranger}#key-1"}
    assert find_own_document("http://localhost:8000/issuers/a\x00b/did.json") is None
    assert stranger not in OwnDids()
    assert client.post("/verify", {"text": dump_json(document).decode()}).status_code == 200


def test_a_row_with_a_null_is_refused_and_stops_no_other(school: School) -> None:
    table = b"email,name\na@b.org,A\x00da\nc\x00@b.org,Cy\nd@b.org,Di\n"
    batch = check_batch(school.version, table, file_name="a.csv", acting=school.acting)
    again = fix_rows(batch, {4: {"name": "Dina"}}, acting=school.acting)
    with organization_scope(school.organization.pk):
        assert [row.number for row in list_problem_rows(again)] == [2, 3]
    assert (again.rows, again.rows_good) == (3, 1)


def test_a_description_with_a_null_is_taken_without_it(school: School) -> None:
    data = json.dumps({"@type": "ceterms:Badge", "ceterms:name": "A\x00b", "ceterms:description": "C\x00d"}).encode()
    given = read_ctdl(data).definition
    version = create_achievement(school.organization, name=given.name, kind=given.kind, acting=SYSTEM, definition=given)
    assert (version.name, version.definition.description) == ("Ab", "Cd")


def test_a_student_system_with_a_null_adds_nobody_and_stops_nothing(school: School) -> None:
    header = "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,givenName,familyName,email,grades"
    users = f"{header},middleName\nu\x001,,,true,o1,student,A\x00da,B,a@b.org,,\n".encode()
    orgs = b"sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\no1,,,School,school,,\n"
    try:
        bundle = store_bundle(school.organization, {"users.csv": users, "orgs.csv": orgs}, acting=SYSTEM)
        with organization_scope(school.organization.pk):
            roster = read_stored(get_bundle(bundle.pk), encoding="")
            match_people(roster, organization_id=school.organization.pk)
    except Invalid:
        return
    assert all("\x00" not in f"{person.sourced_id}{person.name}{person.email}" for person in roster.people)
