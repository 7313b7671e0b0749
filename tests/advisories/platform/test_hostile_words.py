# SPDX-License-Identifier: Apache-2.0
"""Words that do something: they turn those around them, run in a spreadsheet, or stand for a thing of the issuer."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from cairn.accounts import services
from cairn.accounts.models import Person
from cairn.achievements.mapping import achievement_document
from cairn.credentials.models import AwardReason
from cairn.credentials.row_report import write_report
from cairn.credentials.services import RecipientFacts, award, issue_award
from cairn.credentials.services.batches import check_batch
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Invalid
from cairn.organizations.mapping import did_of
from cairn.organizations.services import edit_profile
from cairn.standards.codecs import parse_json_object
from tests.factories.assessment import make_rating, make_submission, make_submitted
from tests.factories.credentials import School, reload
from tests.factories.people import PASSWORD, make_person, sign_in

UNSEEN = {
    "Ada \u202egnp.exe\u202c": "Ada gnp.exe",
    "A\u200bda\ufeff\u2060": "Ada",
    "Ada\x07 \x1b[31m": "Ada [31m",
    "Ada\U000e0041": "Ada",
    "\u3164Ada\u115f": "Ada",
    "ندا\u200cها": "ندا\u200cها",
}


@pytest.mark.parametrize("typed", UNSEEN)
def test_a_name_that_is_signed_holds_nothing_that_nobody_sees(school: School, typed: str) -> None:
    """A learner's name with a right-to-left override was signed as it was, and turned the page of the verifier."""
    person = make_person(typed)
    row = award(school.version, RecipientFacts.of_person(person.pk), acting=SYSTEM, reason=AwardReason.DECISION)
    issue_award(row, acting=SYSTEM)
    document = parse_json_object(bytes(reload(row).credential.document))
    names = [known["identityHash"] for known in document["credentialSubject"]["identifier"] if not known["hashed"]]
    assert names == [UNSEEN[typed]]


def test_a_name_of_nothing_is_no_name(client: Client) -> None:
    with pytest.raises(Invalid) as refused:
        services.create_person(name="\u3164\u200b", acting=SYSTEM)
    assert refused.value.code == "no_name"
    given = {"name": "\u3164\u200b", "email": "ada@example.org", "password1": PASSWORD}
    assert client.post("/accounts/signup/", given).status_code == 200
    assert Person.objects.count() == 0


def test_an_organization_is_called_what_one_sees(school: School) -> None:
    edit_profile(school.organization, name="Hill\u202eedis\u202c\x00 School", motto="a\u2066b", acting=SYSTEM)
    assert (school.organization.name, school.organization.motto) == ("Hilledis School", "ab")


def test_the_work_of_a_recipient_does_not_stand_for_a_thing_of_the_issuer(school: School) -> None:
    """Evidence with the id of the achievement said in the issuer's name whatever the row said."""
    for taken in (did_of(school.organization), str(achievement_document(school.version)["id"])):
        facts = RecipientFacts(email="ada@example.org", evidence_url=taken)
        with pytest.raises(Invalid) as refused:
            award(school.version, facts, acting=school.acting, reason=AwardReason.DIRECT)
        assert refused.value.field == "evidence_url"


def test_a_table_that_is_opened_runs_nothing(school: School) -> None:
    cells = ["=1+1", "+1", "-1", "@SUM(1)", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff201", '"=1"', "a;=1"]
    text = io.StringIO(newline="")
    rows = [["email", "narrative"], *([f"p{number}@example.org", cell] for number, cell in enumerate(cells))]
    csv.writer(text).writerows(rows)
    batch = check_batch(school.version, text.getvalue().encode(), file_name="=cmd.csv", acting=school.acting)
    report = b"".join(write_report(batch, only_problems=False)).decode("utf-8-sig")
    told = [row["narrative"] for row in csv.DictReader(io.StringIO(report, newline=""))]
    assert told == [f"'{cell}" for cell in cells[:8]] + cells[8:]


def test_a_number_of_thousands_of_digits_stops_nothing(client: Client, school: School) -> None:
    """Python refuses to read more than 4,300 digits, which ended in an error of the server."""
    many = "9" * 5000
    row = make_submission(school.version)
    writer = sign_in(Client(), row.learner)
    sent = {"version": f"q1:{many}:abc", "answer_q1": "Other words"}
    assert writer.post(f"/my/work/{row.pk}/parts/overview", sent).status_code < 500
    work = make_submitted(school.version)
    make_rating(work, school.assessor)
    bench = f"/o/{school.organization.slug}/queue/{work.pk}/"
    assert sign_in(client, school.assessor).post(bench, {"version": many, "feedback": "x"}).status_code == 409
    assert client.generic("POST", "/verify", b"", CONTENT_LENGTH=many).status_code == 413
