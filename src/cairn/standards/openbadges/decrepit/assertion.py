# SPDX-License-Identifier: Apache-2.0
"""Assertions of Open Badges 0.5, 1.0, 1.1 and 2.0, seen as one small view. Source: Open Badges 2.0, 1.1 Assertion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from cairn.standards.errors import ModelError
from cairn.standards.findings import pointer
from cairn.standards.openbadges.identity import IDENTITY_HASH, matches_hash
from cairn.standards.types import Json, JsonObject

CONTEXTS: Final = {
    "https://w3id.org/openbadges/v1": "1.1",
    "https://w3id.org/openbadges/v2": "2.0",
}
_VERIFICATIONS: Final = {"hosted": "hosted", "HostedBadge": "hosted", "signed": "signed", "SignedBadge": "signed"}


class Version(StrEnum):
    """The version of Open Badges that an assertion is written in."""

    V0_5 = "0.5"
    V1_0 = "1.0"
    V1_1 = "1.1"
    V2_0 = "2.0"


class Verification(StrEnum):
    """How an assertion proves itself: by standing at its own address, or by a signature."""

    HOSTED = "hosted"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class LegacyRecipient:
    """Who received the badge: an identity of some type, plain or hashed."""

    type: str
    identity: str
    hashed: bool
    salt: str = ""

    def matches(self, identifier: str) -> bool:
        """Tell whether this is the recipient with the given identifier, such as an e-mail address."""
        return matches_hash(self.identity, identifier, salt=self.salt, hashed=self.hashed)


@dataclass(frozen=True, slots=True)
class LegacyAssertion:
    """An assertion of any version before 3.0.

    `badge` and `verification_url` are addresses; `name` and `issuer` are known once the badge class and the issuer
    have been read, and from the start in 0.5, where they are embedded together with the issuer's origin.
    """

    version: Version
    id: str | None
    recipient: LegacyRecipient
    badge: str | None
    verification: Verification
    verification_url: str | None
    issued_on: datetime | None
    expires: datetime | None
    evidence: tuple[str, ...] = ()
    name: str | None = None
    issuer: str | None = None
    issuer_origin: str | None = None


def is_legacy(document: Json) -> bool:
    """Tell whether a JSON document looks like an assertion before Open Badges 3.0."""
    if not isinstance(document, dict) or "recipient" not in document or "badge" not in document:
        return False
    return "credentialSubject" not in document


def read_assertion(document: JsonObject) -> LegacyAssertion:
    """Read an assertion of any version before 3.0.

    Raises ModelError: unknown_context, missing_property, wrong_type, unknown_verification, bad_date.
    """
    version = _version(document)
    return _read_0_5(document) if version is Version.V0_5 else _read_1_or_2(document, version)


def _version(document: JsonObject) -> Version:
    context = document.get("@context")
    if context is None:
        embedded = isinstance(document.get("badge"), dict) and isinstance(document.get("recipient"), str)
        return Version.V0_5 if embedded else Version.V1_0
    for entry in context if isinstance(context, list) else [context]:
        if isinstance(entry, str) and entry in CONTEXTS:
            return Version(CONTEXTS[entry])
    raise ModelError(
        "unknown_context", "The context is none of Open Badges 1 or 2, so its words have no meaning.", path="/@context"
    )


def _read_0_5(document: JsonObject) -> LegacyAssertion:
    badge = require(document, "badge", dict)
    issuer = require(badge, "issuer", dict, "/badge")
    recipient = require(document, "recipient", str)
    salt = document.get("salt")
    return LegacyAssertion(
        version=Version.V0_5,
        id=None,
        recipient=LegacyRecipient(
            type="email",
            identity=recipient,
            hashed=IDENTITY_HASH.fullmatch(recipient) is not None,
            salt=salt if isinstance(salt, str) else "",
        ),
        badge=None,
        verification=Verification.HOSTED,
        verification_url=None,
        issued_on=read_date(document, "issued_on"),
        expires=read_date(document, "expires"),
        evidence=_evidence(document),
        name=require(badge, "name", str, "/badge"),
        issuer=require(issuer, "name", str, "/badge/issuer"),
        issuer_origin=require(issuer, "origin", str, "/badge/issuer"),
    )


def _read_1_or_2(document: JsonObject, version: Version) -> LegacyAssertion:
    if version is Version.V2_0:
        require(document, "id", str)
    if version is not Version.V1_0:
        require_type(document, "Assertion")
    key = "verification" if "verification" in document else "verify"
    verification = require(document, key, dict)
    identifier = document.get("id", document.get("uid"))
    if not isinstance(identifier, str):
        raise missing("id")
    if document.get("issuedOn") is None:
        raise missing("issuedOn")
    return LegacyAssertion(
        version=version,
        id=identifier,
        recipient=_recipient(require(document, "recipient", dict)),
        badge=reference(document.get("badge"), "/badge"),
        verification=_verification(verification, f"/{key}"),
        verification_url=_verification_url(verification),
        issued_on=read_date(document, "issuedOn"),
        expires=read_date(document, "expires"),
        evidence=_evidence(document),
    )


def _recipient(recipient: JsonObject) -> LegacyRecipient:
    salt = recipient.get("salt")
    return LegacyRecipient(
        type=require(recipient, "type", str, "/recipient"),
        identity=require(recipient, "identity", str, "/recipient"),
        hashed=require(recipient, "hashed", bool, "/recipient"),
        salt=salt if isinstance(salt, str) else "",
    )


def _verification(verification: JsonObject, path: str) -> Verification:
    declared = verification.get("type")
    for name in declared if isinstance(declared, list) else [declared]:
        if isinstance(name, str) and name in _VERIFICATIONS:
            return Verification(_VERIFICATIONS[name])
    raise ModelError(
        "unknown_verification", "The badge must say that it is hosted or signed.", path=pointer(path, "type")
    )


def _verification_url(verification: JsonObject) -> str | None:
    url = verification.get("creator", verification.get("url"))
    return url if isinstance(url, str) else None


def _evidence(document: JsonObject) -> tuple[str, ...]:
    evidence = document.get("evidence")
    entries = evidence if isinstance(evidence, list) else [evidence]
    found = (entry.get("id", entry.get("narrative")) if isinstance(entry, dict) else entry for entry in entries)
    return tuple(text for text in found if isinstance(text, str))


def read_date(document: JsonObject, key: str) -> datetime | None:
    """Read a date of any form that version 1 or 2 allowed: ISO 8601, a day alone, or seconds since 1970.

    Raises ModelError: bad_date.
    """
    value = document.get(key)
    if value is None:
        return None
    is_timestamp = isinstance(value, int) or (isinstance(value, str) and value.isdecimal())
    reader: Callable[[Any], datetime] = _from_timestamp if is_timestamp else datetime.fromisoformat
    try:
        moment = reader(value)
    except (ValueError, TypeError, OverflowError, OSError):
        raise ModelError("bad_date", f"“{key}” is not a date that can be read.", path=pointer("", key)) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _from_timestamp(seconds: int | str) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def reference(value: Json, path: str) -> str:
    """Return the address of a thing that is named by its address or embedded with its id.

    Raises ModelError: missing_property, wrong_type (of the id).
    """
    if isinstance(value, dict):
        return str(require(value, "id", str, path))
    if isinstance(value, str):
        return value
    raise missing(path.removeprefix("/"))


def require(document: JsonObject, key: str, kind: type[Any], path: str = "") -> Any:
    """Return a property that must be there and be of a kind.

    Raises ModelError: missing_property, wrong_type.
    """
    value = document.get(key)
    if value is None:
        raise missing(key, path)
    if not isinstance(value, kind):
        raise ModelError("wrong_type", f"“{key}” does not have the form it must have.", path=pointer(path, key))
    return value


def require_type(document: JsonObject, *names: str) -> None:
    """Check that a document declares one of some types.

    Raises ModelError: missing_property, wrong_type.
    """
    declared = document.get("type")
    if declared is None:
        raise missing("type")
    if not any(name in names for name in (declared if isinstance(declared, list) else [declared])):
        raise ModelError("wrong_type", f"The type must be {' or '.join(names)}.", path="/type")


def missing(key: str, path: str = "") -> ModelError:
    """Make the error that a property is missing."""
    return ModelError("missing_property", f"The property “{key}” is missing.", path=pointer(path, key))
