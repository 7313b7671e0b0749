# SPDX-License-Identifier: Apache-2.0
"""Was it awarded to the person who shows it?"""

from __future__ import annotations

from typing import Final

from cairn.standards.openbadges.identity import matches_hash
from cairn.standards.types import JsonObject
from cairn.standards.vc.rules import as_list
from cairn.standards.verify.case import Case, CheckName
from cairn.standards.verify.report import Check, VerificationReport

RECIPIENT: Final = CheckName("recipient", "Open Badges 3.0 §9.1 and §B.1.13 (IdentityObject)")


def check_recipient(case: Case) -> Check:
    """Compare the subject with the identifier that was asked about, if one was."""
    wanted = case.policy.recipient
    if wanted is None:
        return RECIPIENT.not_run("not_asked", "It was not asked whom the credential was awarded to.")
    subjects = [subject for subject in as_list(case.document.get("credentialSubject")) if isinstance(subject, dict)]
    if any(is_awarded_to(subject, wanted) for subject in subjects):
        return RECIPIENT.passed("recipient_matches", "The credential was awarded to this identifier.")
    return RECIPIENT.failed("recipient_mismatch", "The credential was not awarded to the person who was asked about.")


def check_presented(case: Case, contents: tuple[VerificationReport, ...]) -> list[Check]:
    """Compare who presents something with whom it was awarded to, and refuse to match a person with nothing.

    Whether what is inside was awarded to the person who was asked about is checked for each by itself.
    """
    if case.policy.recipient is not None and not contents:
        message = "Nothing was presented that was awarded to the person who was asked about."
        return [RECIPIENT.failed("recipient_mismatch", message)]
    subjects = {report.credential.get("subject", {}).get("id") for report in contents} - {None}
    if case.issuer and subjects - {case.issuer}:
        message = "Some of this was awarded to somebody else than the one who presents it."
        return [RECIPIENT.noted("holder_not_subject", message)]
    return []


def is_awarded_to(subject: JsonObject, wanted: str) -> bool:
    """Say whether a subject is who an identifier stands for."""
    identities = as_list(subject.get("identifier", []))
    return subject.get("id") == wanted or any(
        isinstance(identity, dict) and _matches(identity, wanted) for identity in identities
    )


def _matches(identity: JsonObject, wanted: str) -> bool:
    stated, salt, hashed = identity.get("identityHash"), identity.get("salt", ""), identity.get("hashed", False)
    if not isinstance(stated, str) or not isinstance(salt, str) or not isinstance(hashed, bool):
        return False
    return matches_hash(stated, wanted, salt=salt, hashed=hashed)
