# SPDX-License-Identifier: Apache-2.0
"""Which words are accepted, and whether the document keeps to its data model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cairn.standards.codecs import dump_json
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.proofs import ProofOptions, add_proof
from cairn.standards.proofs.vc_jwt import sign_vc_jwt
from cairn.standards.types import JsonObject
from cairn.standards.verify import Outcome, Verdict, VerificationPolicy, VerificationTools, verify
from cairn.standards.verify.case import Case
from cairn.standards.verify.reading import read_document
from cairn.standards.verify.summary import summarize
from tests.standards.verify.samples import (
    AT,
    COLLEGE,
    CREDENTIALS,
    CREDENTIALS_1,
    KEY,
    LEARNER,
    OPEN_BADGES,
    SIGNED_AT,
    Web,
    badge,
    codes,
    found,
    judge,
    presented,
    reason,
    signed,
    token,
)


@pytest.mark.parametrize(
    ("contexts", "code", "sentence"),
    [
        (None, "missing_context", "The document has no @context, so its words have no agreed meaning."),
        ([], "missing_context", "The document has no @context, so its words have no agreed meaning."),
        (
            [CREDENTIALS, OPEN_BADGES, {"grade": "urn:grade"}],
            "inline_context",
            "The document brings its own definitions of words; only published ones are accepted. (at /@context/2)",
        ),
        ([CREDENTIALS, 3], "invalid_context", "A context must be given by its address. (at /@context/1)"),
        ([CREDENTIALS, None], "invalid_context", "A context must be given by its address. (at /@context/1)"),
        (
            "https://attacker.example/context",
            "unknown_context",
            (
                "The context 'https://attacker.example/context' is not one of those that are known and pinned. "
                "(at /@context/0)"
            ),
        ),
        (
            [OPEN_BADGES, CREDENTIALS],
            "wrong_first_context",
            "The first @context must be https://www.w3.org/ns/credentials/v2.",
        ),
    ],
)
def test_only_published_words_in_their_order_are_accepted(contexts: Any, code: str, sentence: str) -> None:
    report = judge({**signed(badge()), "@context": contexts})
    assert (report.verdict, codes(report)) == (Verdict.NOT_VERIFIED, ["recognized", code])
    assert found(report, "contexts").message == sentence
    assert report.credential == {}


def test_no_field_of_a_document_with_other_words_is_looked_at() -> None:
    hostile = {**signed(badge()), "@context": ["https://attacker.example/context"], "credentialStatus": 7, "id": 7}
    assert codes(judge(hostile)) == ["recognized", "unknown_context"]


def test_conformance_suites_may_bring_their_own_words() -> None:
    own = {**badge(grade="2"), "@context": [CREDENTIALS, OPEN_BADGES, {"grade": "urn:grade"}]}
    lenient = replace(Web().tools(), canonicalizer=Canonicalizer(allow_inline=True))
    proven = add_proof(own, KEY, canonicalizer=lenient.canonicalizer, options=ProofOptions(created=SIGNED_AT))
    report = verify(dump_json(proven), VerificationPolicy(at=AT, inline_contexts=True), lenient)
    assert report.verdict is Verdict.VERIFIED
    assert reason(judge(proven)) == ("contexts", "inline_context")


def test_an_older_credential_is_read_by_its_own_rules() -> None:
    older = {
        "@context": [CREDENTIALS_1, "https://w3id.org/security/data-integrity/v2"],
        "type": ["VerifiableCredential"],
        "issuer": COLLEGE,
        "issuanceDate": "2026-01-15T10:00:00Z",
        "credentialSubject": {"id": LEARNER},
    }
    report = judge(signed(older))
    assert (report.verdict, report.credential["validFrom"]) == (Verdict.VERIFIED, "2026-01-15T10:00:00Z")
    undated = {name: value for name, value in older.items() if name != "issuanceDate"}
    assert reason(judge(signed(undated))) == ("structure", "missing_issuance_date")


def test_a_word_added_to_a_signed_badge_is_refused_where_the_signature_does_not_cover_it() -> None:
    report = judge({**signed(badge()), "grade": "1.0"})
    assert reason(report) == ("contexts", "undefined_term")
    assert found(report, "contexts").message == (
        "No context of this document defines 'grade', so it would be lost. (at /grade)"
    )


@pytest.mark.parametrize("suite", ["eddsa-jcs-2022", "vc-jwt"])
def test_a_word_that_the_issuer_signed_without_a_definition_is_noted(suite: str) -> None:
    document = badge(grade="1.0")
    report = judge(token(document) if suite == "vc-jwt" else signed(document, suite=suite))
    assert report.verdict is Verdict.VERIFIED_WITH_NOTES
    check = found(report, "contexts")
    assert (check.outcome, check.code, check.message) == (
        Outcome.NOTED,
        "undefined_term",
        (
            "No context of this document defines 'grade', so it would be lost. The issuer signed it as it stands. "
            "(at /grade)"
        ),
    )


def test_only_the_first_of_several_mistakes_is_told_with_the_number_of_the_others() -> None:
    document = {**signed(badge()), "id": "no url", "issuer": 7, "credentialSubject": {}}
    report = judge(document)
    assert codes(report) == ["recognized", "known_contexts", "invalid_id"]
    assert found(report, "structure").message == "The 'id' must be one URL. (2 more places are wrong.) (at /id)"


@pytest.mark.parametrize(
    ("members", "code", "path"),
    [
        ({"type": ["OpenBadgeCredential"]}, "missing_type", "/type"),
        ({"type": ["VerifiableCredential", 7]}, "invalid_type", "/type"),
        ({"issuer": "nobody"}, "invalid_issuer", "/issuer"),
        ({"credentialSubject": []}, "invalid_subject", "/credentialSubject"),
        ({"validFrom": "2026-01-15"}, "invalid_date", "/validFrom"),
        ({"validUntil": "2025-01-15T10:00:00Z"}, "invalid_period", "/validUntil"),
        ({"credentialStatus": {}}, "missing_type", "/credentialStatus"),
        ({"credentialSchema": {"id": "urn:x"}}, "missing_type", "/credentialSchema"),
        ({"type": ["VerifiableCredential", "OpenBadgeCredential", "ClrCredential"]}, "type_conflict", "/type"),
    ],
)
def test_what_breaks_the_data_model_decides(members: JsonObject, code: str, path: str) -> None:
    report = judge(signed(badge()) | members)
    assert (report.verdict, reason(report)) == (Verdict.NOT_VERIFIED, ("structure", code))
    assert found(report, "structure").message.endswith(f"(at {path})")


@pytest.mark.parametrize("marks", [32, 33])
def test_a_text_overloaded_with_marks_cannot_be_read(marks: int) -> None:
    achievement = {**badge()["credentialSubject"]["achievement"], "tag": ["plain", "Z" + "\u0301" * marks]}
    subject = {**badge()["credentialSubject"], "achievement": achievement}
    report = judge(signed(badge(credentialSubject=subject)))
    if marks == 32:
        assert report.verdict is Verdict.VERIFIED
    else:
        assert found(report, "structure").message == (
            "A text is overloaded with marks and cannot be read. (at /credentialSubject/achievement/tag/1)"
        )


def test_marks_as_people_write_them_are_read() -> None:
    assert judge(signed(badge(name="Nguyễn Văn Á \u0e2a\u0e21\u0e0a\u0e32\u0e22 e\u0301"))).verdict is Verdict.VERIFIED


def _with_results(count: int) -> JsonObject:
    subject = badge()["credentialSubject"]
    results = [{"type": ["Result"], "status": f"Word{number}"} for number in range(count)]
    return badge(credentialSubject={**subject, "result": results})


def test_departures_from_open_badges_are_notes_of_which_five_are_told() -> None:
    five, seven = judge(signed(_with_results(5))), judge(signed(_with_results(7)))
    assert [found.code for found in five.checks if found.name == "structure"].count("further_notes") == 0
    notes = [check for check in seven.checks if check.name == "structure"]
    assert [check.outcome for check in notes] == [Outcome.NOTED] * 6
    assert notes[-1].code == "further_notes"
    assert notes[-1].message == f"{notes[-1].message.split()[0]} more places depart from the standard."
    assert five.verdict is seven.verdict is Verdict.VERIFIED_WITH_NOTES


def test_a_credential_of_no_known_profile_has_only_the_data_model_to_keep_to() -> None:
    plain = {
        "@context": [CREDENTIALS],
        "type": ["VerifiableCredential"],
        "issuer": COLLEGE,
        "credentialSubject": {"id": "did:example:1"},
    }
    report = judge(signed(plain))
    assert (report.verdict, report.credential) == (
        Verdict.VERIFIED,
        {
            "format": "JSON",
            "type": ["VerifiableCredential"],
            "issuer": {"id": COLLEGE},
            "subject": {"id": "did:example:1"},
        },
    )


def test_a_presentation_keeps_to_its_own_model() -> None:
    broken = {**presented(signed(badge())), "holder": "nobody"}
    assert reason(judge(broken)) == ("structure", "invalid_holder")


def test_the_summary_says_what_a_person_asks_about() -> None:
    subject = {
        **badge()["credentialSubject"],
        "result": [{"type": ["Result"], "value": "97", "status": "Completed"}, "no object"],
    }
    text = [{"@value": "Inspection", "@language": "en"}, {"@value": "Inspektion", "@language": "de"}]
    achievement = {"name": text, "criteria": {"id": "https://college.example/criteria"}, "description": 7}
    document = badge(
        name="Ada Lovelace",
        credentialSubject=[{**subject, "achievement": [achievement]}],
        evidence=[{"id": "https://college.example/work", "type": ["Evidence"]}, "no object"],
        validUntil="2029-01-15T10:00:00Z",
    )
    signed_text = sign_vc_jwt({**document, "type": ["VerifiableCredential", 7]}, KEY)
    case = Case(read_document(signed_text.encode()), VerificationPolicy(at=AT), VerificationTools())
    assert summarize(case) == {
        "format": "JWT",
        "id": "urn:uuid:5f1c39a4-2b77-4b67-93d7-6a2a60ae8b7a",
        "type": ["VerifiableCredential"],
        "title": "Inspection",
        "issuer": {"id": COLLEGE, "name": "River College"},
        "subject": {"id": LEARNER},
        "achievement": {"name": "Inspection", "criteria": "https://college.example/criteria"},
        "result": [{"value": "97", "status": "Completed"}],
        "evidence": ["https://college.example/work"],
        "validFrom": "2026-01-15T10:00:00Z",
        "validUntil": "2029-01-15T10:00:00Z",
    }


def test_a_very_long_text_is_cut_in_the_summary() -> None:
    report = judge(
        signed(badge(name="x" * 3000, credentialSubject={"id": "did:example:1"}, type="VerifiableCredential"))
    )
    assert report.credential["title"] == "x" * 2000
