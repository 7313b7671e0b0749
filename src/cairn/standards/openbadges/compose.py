# SPDX-License-Identifier: Apache-2.0
"""Composing an unsigned credential from an issuer, an achievement and one recipient.

The one place that knows how an award becomes an OpenBadgeCredential; the command line and the platform both use it.
Source: Open Badges 3.0 §B.1.2 (AchievementCredential), §B.1.4 (AchievementSubject).
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cairn.standards.datetimes import format_date_time
from cairn.standards.openbadges.identity import salted_hash
from cairn.standards.openbadges.provenance import ASSESSMENT_CONTEXT, AssessmentRecord
from cairn.standards.status import StatusEntry
from cairn.standards.types import Json, JsonObject

CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)


@dataclass(frozen=True, slots=True)
class AchievedResult:
    """A result by the id of its description: a value, or the id of a level of the rubric (§B.1.19, Result)."""

    description: str
    value: str = ""
    level: str = ""

    def to_json(self) -> JsonObject:
        """Write the result."""
        result = {"resultDescription": self.description, "achievedLevel": self.level, "value": self.value}
        return {"type": ["Result"], **{name: value for name, value in result.items() if value}}


@dataclass(frozen=True, slots=True)
class SealedEvidence:
    """Evidence that the issuer keeps to itself: what it is called, and the SHA-256 by which it can be recognized.

    Its id is the digest as a name (RFC 6920 §3), so that whoever is shown the evidence can see that it is the same.
    """

    name: str
    sha256: str

    def to_json(self) -> JsonObject:
        """Write the evidence (§B.1.10)."""
        digest = urlsafe_b64encode(bytes.fromhex(self.sha256)).rstrip(b"=").decode("ascii")
        return {"id": f"ni:///sha-256;{digest}", "type": ["Evidence"], "name": self.name}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who earned it, and how: one row of a batch.

    `email` and `identifier` are written as salted hashes, an identifier that is a URL or DID as the subject's `id`.
    `results` and `sealed` are what an assessment adds, and `record` is how it was done.
    """

    name: str = ""
    email: str = ""
    identifier: str = ""
    result: str = ""
    evidence_url: str = ""
    narrative: str = ""
    awarded_on: datetime | None = None
    results: tuple[AchievedResult, ...] = ()
    sealed: tuple[SealedEvidence, ...] = ()
    record: AssessmentRecord | None = None


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
        "@context": [*CONTEXTS, ASSESSMENT_CONTEXT] if recipient.record else list(CONTEXTS),
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
    evidence = [item.to_json() for item in recipient.sealed]
    if recipient.evidence_url or recipient.narrative:
        evidence.insert(0, _evidence(recipient))
    if evidence:
        credential["evidence"] = evidence
    if recipient.record and recipient.record.related:
        credential["relatedResource"] = [item.to_json() for item in recipient.record.related]
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


def identifiers_in(value: Json) -> Iterator[str]:
    """Yield every identifier in a document: what stands for a thing of the issuer's must not stand for a learner's."""
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"]
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from identifiers_in(item)


def varying_paths(credential: JsonObject) -> list[tuple[str | int, ...]]:
    """List where the credentials of one achievement differ from each other, each place a text.

    Two credentials that are alike at every other place can be signed as one batch.
    """
    subject, paths = credential["credentialSubject"], [path for path in _SINGLE if _stands(credential, path)]
    within = (
        (("credentialSubject", "identifier"), subject.get("identifier", []), ("identityHash", "salt")),
        (("credentialSubject", "result"), subject.get("result", []), ("value", "achievedLevel")),
        (("evidence",), credential.get("evidence", []), ("id", "name", "narrative")),
    )
    for path, items, names in within:
        paths += [(*path, number, name) for number, item in enumerate(items) for name in names if name in item]
    return paths


_SINGLE: Final[tuple[tuple[str | int, ...], ...]] = (
    ("id",),
    ("validFrom",),
    ("validUntil",),
    ("awardedDate",),
    ("credentialSubject", "id"),
    ("credentialStatus", "id"),
    ("credentialStatus", "statusListIndex"),
)


def _stands(document: Json, path: tuple[str | int, ...]) -> bool:
    """Say whether a document has something at a path of names."""
    for name in path:
        if not isinstance(document, dict) or name not in document:
            return False
        document = document[name]
    return True


def _subject(award: Award, recipient: Recipient, salt: str) -> JsonObject:
    subject: JsonObject = {}
    if is_subject_id(recipient.identifier):
        subject["id"] = recipient.identifier
    subject["type"] = ["AchievementSubject"]
    identities = _identities(recipient, salt)
    if identities:
        subject["identifier"] = identities
    subject["achievement"] = _achievement(award.achievement, recipient.record)
    results = [result.to_json() for result in recipient.results]
    if recipient.result:
        results.insert(0, _result(award.achievement, recipient.result))
    if recipient.record:
        results.extend(recipient.record.results)
    if results:
        subject["result"] = results
    return subject


def _achievement(achievement: JsonObject, record: AssessmentRecord | None) -> JsonObject:
    return {**achievement, "resultDescription": list(record.descriptions)} if record else achievement


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
