# SPDX-License-Identifier: Apache-2.0
"""Composing an unsigned credential from an issuer, an achievement and one recipient.

The one place that knows how an award becomes an OpenBadgeCredential; the command line and the platform both use it.
Source: Open Badges 3.0 §B.1.2 (AchievementCredential), §B.1.4 (AchievementSubject).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cairn.standards.datetimes import format_date_time
from cairn.standards.openbadges.identity import salted_hash
from cairn.standards.status import StatusEntry
from cairn.standards.types import JsonObject

CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who earned it, and how: one row of a batch.

    `email` and `identifier` are written as salted hashes, an identifier that is a URL or DID as the subject's `id`.
    """

    name: str = ""
    email: str = ""
    identifier: str = ""
    result: str = ""
    evidence_url: str = ""
    narrative: str = ""
    awarded_on: datetime | None = None


@dataclass(frozen=True, slots=True)
class Award:
    """What is the same for a whole batch: who awards what, since when, until when."""

    issuer: JsonObject
    achievement: JsonObject
    valid_from: datetime
    valid_until: datetime | None = None


def is_subject_id(identifier: str) -> bool:
    """Say whether an identifier can be the `id` of a subject: a DID or a URL."""
    return identifier.startswith(("did:", "https://", "http://", "urn:", "mailto:"))


def compose_credential(
    award: Award, recipient: Recipient, *, credential_id: str, salt: str, status: tuple[StatusEntry, ...] = ()
) -> JsonObject:
    """Return the unsigned OpenBadgeCredential of one award.

    Raises ModelError: salt_required.
    """
    credential: JsonObject = {
        "@context": list(CONTEXTS),
        "id": credential_id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.achievement["name"],
        "issuer": award.issuer,
        "validFrom": format_date_time(award.valid_from),
    }
    if award.valid_until is not None:
        credential["validUntil"] = format_date_time(award.valid_until)
    if recipient.awarded_on is not None:
        credential["awardedDate"] = format_date_time(recipient.awarded_on)
    credential["credentialSubject"] = _subject(award, recipient, salt)
    if recipient.evidence_url or recipient.narrative:
        credential["evidence"] = [_evidence(recipient)]
    if status:
        entries = [entry.to_json() for entry in status]
        credential["credentialStatus"] = entries[0] if len(entries) == 1 else entries
    return credential


def varying_texts(recipient: Recipient, *, credential_id: str, salt: str) -> tuple[str, ...]:
    """List the texts in which the credentials of one award differ, as `compose_credential` writes them.

    One for each kind, always in the same order, empty where a credential has none: where the same ones are empty, the
    credentials have the same shape. Raises ModelError: salt_required.
    """
    is_subject = is_subject_id(recipient.identifier)
    return (
        credential_id,
        salt,
        format_date_time(recipient.awarded_on) if recipient.awarded_on is not None else "",
        recipient.identifier if is_subject else "",
        "" if is_subject or not recipient.identifier else salted_hash(recipient.identifier, salt),
        salted_hash(recipient.email, salt) if recipient.email else "",
        recipient.name,
        recipient.result,
        recipient.evidence_url,
        recipient.narrative,
    )


def _subject(award: Award, recipient: Recipient, salt: str) -> JsonObject:
    subject: JsonObject = {}
    if is_subject_id(recipient.identifier):
        subject["id"] = recipient.identifier
    subject["type"] = ["AchievementSubject"]
    identities = _identities(recipient, salt)
    if identities:
        subject["identifier"] = identities
    subject["achievement"] = award.achievement
    if recipient.result:
        subject["result"] = [_result(award.achievement, recipient.result)]
    return subject


def _identities(recipient: Recipient, salt: str) -> list[JsonObject]:
    """Write e-mail address and identifier as hashes; the name stands plain, because it is what a reader compares."""
    identities: list[JsonObject] = []
    if recipient.email:
        identities.append(_hashed(recipient.email, "emailAddress", salt))
    if recipient.identifier and not is_subject_id(recipient.identifier):
        identities.append(_hashed(recipient.identifier, "identifier", salt))
    if recipient.name:
        name = {"type": "IdentityObject", "hashed": False, "identityHash": recipient.name, "identityType": "name"}
        identities.append(name)
    return identities


def _hashed(identifier: str, identity_type: str, salt: str) -> JsonObject:
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": salted_hash(identifier, salt),
        "identityType": identity_type,
        "salt": salt,
    }


def _result(achievement: JsonObject, value: str) -> JsonObject:
    result: JsonObject = {"type": ["Result"]}
    descriptions = achievement.get("resultDescription")
    first = descriptions[0] if isinstance(descriptions, list) else descriptions
    if isinstance(first, dict) and isinstance(first.get("id"), str):
        result["resultDescription"] = first["id"]
    return {**result, "value": value}


def _evidence(recipient: Recipient) -> JsonObject:
    evidence: JsonObject = {"id": recipient.evidence_url, "type": ["Evidence"], "narrative": recipient.narrative}
    return {name: value for name, value in evidence.items() if value}
