# SPDX-License-Identifier: Apache-2.0
"""Was it awarded to the person who shows it?"""

from __future__ import annotations

from typing import Final

from cairn.standards.openbadges.identity import matches_hash
from cairn.standards.types import JsonObject
from cairn.standards.vc.rules import as_list
from cairn.standards.verify.case import Case, CheckName
from cairn.standards.verify.report import Check

RECIPIENT: Final = CheckName("recipient", "Open Badges 3.0 §9.1 and §B.1.13 (IdentityObject)")


def check_recipient(case: Case) -> Check:
    """Compare the subject with the identifier that was asked about, if one was."""
    wanted = case.policy.recipient
    if wanted is None:
        return RECIPIENT.not_run("not_asked", "It was not asked whom the credential was awarded to.")
    subjects = [subject for subject in as_list(case.document.get("credentialSubject")) if isinstance(subject, dict)]
    if any(subject.get("id") == wanted for subject in subjects):
        return RECIPIENT.passed("recipient_matches", "The credential was awarded to this identifier.")
    identities = [identity for subject in subjects for identity in as_list(subject.get("identifier", []))]
    if any(isinstance(identity, dict) and _matches(identity, wanted) for identity in identities):
        return RECIPIENT.passed("recipient_matches", "The credential was awarded to this identifier.")
    return RECIPIENT.failed("recipient_mismatch", "The credential was not awarded to the person who was asked about.")


def _matches(identity: JsonObject, wanted: str) -> bool:
    stated, salt = identity.get("identityHash"), identity.get("salt", "")
    if not isinstance(stated, str) or not isinstance(salt, str):
        return False
    return matches_hash(stated, wanted, salt=salt, hashed=bool(identity.get("hashed")))
