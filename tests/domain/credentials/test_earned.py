# SPDX-License-Identifier: Apache-2.0
"""What an assessor decides to award is awarded by itself, once, with the levels and the digests of the evidence."""

from __future__ import annotations

import base64
import hashlib

import pytest
from django.test import TestCase

from cairn.assessment.events import DecisionOverturned, SubmissionDecided
from cairn.assessment.models import Submission
from cairn.assessment.services.appealing import file_appeal
from cairn.assessment.services.moderating import reopen_submission
from cairn.credentials.handlers import award_what_was_earned, take_back_what_was_overturned
from cairn.credentials.models import AchievementCredential, Award, AwardReason, AwardState
from cairn.credentials.services import issue_award, reissue
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Conflict
from cairn.foundation.models import OutgoingMail
from cairn.foundation.scopes import everything, organization_scope, person_scope
from cairn.standards.codecs import parse_json_object
from cairn.standards.openbadges.compose import SealedEvidence
from cairn.standards.openbadges.provenance import Decided, read_record
from cairn.standards.types import JsonObject
from tests.domain.credentials.checking import judge
from tests.factories.assessment import FAILING, make_decision, make_submitted
from tests.factories.credentials import School, reload
from tests.factories.people import make_person, member
from tests.factories.provenance import earned


def decide(school: School) -> Award:
    """Let an assessor pass somebody's work, and return the award that came of it."""
    submission = make_submitted(school.version)
    with TestCase.captureOnCommitCallbacks(execute=True):
        make_decision(submission, school.assessor)
    with everything("a test looks at what was stored"):
        return reload(Award.objects.get(submission_id=submission.pk))


def signed(row: Award) -> JsonObject:
    """Return the credential of an award."""
    return parse_json_object(bytes(reload(row).credential.document))


def _results(row: Award) -> list[tuple[str, str]]:
    """Return the results of a credential, without what differs by its address."""
    results = signed(row)["credentialSubject"]["result"]
    return [
        (item["resultDescription"].partition("#")[2], item.get("value") or item["achievedLevel"]) for item in results
    ]


def test_a_decision_leads_to_a_credential_that_verifies(school: School) -> None:
    row = decide(school)
    assert (row.state, row.reason, row.awarded_by) == (AwardState.ISSUED, AwardReason.DECISION, "Cairn")
    assert judge(row.credential.document).verdict.value == "verified"


def test_it_says_the_levels_that_were_reached(school: School) -> None:
    subject = signed(decide(school))["credentialSubject"]
    described = {item["id"]: item for item in subject["achievement"]["resultDescription"]}
    percent, *levels = [item for item in subject["result"] if "#assessment" not in item["resultDescription"]]
    assert described[percent["resultDescription"]]["resultType"] == "Percent"
    assert 0 <= float(percent["value"]) <= 100
    for result in levels:
        known = described[result["resultDescription"]]["rubricCriterionLevel"]
        assert result["achievedLevel"] in [level["id"] for level in known]
    assert len(levels) == 2


def test_the_evidence_stays_here_and_its_digest_goes_along(school: School) -> None:
    evidence = signed(decide(school))["evidence"]
    assert len(evidence) == 3
    assert all(piece["id"].startswith("ni:///sha-256;") for piece in evidence)
    assert all(set(piece) == {"id", "type", "name"} for piece in evidence)


def test_a_digest_is_written_as_a_name() -> None:
    digest = hashlib.sha256(b"Hello World!").digest()
    named = SealedEvidence("A greeting", digest.hex()).to_json()["id"]
    # The example of RFC 6920 §8.1.
    assert named == "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk"
    assert base64.urlsafe_b64decode(named.partition(";")[2] + "=") == digest


def test_told_twice_it_is_awarded_once(school: School) -> None:
    row = decide(school)
    event = SubmissionDecided(str(row.submission_id), str(row.version_id), str(row.person_id), "award")
    with organization_scope(school.organization.pk):
        award_what_was_earned(event)
        assert Award.objects.count() == 1


@pytest.mark.parametrize("outcome", ["return", "decline"])
def test_other_decisions_award_nothing(school: School, outcome: str) -> None:
    submission = make_submitted(school.version)
    event = SubmissionDecided(str(submission.pk), str(school.version.pk), str(submission.learner_id), outcome)
    with organization_scope(school.organization.pk):
        award_what_was_earned(event)
        assert Award.objects.count() == 0


def test_a_correction_keeps_what_was_assessed(school: School) -> None:
    row = decide(school)
    newer = reissue(row, reason="Name misspelled", acting=school.acting, name="Ada Example")
    issue_award(newer, acting=SYSTEM)
    assert _results(newer) == _results(row)
    assert signed(newer)["evidence"] == signed(row)["evidence"]


def test_what_is_opened_again_is_revoked_with_the_reason_and_told(school: School) -> None:
    row = decide(school)
    reopen(row, school, "The second part was missing.")
    after = reload(row)
    assert (after.credential.state, after.credential.state_reason) == ("revoked", "The second part was missing.")
    subject = OutgoingMail.objects.order_by("created_at").last()
    assert subject is not None
    assert subject.subject == "“Retrieval practice” was revoked"
    assert "The reason given: The second part was missing." in subject.text
    assert judge(after.credential.document).find("status").code == "revoked"  # type: ignore[union-attr]


def test_what_was_not_signed_yet_is_undone_instead(school: School) -> None:
    row = decide(school)
    with everything("a test waits for a key"):
        Award.objects.filter(pk=row.pk).update(state=AwardState.RESERVED)
        AchievementCredential.objects.filter(pk=row.pk).update(issued_at=None, document=b"")
    reopen(row, school, "The second part was missing.")
    assert reload(row).state == AwardState.UNDONE
    with pytest.raises(Conflict, match="undone"):
        issue_award(row, acting=SYSTEM)
    assert bytes(reload(row).credential.document) == b""


def test_what_passes_again_is_awarded_anew_and_once(school: School) -> None:
    row = decide(school)
    reopen(row, school, "Rated by the wrong rubric.")
    other = member(school.organization, "assessor", name="Cy Assessor")
    with everything("a test looks"):
        submission = Submission.objects.get(pk=row.submission_id)
    with TestCase.captureOnCommitCallbacks(execute=True):
        make_decision(submission, other)
    newer = earned(submission)
    assert (newer.replaces_id, newer.state, newer.submission_id) == (row.pk, AwardState.ISSUED, None)
    assert newer.provenance["decision"] != row.provenance["decision"]
    assert judge(newer.credential.document).verdict.value == "verified"
    event = SubmissionDecided(str(submission.pk), str(row.version_id), str(row.person_id), "award")
    with organization_scope(school.organization.pk):
        award_what_was_earned(event)
        assert Award.objects.count() == 2


def test_an_overturn_that_is_told_late_takes_nothing_back(school: School) -> None:
    row = decide(school)
    event = DecisionOverturned(str(row.submission_id), "Told late")
    with organization_scope(school.organization.pk):
        take_back_what_was_overturned(event)
    assert reload(row).credential.state == "valid"


def reopen(row: Award, school: School, reason: str) -> None:
    """Open the work behind an award again, as an owner may while somebody is left to rate it."""
    member(school.organization, "assessor")
    owner = member(school.organization, "owner", name="Olu Owner")
    with organization_scope(school.organization.pk), TestCase.captureOnCommitCallbacks(execute=True):
        submission = Submission.objects.get(pk=row.submission_id)
        reopen_submission(submission, reason=reason, acting=owner.as_actor())


def test_what_passes_on_appeal_is_awarded_as_such(school: School) -> None:
    learner, other = make_person(), member(school.organization, "assessor", name="Cy Assessor")
    submission = make_submitted(school.version, learner=learner)
    decision = make_decision(submission, school.assessor, FAILING, begin_afresh=True)
    with person_scope(learner.pk):
        file_appeal(decision, "The plan does name its goals.", acting=learner.as_actor())
    with TestCase.captureOnCommitCallbacks(execute=True):
        make_decision(submission, other)
    document = signed(earned(submission))
    stated = read_record(document)
    assert stated is not None
    assert (stated.decided, stated.assessors) == (Decided.APPEAL, 2)
