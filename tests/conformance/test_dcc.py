# SPDX-License-Identifier: Apache-2.0
"""The fixtures of the Digital Credentials Consortium: what the name of each says must be what is found."""

from __future__ import annotations

from typing import Final

import pytest

from cairn.standards.verify import Outcome, Verdict, VerificationReport
from tests.conformance.real import (
    DCC,
    STATUS_SERVICE,
    Sample,
    judge,
    reason,
    samples,
    with_documents,
    without_documents,
)
from tests.shared_data import shared_path

TRUSTED: Final = frozenset({STATUS_SERVICE})
ALL: Final = samples(DCC)
CREDENTIALS: Final = [sample for sample in ALL if sample.name.endswith(".json")]
PICTURES: Final = [sample for sample in ALL if sample.name.endswith(".png")]
ENDED: Final = "v2/dataIntegrityProof/didKey/noRegistry-revokedStatus-noExpiry.json"
"""Its name says that it has no end, but it has one, which is past."""

INLINE: Final = "twoOIDF-revoked-notExpired-badSchema.json"


def test_the_set_is_here() -> None:
    shared_path(f"real/{DCC}")
    assert (len(CREDENTIALS), len(PICTURES), len(ALL)) == (53, 58, 111)


def _name(sample: Sample) -> str:
    return sample.name.rpartition("/")[2].removesuffix(".json")


def _is_expired(sample: Sample) -> bool:
    return "expired" in _name(sample).lower().split("-") or sample.name.endswith(ENDED)


def _expected(sample: Sample) -> list[tuple[Verdict, str]]:
    """Read from a name what must be found; where a credential ended twice over, either reason counts."""
    if sample.name.endswith(INLINE):
        return [(Verdict.NOT_VERIFIED, "inline_context")]
    words = _name(sample).lower().split("-")
    reasons = []
    if "tamperedstatus" in words:
        reasons.append((Verdict.NOT_VERIFIED, "STATUS_VERIFICATION_ERROR"))
    if any(word.startswith("revokedsta") for word in words):
        reasons.append((Verdict.NOT_VERIFIED, "revoked"))
    if _is_expired(sample):
        reasons.append((Verdict.NOT_VERIFIED, "expired"))
    return reasons


@pytest.mark.parametrize("sample", CREDENTIALS, ids=lambda sample: sample.name.removeprefix("verifiableCredentials/"))
def test_with_the_documents_of_the_set_each_is_what_its_name_says(sample: Sample) -> None:
    report = judge(sample, with_documents(), trusted=TRUSTED)
    expected = _expected(sample)
    if expected:
        assert (report.verdict, reason(report)[0]) == expected[0]
        failed = [check.code for check in report.checks if check.outcome is Outcome.FAILED]
        assert failed == [code for _, code in expected]
    else:
        assert report.verdict is Verdict.VERIFIED_WITH_NOTES
        assert report.reason is None
    if "noRegistry" in sample.name:
        assert "issuer_in_no_registry" in [check.code for check in report.checks]


def _needs_documents(report: VerificationReport) -> set[str]:
    return {check.name for check in report.checks if check.undetermined}


@pytest.mark.parametrize("sample", CREDENTIALS, ids=lambda sample: sample.name.removeprefix("verifiableCredentials/"))
def test_without_documents_the_question_is_open_where_one_is_needed(sample: Sample) -> None:
    report = judge(sample, without_documents())
    with_status = "status" in _name(sample).lower().replace("nostatus", "")
    if sample.name.endswith(INLINE):
        assert reason(report)[0] == "inline_context"
    elif _is_expired(sample):
        assert (report.verdict, reason(report)[0]) == (Verdict.NOT_VERIFIED, "expired")
    elif "didweb" in sample.name.lower():
        assert (report.verdict, reason(report)[0]) == (Verdict.UNDETERMINED, "key_unavailable")
    elif with_status:
        assert (report.verdict, reason(report)[0]) == (Verdict.UNDETERMINED, "STATUS_RETRIEVAL_ERROR")
    else:
        assert (report.verdict, _needs_documents(report)) == (Verdict.VERIFIED_WITH_NOTES, set())


def test_without_the_trust_in_its_status_service_nothing_about_status_is_decided() -> None:
    shared_path(f"real/{DCC}")
    revoked = [sample for sample in CREDENTIALS if "revokedStatus-noExpiry" in sample.name]
    codes = {reason(judge(sample, with_documents()))[0] for sample in revoked if not _is_expired(sample)}
    assert codes == {"status_issuer_not_trusted"}


@pytest.mark.parametrize("sample", PICTURES, ids=lambda sample: sample.name.removeprefix("verifiableCredentials/"))
def test_a_picture_of_a_qr_code_carries_no_credential(sample: Sample) -> None:
    report = judge(sample, without_documents())
    assert (report.verdict, reason(report)[0]) == (Verdict.NOT_VERIFIED, "no_credential_in_image")
