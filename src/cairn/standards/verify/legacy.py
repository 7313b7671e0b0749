# SPDX-License-Identifier: Apache-2.0
"""Open Badges 0.5 to 2.0 through the one door: the steps of the decrepit reader as checks of a report."""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from cairn.standards.codecs import dump_json
from cairn.standards.errors import ProofError
from cairn.standards.jose import parse_jws, verify_jws
from cairn.standards.keys import KeyKind, PublicKey
from cairn.standards.openbadges.decrepit import LegacyAssertion, LegacyReport, Outcome, Step, verify_legacy
from cairn.standards.types import JsonObject
from cairn.standards.verify.case import Case, CheckName
from cairn.standards.verify.report import Check, VerificationReport

SPEC: Final = "Open Badges 2.0, Verification"


def verify_legacy_document(case: Case) -> VerificationReport:
    """Verify an assertion of an older version."""
    text = case.read.text or dump_json(case.document).decode("utf-8")
    recipients = (case.policy.recipient,) if case.policy.recipient else ()
    report = verify_legacy(
        text, fetch=case.tools.fetch, verify_jws=verify_rs256, at=case.policy.at, recipients=recipients
    )
    return VerificationReport(_checks(report), _summary(case, report.assertion))


def verify_rs256(token: str, public_key_pem: str) -> bytes:
    """Verify a compact token with an RSA key in PEM, and return its payload.

    Raises ProofError: weak_key, unsupported_key, algorithm_mismatch, invalid_signature; CodecError.
    """
    try:
        key = load_pem_public_key(public_key_pem.encode("utf-8"))
    except (ValueError, UnsupportedAlgorithm):
        raise ProofError("unsupported_key", "The issuer's key cannot be read.") from None
    if not isinstance(key, rsa.RSAPublicKey):
        raise ProofError("unsupported_key", "The issuer's key is not an RSA key.")
    jws = parse_jws(token)
    verify_jws(jws, PublicKey(KeyKind.RSA, key))
    return jws.payload


def _checks(report: LegacyReport) -> tuple[Check, ...]:
    checks = [_check(step) for step in report.steps]
    if report.outcome is Outcome.NOT_RUN:
        # Nothing failed and nothing proves the badge: that is an open question, never a pass.
        message = "Nothing proves that this badge is its issuer's: it is neither signed nor found where it is hosted."
        checks.append(CheckName("proof", SPEC).undetermined("no_proof", message))
    return tuple(checks)


def _check(step: Step) -> Check:
    name = CheckName(step.name, SPEC)
    if step.outcome is Outcome.PASSED:
        return name.passed(step.code, step.detail)
    if step.outcome is Outcome.FAILED:
        return name.failed(step.code, step.detail)
    if step.outcome is Outcome.UNAVAILABLE:
        return name.undetermined(step.code, step.detail)
    return name.not_run(step.code, step.detail)


def _summary(case: Case, assertion: LegacyAssertion | None) -> JsonObject:
    summary: JsonObject = {"format": case.read.format, "type": ["Assertion"]}
    if assertion is None:
        return summary
    issuer = {"name": assertion.issuer} if assertion.issuer else None
    fields = {"id": assertion.id, "title": assertion.name, "issuer": issuer}
    return {**summary, **{name: value for name, value in fields.items() if value is not None}}
