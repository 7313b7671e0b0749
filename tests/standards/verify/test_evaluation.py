# SPDX-License-Identifier: Apache-2.0
"""The report on reliability that a credential names is looked at, and never decides about the credential."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cairn.standards.codecs import dump_json
from cairn.standards.openbadges.provenance import ASSESSMENT_CONTEXT, AssessmentTerms, RelatedResource
from cairn.standards.openbadges.vocabulary import AssessmentType
from cairn.standards.types import JsonObject
from cairn.standards.verify import Check, Verdict, VerificationPolicy, VerificationReport, verify
from tests.standards.verify.samples import AT, COLLEGE, CREDENTIALS, KEY, OPEN_BADGES, SELF_MADE_KEY, Web, badge, signed

REPORT = "https://college.example/reliability/1"
ELSEWHERE = "https://elsewhere.example/study"
FIGURES = RelatedResource(f"{REPORT}/figures.json", "00" * 32, "application/json").to_json()


def assessed(address: str = REPORT, **members: Any) -> JsonObject:
    """Return a badge that says where its assessment was evaluated."""
    document = badge(**{"relatedResource": [FIGURES], **members})
    document["@context"] = [CREDENTIALS, OPEN_BADGES, ASSESSMENT_CONTEXT]
    plain = {"id": "urn:uuid:0c1cbd1c-4a5d-4ac6-a7d8-9a4a1d6b3a01", "name": "Bridges", "resultType": "Result"}
    terms = AssessmentTerms(AssessmentType.PERFORMANCE, "Three bridges")
    described = terms.extend(plain, about="An inspection.", method="Two inspectors watch.")
    document["credentialSubject"]["achievement"]["resultDescription"] = [{**described, "assessmentEvaluation": address}]
    return document


def report(**members: Any) -> JsonObject:
    """Return an unsigned report on the assessors of the badge."""
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": REPORT,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Reliability Report",
        "issuer": {"id": COLLEGE, "type": ["Profile"], "name": "River College"},
        "validFrom": "2026-01-10T10:00:00Z",
        "credentialSubject": {
            "id": "https://college.example/achievements/bridges",
            "type": ["EndorsementSubject"],
            "endorsementComment": "Inspectors agree.",
        },
        "relatedResource": [FIGURES],
        **members,
    }


def judge(document: JsonObject, served: bytes | None, address: str = REPORT) -> tuple[VerificationReport, Web]:
    """Verify a badge in a web that serves one document, or none."""
    web = Web({} if served is None else {address: served})
    return verify(dump_json(document), VerificationPolicy(at=AT), web.tools()), web


def checked(document: JsonObject, served: bytes | None) -> Check:
    """Return what was found of the report; the badge itself must hold."""
    found, _web = judge(document, served)
    check = found.find("reliability")
    assert check is not None
    assert found.verdict in (Verdict.VERIFIED, Verdict.VERIFIED_WITH_NOTES)
    return check


def test_a_report_that_holds_passes() -> None:
    check = checked(signed(assessed()), dump_json(signed(report())))
    assert (check.outcome.value, check.code) == ("passed", "evaluation_verified")


def test_a_report_that_was_changed_is_worth_a_note() -> None:
    forged = {**signed(report()), "name": "A better report"}
    check = checked(signed(assessed()), dump_json(forged))
    assert (check.outcome.value, check.code) == ("noted", "evaluation_not_verified")


@pytest.mark.parametrize(
    "other",
    [
        {"relatedResource": [{**FIGURES, "digestSRI": "sha256-" + "A" * 42 + "E="}]},
        {"credentialSubject": {"id": "https://college.example/achievements/ropes", "type": ["EndorsementSubject"]}},
        {"relatedResource": []},
        # Another report, with better figures, stands at the address by now.
        {
            "id": "https://college.example/reliability/2",
            "relatedResource": [{**FIGURES, "id": "https://college.example/reliability/2/figures.json"}],
        },
    ],
)
def test_a_report_on_something_else_is_worth_a_note(other: JsonObject) -> None:
    check = checked(signed(assessed()), dump_json(signed(report(**other))))
    assert (check.outcome.value, check.code) == ("noted", "evaluation_of_another")


def test_a_report_of_somebody_else_is_worth_a_note() -> None:
    maker = SELF_MADE_KEY.verification_method.partition("#")[0]
    theirs = signed(report(issuer={"id": maker, "type": ["Profile"]}), SELF_MADE_KEY)
    assert checked(signed(assessed()), dump_json(theirs)).code == "evaluation_of_another"


@pytest.mark.parametrize(
    ("served", "code"),
    [
        (None, "evaluation_not_available"),
        (b"<!doctype html><title>A study</title>", "evaluation_not_available"),
        (
            dump_json({"@context": [CREDENTIALS], "type": ["VerifiablePresentation"], "holder": COLLEGE}),
            "evaluation_not_signed",
        ),
    ],
)
def test_what_is_no_report_leaves_it_open(served: bytes | None, code: str) -> None:
    check = checked(signed(assessed()), served)
    assert (check.outcome.value, check.code, check.undetermined) == ("not_run", code, False)


def test_a_report_whose_status_cannot_be_had_leaves_it_open() -> None:
    entry = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://college.example/status/9",
    }
    check = checked(signed(assessed()), dump_json(signed(report(credentialStatus=entry))))
    assert (check.outcome.value, check.code) == ("not_run", "evaluation_undetermined")


def test_what_is_no_address_at_all_is_not_asked_for() -> None:
    found, web = judge(signed(assessed("https://[college.example/reliability/1")), None)
    check = found.find("reliability")
    assert check is not None
    assert (check.code, web.asked) == ("evaluation_elsewhere", [])


def test_an_address_elsewhere_is_not_asked_for() -> None:
    found, web = judge(signed(assessed(ELSEWHERE)), b"{}", ELSEWHERE)
    check = found.find("reliability")
    assert check is not None
    assert (check.code, web.asked, found.verdict) == ("evaluation_elsewhere", [], Verdict.VERIFIED)


def test_a_report_never_leads_to_the_next() -> None:
    looping = signed(assessed())
    found, web = judge(looping, dump_json(looping))
    check = found.find("reliability")
    assert check is not None
    assert (check.code, web.asked) == ("evaluation_of_another", [REPORT])


def test_a_policy_may_leave_reports_alone() -> None:
    web = Web({REPORT: dump_json(signed(report()))})
    policy = replace(VerificationPolicy(at=AT), follow_evaluations=False)
    found = verify(dump_json(signed(assessed())), policy, web.tools())
    assert (found.find("reliability"), web.asked) == (None, [])


@pytest.mark.parametrize("subject", [None, [], "text", [["x"]], {"id": ["not", "a", "text"]}, {"id": 7}])
def test_a_subject_of_any_shape_raises_nothing(subject: Any) -> None:
    found, _web = judge(signed(assessed()), dump_json({**signed(report()), "credentialSubject": subject}))
    check = found.find("reliability")
    assert check is not None
    assert check.code == "evaluation_not_verified"


def test_what_names_no_evaluation_has_no_such_check() -> None:
    found, _web = judge(signed(badge(), KEY), None)
    assert found.find("reliability") is None
