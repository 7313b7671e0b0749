# SPDX-License-Identifier: Apache-2.0
"""Credentials inside others: presentations and learner records."""

from __future__ import annotations

from typing import Any

import pytest

from cairn.standards.codecs import dump_json
from cairn.standards.proofs import ProofOptions
from cairn.standards.types import JsonObject
from cairn.standards.verify import Outcome, Verdict, VerificationReport
from cairn.standards.verify.pipeline import MAX_CONTENTS
from tests.standards.verify.samples import (
    CLR,
    COLLEGE,
    CREDENTIALS,
    LEARNER,
    LEARNER_KEY,
    LIST,
    OPEN_BADGES,
    SIGNED_AT,
    Web,
    badge,
    entry,
    found,
    judge,
    presentation,
    presented,
    raw_token,
    reason,
    signed,
    status_list,
    token,
)

GOOD = signed(badge())
TAMPERED = {**GOOD, "name": "Bridge building"}
LISTED = signed(badge(credentialStatus=entry()))


def _web(*set_bits: int) -> Web:
    return Web({LIST: dump_json(signed(status_list(*set_bits)))})


def _envelope(jwt: bytes) -> JsonObject:
    return {
        "@context": CREDENTIALS,
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{jwt.decode()}",
    }


def _record(*inner: Any, **members: Any) -> JsonObject:
    """Return an unsigned learner record."""
    subject = {"id": LEARNER, "type": ["ClrSubject"], "verifiableCredential": [*inner]}
    return {
        "@context": [CREDENTIALS, CLR, OPEN_BADGES],
        "id": "urn:uuid:4a3a7a3e-8f3e-4b56-8a1b-0fd7a2a9f1aa",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Everything so far",
        "issuer": {"id": COLLEGE, "type": ["Profile"], "name": "River College"},
        "validFrom": "2026-02-01T10:00:00Z",
        "credentialSubject": subject,
        **members,
    }


def _inner(report: VerificationReport) -> list[tuple[Verdict, tuple[str, str]]]:
    return [(inside.verdict, reason(inside)) for inside in report.contents]


def test_a_presentation_of_good_credentials_verifies() -> None:
    report = judge(presented(GOOD, signed(badge(id="urn:uuid:2"))))
    assert report.verdict is Verdict.VERIFIED_WITH_NOTES
    assert found(report, "format").message == "This is a presentation (JSON)."
    assert found(report, "contents").message == "All 2 credentials inside verify."
    assert [inside.verdict for inside in report.contents] == [Verdict.VERIFIED] * 2
    assert {check.name for check in report.checks} == {
        "format", "contexts", "structure", "proof", "issuer", "contents",
    }  # fmt: skip
    assert [inside["verdict"] for inside in report.to_json()["contents"]] == ["verified"] * 2


def test_a_presentation_may_hold_tokens_in_envelopes() -> None:
    report = judge(presented(_envelope(token(badge()))))
    assert [inside.credential["format"] for inside in report.contents] == ["JSON, JWT"]
    assert report.verdict is Verdict.VERIFIED_WITH_NOTES


def test_a_presentation_may_itself_be_a_token_or_stand_in_an_envelope() -> None:
    jwt = raw_token(presentation(GOOD), LEARNER_KEY, kid=LEARNER_KEY.verification_method)
    report = judge(jwt)
    assert (report.verdict, len(report.contents)) == (Verdict.VERIFIED_WITH_NOTES, 1)
    envelope = {
        "@context": CREDENTIALS,
        "type": "EnvelopedVerifiablePresentation",
        "id": f"data:application/vp+jwt,{jwt.decode()}",
    }
    assert judge(envelope).verdict is Verdict.VERIFIED_WITH_NOTES


def test_the_older_form_of_a_token_is_read() -> None:
    older = presentation(GOOD, holder=None)
    jwt = raw_token({"iss": LEARNER, "vp": older}, LEARNER_KEY, kid=LEARNER_KEY.verification_method)
    assert judge(jwt).verdict is Verdict.VERIFIED_WITH_NOTES
    strings = {**older, "verifiableCredential": [token(badge()).decode()]}
    refused = judge(raw_token({"iss": LEARNER, "vp": strings}, LEARNER_KEY))
    assert reason(refused) == ("structure", "invalid_credential")


def test_a_presentation_that_nobody_signed_does_not_verify_and_its_credentials_are_still_told() -> None:
    report = judge(presentation(GOOD))
    assert (report.verdict, reason(report)) == (Verdict.NOT_VERIFIED, ("proof", "no_proof"))
    assert _inner(report) == [(Verdict.VERIFIED, ("", ""))]


def test_a_presentation_without_a_holder_is_bound_to_nobody() -> None:
    options = ProofOptions(created=SIGNED_AT, purpose="authentication")
    report = judge(signed(presentation(GOOD, holder=None), LEARNER_KEY, options=options))
    assert report.verdict is Verdict.VERIFIED
    check = found(report, "issuer")
    assert (check.outcome, check.message) == (
        Outcome.NOT_RUN,
        "Whether the key belongs to the holder was not checked.",
    )


def test_the_challenge_is_the_holder_s_not_the_issuers() -> None:
    report = judge(presented(GOOD, challenge="c1", domain="https://employer.example"),
                   challenge="c1", domain="https://employer.example")  # fmt: skip
    assert [inside.verdict for inside in report.contents] == [Verdict.VERIFIED]


def test_an_empty_presentation_has_no_contents() -> None:
    report = judge(presented())
    assert (report.contents, report.find("contents")) == ((), None)


@pytest.mark.parametrize(
    ("inner", "bits", "inside", "code", "sentence"),
    [
        (
            TAMPERED,
            (),
            ("proof", "invalid_signature"),
            "contents_not_verified",
            "1 of 2 credentials inside do not verify.",
        ),
        (LISTED, (7,), ("status", "revoked"), "contents_not_verified", "1 of 2 credentials inside do not verify."),
        (
            LISTED,
            None,
            ("status", "STATUS_RETRIEVAL_ERROR"),
            "contents_undetermined",
            "1 of 2 credentials inside cannot be determined.",
        ),
    ],
    ids=["tampered", "revoked", "undetermined"],
)
@pytest.mark.parametrize("form", ["record", "presentation"])
def test_what_is_wrong_inside_counts_outside(  # noqa: PLR0917 - one case
    form: str,
    inner: JsonObject,
    bits: tuple[int, ...] | None,
    inside: tuple[str, str],
    code: str,
    sentence: str,
) -> None:
    document = signed(_record(GOOD, inner)) if form == "record" else presented(GOOD, inner)
    report = judge(document, web=Web() if bits is None else _web(*bits))
    assert next(verdict for verdict, _ in _inner(report)) is Verdict.VERIFIED
    assert _inner(report)[1][1] == inside
    assert (found(report, "contents").code, found(report, "contents").message) == (code, sentence)
    expected = Verdict.UNDETERMINED if bits is None else Verdict.NOT_VERIFIED
    assert (report.verdict, reason(report)) == (expected, ("contents", code))


def test_a_learner_record_verifies_with_all_it_holds() -> None:
    report = judge(signed(_record(GOOD, LISTED)), web=_web(8))
    assert report.verdict is Verdict.VERIFIED
    assert found(report, "contents").message == "All 2 credentials inside verify."
    assert report.credential["title"] == "Everything so far"


def test_a_record_inside_a_record_is_opened_too() -> None:
    report = judge(signed(_record(signed(_record(TAMPERED, id="urn:uuid:3")))))
    assert [reason(inside) for inside in report.contents] == [("contents", "contents_not_verified")]
    assert [reason(inside) for inside in report.contents[0].contents] == [("proof", "invalid_signature")]


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        (7, "empty"),
        ("e30", "invalid_json"),
        ({}, "not_a_credential"),
        (None, "empty"),
        ({"id": "x"}, "not_a_credential"),
    ],
)
def test_what_is_no_credential_inside_is_told_as_such(inner: Any, code: str) -> None:
    report = judge(raw_token(_record(GOOD, inner)))
    assert [reason(inside) for inside in report.contents] == [("", ""), ("format", code)]
    assert reason(report) == ("contents", "contents_not_verified")


def test_tokens_inside_a_record_are_read() -> None:
    report = judge(raw_token(_record(token(badge()).decode())))
    assert [inside.credential["format"] for inside in report.contents] == ["JWT"]
    assert report.verdict is Verdict.VERIFIED_WITH_NOTES


def test_credentials_beyond_the_limit_are_never_taken_for_good() -> None:
    copies = [GOOD] * MAX_CONTENTS
    report = judge(raw_token(presentation(*copies, TAMPERED), LEARNER_KEY))
    assert len(report.contents) == MAX_CONTENTS
    assert (report.verdict, reason(report)) == (Verdict.UNDETERMINED, ("contents", "too_many_contents"))
    assert found(report, "contents").message == (
        "Of 501 credentials inside only the first 500 were looked at. Ask for fewer at a time."
    )
