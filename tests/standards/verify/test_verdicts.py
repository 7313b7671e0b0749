# SPDX-License-Identifier: Apache-2.0
"""The four verdicts: their names, exit codes, and which check brings each about."""

from __future__ import annotations

import pytest

from cairn.standards.codecs import dump_json
from cairn.standards.verify import Check, Outcome, Verdict, VerificationPolicy, VerificationReport, verify, worst
from tests.standards.verify.samples import (
    AT,
    COLLEGE,
    LEARNER,
    LIST,
    SELF_MADE_KEY,
    Web,
    badge,
    codes,
    did_of,
    entry,
    found,
    judge,
    reason,
    signed,
    status_list,
)


def _check(outcome: Outcome, *, undetermined: bool = False, code: str = "x") -> Check:
    return Check("proof", outcome, code, "A sentence.", "A section", undetermined)


@pytest.mark.parametrize(
    ("verdict", "name", "label", "exit_code"),
    [
        (Verdict.VERIFIED, "verified", "Verified", 0),
        (Verdict.VERIFIED_WITH_NOTES, "verified_with_notes", "Verified, with notes", 0),
        (Verdict.UNDETERMINED, "undetermined", "Cannot be determined", 3),
        (Verdict.NOT_VERIFIED, "not_verified", "Not verified", 1),
    ],
)
def test_each_verdict_has_its_words_and_its_exit_code(verdict: Verdict, name: str, label: str, exit_code: int) -> None:
    assert (str(verdict), verdict.label, verdict.exit_code) == (name, label, exit_code)


@pytest.mark.parametrize(
    ("checks", "verdict"),
    [
        ((), Verdict.VERIFIED),
        ((_check(Outcome.PASSED), _check(Outcome.NOT_RUN)), Verdict.VERIFIED),
        ((_check(Outcome.PASSED), _check(Outcome.NOTED)), Verdict.VERIFIED_WITH_NOTES),
        ((_check(Outcome.NOTED), _check(Outcome.NOT_RUN, undetermined=True)), Verdict.UNDETERMINED),
        ((_check(Outcome.NOT_RUN, undetermined=True), _check(Outcome.FAILED)), Verdict.NOT_VERIFIED),
    ],
)
def test_the_gravest_check_decides(checks: tuple[Check, ...], verdict: Verdict) -> None:
    assert VerificationReport(checks).verdict is verdict


def test_over_many_documents_the_gravest_verdict_counts() -> None:
    assert worst([]) is Verdict.VERIFIED
    assert worst([Verdict.VERIFIED, Verdict.VERIFIED_WITH_NOTES]) is Verdict.VERIFIED_WITH_NOTES
    assert worst([Verdict.UNDETERMINED, Verdict.VERIFIED]) is Verdict.UNDETERMINED
    assert worst([Verdict.UNDETERMINED, Verdict.NOT_VERIFIED, Verdict.VERIFIED]) is Verdict.NOT_VERIFIED


def test_a_failure_is_the_reason_before_anything_that_is_missing() -> None:
    missing, failed = _check(Outcome.NOT_RUN, undetermined=True), _check(Outcome.FAILED, code="bad")
    assert VerificationReport((missing, failed)).reason == failed
    assert VerificationReport((missing,)).reason == missing
    assert VerificationReport((_check(Outcome.NOTED),)).reason is None


def test_a_check_is_found_by_its_name_a_failed_one_first() -> None:
    passed, failed = _check(Outcome.PASSED), _check(Outcome.FAILED, code="bad")
    report = VerificationReport((passed, failed))
    assert report.find("proof") == failed
    assert VerificationReport((passed,)).find("proof") == passed
    assert report.find("status") is None


def test_the_badge_of_an_issuer_with_a_web_address_verifies_without_notes() -> None:
    report = judge(signed(badge()))
    assert report.to_json() == {
        "verdict": "verified",
        "checks": [
            {
                "name": "format",
                "outcome": "passed",
                "code": "recognized",
                "message": "This is a credential (JSON).",
                "spec": "Open Badges 3.0 §5.3 and §8; RFC 8259; RFC 7515",
            },
            {
                "name": "contexts",
                "outcome": "passed",
                "code": "known_contexts",
                "message": "Every word is used in its published meaning.",
                "spec": "Verifiable Credential Data Integrity 1.0 §2.4.1 (Validating Contexts)",
            },
            {
                "name": "structure",
                "outcome": "passed",
                "code": "well_formed",
                "message": "The credential is complete and written as the standard says.",
                "spec": "Verifiable Credentials Data Model 2.0 §4; Open Badges 3.0 §5 and appendix B",
            },
            {
                "name": "proof",
                "outcome": "passed",
                "code": "signature_valid",
                "message": "The signature holds: nothing was changed since it was signed (eddsa-rdfc-2022).",
                "spec": "Verifiable Credential Data Integrity 1.0 §4.4; Securing VCs using JOSE and COSE §3",
            },
            {
                "name": "issuer",
                "outcome": "passed",
                "code": "issuer_bound",
                "message": "The key is published by the issuer at college.example.",
                "spec": "Controlled Identifiers 1.0 §3.3; Verifiable Credentials Data Model 2.0 §4.7",
            },
            {
                "name": "status",
                "outcome": "not_run",
                "code": "no_status",
                "message": "The issuer keeps no list of revoked credentials for this one.",
                "spec": "Bitstring Status List 1.0 §3.2; Verifiable Credentials Data Model 2.0 §4.10",
            },
            {
                "name": "validity",
                "outcome": "passed",
                "code": "in_period",
                "message": "The credential is valid and has no end date.",
                "spec": "Verifiable Credentials Data Model 2.0 §4.9 and appendix A.5",
            },
            {
                "name": "schema",
                "outcome": "not_run",
                "code": "no_schema",
                "message": "The credential names no schema.",
                "spec": "Verifiable Credentials Data Model 2.0 §4.11; Open Badges 3.0 §B.9",
            },
            {
                "name": "recipient",
                "outcome": "not_run",
                "code": "not_asked",
                "message": "It was not asked whom the credential was awarded to.",
                "spec": "Open Badges 3.0 §9.1 and §B.1.13 (IdentityObject)",
            },
        ],
        "credential": {
            "format": "JSON",
            "id": "urn:uuid:5f1c39a4-2b77-4b67-93d7-6a2a60ae8b7a",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "title": "Bridge inspection",
            "issuer": {"id": COLLEGE, "name": "River College"},
            "subject": {"id": LEARNER},
            "achievement": {
                "id": "https://college.example/achievements/bridges",
                "name": "Bridge inspection",
                "description": "Finds the cracks that matter.",
                "criteria": "Inspects three bridges beside an inspector.",
            },
            "validFrom": "2026-01-15T10:00:00Z",
        },
    }


def test_an_issuer_that_is_only_a_key_is_worth_a_note() -> None:
    report = judge(signed(badge(did_of(SELF_MADE_KEY)), SELF_MADE_KEY))
    assert report.verdict is Verdict.VERIFIED_WITH_NOTES
    assert found(report, "issuer").outcome is Outcome.NOTED
    assert found(report, "issuer").message == (
        "The key is the issuer's, but no registry that was asked knows this issuer: its name is its own word."
    )


@pytest.mark.parametrize(
    ("members", "code", "sentence"),
    [
        ({"validUntil": "2026-12-22T12:00:00Z"}, "ends_soon", "The credential ends on 2026-12-22."),
        ({"validUntil": "2026-12-22T12:00:01Z"}, "in_period", "The credential is valid until 2026-12-22."),
    ],
)
def test_thirty_days_before_the_end_it_is_worth_a_note(members: dict[str, str], code: str, sentence: str) -> None:
    report = judge(signed(badge(**members)))
    assert (found(report, "validity").code, found(report, "validity").message) == (code, sentence)
    assert report.verdict is (Verdict.VERIFIED_WITH_NOTES if code == "ends_soon" else Verdict.VERIFIED)


def test_what_cannot_be_had_leaves_the_question_open() -> None:
    no_key = judge(signed(badge("did:web:elsewhere.example")))
    assert (no_key.verdict, reason(no_key)) == (Verdict.NOT_VERIFIED, ("issuer", "key_not_authorised"))
    unreachable = verify(dump_json(signed(badge())), VerificationPolicy(at=AT))
    assert (unreachable.verdict, reason(unreachable)) == (Verdict.UNDETERMINED, ("proof", "key_unavailable"))
    assert found(unreachable, "proof").message == (
        "The issuer's key could not be had, so the signature was not checked: https://college.example/.well-known/"
        "did.json was not fetched, because this check ran without the network."
    )
    no_list = judge(signed(badge(credentialStatus=entry())))
    assert (no_list.verdict, reason(no_list)) == (Verdict.UNDETERMINED, ("status", "STATUS_RETRIEVAL_ERROR"))


_FORGED = {**signed(badge()), "name": "Bridge building"}
_LISTED = badge(credentialStatus=entry())
_SUSPENDED = badge(credentialStatus=entry(statusPurpose="suspension"))


@pytest.mark.parametrize(
    ("document", "listed", "code", "sentence"),
    [
        (
            _FORGED,
            status_list(),
            "invalid_signature",
            "The signature does not match: the content was changed after it was signed.",
        ),
        (signed(_LISTED), status_list(7), "revoked", "The issuer has revoked this credential."),
        (
            signed(_SUSPENDED),
            status_list(7, purpose="suspension"),
            "suspended",
            "The issuer has suspended this credential for now.",
        ),
        (
            signed(badge(validUntil="2026-11-22T12:00:00Z")),
            status_list(),
            "expired",
            "The credential ended on 2026-11-22.",
        ),
        (
            signed(badge(validFrom="2026-11-22T12:00:01Z")),
            status_list(),
            "not_yet_valid",
            "The credential becomes valid on 2026-11-22.",
        ),
        (
            {**badge(), "id": "not a url"},
            status_list(),
            "invalid_id",
            "The 'id' must be one URL. (at /id)",
        ),
        (
            {**badge(), "@context": [{"name": "urn:other"}]},
            status_list(),
            "inline_context",
            "The document brings its own definitions of words; only published ones are accepted. (at /@context/0)",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_what_decides_against_a_credential(
    document: dict[str, object], listed: dict[str, object], code: str, sentence: str
) -> None:
    report = judge(document, web=Web({LIST: dump_json(signed(listed))}))
    assert report.verdict is Verdict.NOT_VERIFIED
    assert report.reason is not None
    assert (report.reason.code, report.reason.message) == (code, sentence)


def test_every_check_is_told_even_where_one_decides() -> None:
    expired = judge(signed(badge(validUntil="2026-02-01T00:00:00Z")), recipient=LEARNER)
    assert codes(expired) == [
        "recognized",
        "known_contexts",
        "well_formed",
        "signature_valid",
        "issuer_bound",
        "no_status",
        "expired",
        "no_schema",
        "recipient_matches",
    ]
