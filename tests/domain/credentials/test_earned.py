# SPDX-License-Identifier: Apache-2.0
"""What an assessor decides to award is awarded by itself, once, with the levels and the digests of the evidence."""

from __future__ import annotations

import base64
import hashlib

import pytest
from django.test import TestCase

from cairn.assessment.events import SubmissionDecided
from cairn.credentials.handlers import award_what_was_earned
from cairn.credentials.models import Award, AwardReason, AwardState
from cairn.credentials.services import issue_award, reissue
from cairn.foundation.actors import SYSTEM
from cairn.foundation.scopes import everything, organization_scope
from cairn.standards.codecs import parse_json_object
from cairn.standards.openbadges.compose import SealedEvidence
from cairn.standards.types import JsonObject
from tests.domain.credentials.checking import judge
from tests.factories.assessment import make_decision, make_submitted
from tests.factories.credentials import School, reload


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


def test_a_decision_leads_to_a_credential_that_verifies(school: School) -> None:
    row = decide(school)
    assert (row.state, row.reason, row.awarded_by) == (AwardState.ISSUED, AwardReason.DECISION, "Cairn")
    assert judge(row.credential.document).verdict.value == "verified"


def test_it_says_the_levels_that_were_reached(school: School) -> None:
    subject = signed(decide(school))["credentialSubject"]
    described = {item["id"]: item for item in subject["achievement"]["resultDescription"]}
    percent, *levels = subject["result"]
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
    assert signed(newer)["credentialSubject"]["result"] == signed(row)["credentialSubject"]["result"]
    assert signed(newer)["evidence"] == signed(row)["evidence"]
