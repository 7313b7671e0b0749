# SPDX-License-Identifier: Apache-2.0
"""Does the report hold to which a credential points for the reliability of its assessment?

The report never decides about the credential: it is the issuer's own word about its assessors. Only what stands at the
issuer's own site is asked for, because an address in a credential is a stranger's. Source: Assessment extension 2.0
(assessmentEvaluation), Verifiable Credentials Data Model 2.0 §5.3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from cairn.standards.did import site_of
from cairn.standards.errors import ResourceUnavailable, StandardsError
from cairn.standards.openbadges.provenance import achievement_ids_of, evaluations_of, related_digests_of
from cairn.standards.vc.rules import as_list
from cairn.standards.verify.case import Case, CheckName
from cairn.standards.verify.reading import Kind, read_document
from cairn.standards.verify.report import Check, Verdict, VerificationReport

RELIABILITY: Final = CheckName("reliability", "Open Badges Assessment extension 2.0 (assessmentEvaluation)")

Judge: TypeAlias = Callable[[Case], VerificationReport]
"""Verifies a document that was read; handed in by the pipeline, whose part this is."""


def check_evaluation(case: Case, judge: Judge) -> list[Check]:
    """Verify the first evaluation that a credential names; one that names none has no such check."""
    addresses = evaluations_of(case.document)
    if not addresses or not case.policy.follow_evaluations:
        return []
    return [_check(case, addresses[0], judge)]


def _check(case: Case, address: str, judge: Judge) -> Check:
    if not _is_at_issuers_site(address, case.issuer):
        message = (
            "What the credential says of the reliability of its assessment stands elsewhere; it was not looked at."
        )
        return RELIABILITY.not_run("evaluation_elsewhere", message)
    try:
        read = read_document(case.tools.fetch(address))
    except (StandardsError, ResourceUnavailable) as error:
        message = f"The report on the reliability of the assessment could not be read. {error.detail}"
        return RELIABILITY.not_run("evaluation_not_available", message)
    if read.kind is not Kind.CREDENTIAL:
        return RELIABILITY.not_run("evaluation_not_signed", "What stands at the address of the report is not signed.")
    policy = replace(case.policy, recipient=None, challenge=None, domain=None, follow_evaluations=False)
    inner = Case(read, policy, case.tools)
    return _compare(case, address, inner, judge(inner))


def _compare(case: Case, address: str, report: Case, judged: VerificationReport) -> Check:
    if judged.verdict is Verdict.NOT_VERIFIED:
        reason = judged.reason.message if judged.reason else ""
        return RELIABILITY.noted("evaluation_not_verified", f"The report on reliability does not verify: {reason}")
    if judged.verdict is Verdict.UNDETERMINED:
        return RELIABILITY.not_run("evaluation_undetermined", "Whether the report on reliability holds is not known.")
    if not _belongs(case, address, report):
        message = "The report on reliability is of another issuer, about another achievement, or names other figures."
        return RELIABILITY.noted("evaluation_of_another", message)
    return RELIABILITY.passed("evaluation_verified", "The report on reliability is signed by the issuer and verifies.")


def _belongs(case: Case, address: str, report: Case) -> bool:
    """Say whether a report is the issuer's, about the achievement, with every file that the credential names of it.

    Those are named under the address of the report, or under its id: where another report stands at the address by now,
    its files are not the ones that were signed.
    """
    items = (item for item in as_list(report.document.get("credentialSubject", [])) if isinstance(item, dict))
    subjects = {item["id"] for item in items if isinstance(item.get("id"), str)}
    named, known = related_digests_of(case.document), related_digests_of(report.document)
    shared = {url for url in named if url.startswith((f"{address}/", f"{report.document.get('id')}/"))}
    return (
        case.issuer == report.issuer
        and bool(subjects & achievement_ids_of(case.document))
        and all(known.get(url) == named[url] for url in shared)
    )


def _is_at_issuers_site(address: str, issuer: str) -> bool:
    """Say whether an address is on the host that the issuer's DID names."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.netloc) and parts.netloc.lower() == site_of(issuer).lower()
