# SPDX-License-Identifier: Apache-2.0
"""DID documents: which keys speak for an identifier, for which purpose, and since or until when.

Source: Decentralized Identifiers 1.0 §5, Controlled Identifiers 1.0 §2.2 and §2.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from cairn.standards.datetimes import parse_date_time
from cairn.standards.errors import CodecError, DidError, ModelError, ProofError
from cairn.standards.jose.jwk import read_jwk
from cairn.standards.keys import PublicKey
from cairn.standards.types import Json, JsonObject

MAX_METHODS: Final = 256


class Relationship(StrEnum):
    """What a key may be used for, in the names of the standard."""

    ASSERTION = "assertionMethod"
    AUTHENTICATION = "authentication"


class KeyState(StrEnum):
    """How a key stood at the time of signing."""

    GOOD = "good"
    REVOKED = "revoked"
    EXPIRED = "expired"
    COMPROMISED = "compromised"
    COMPROMISED_LATER = "compromised_later"


@dataclass(frozen=True, slots=True)
class VerificationMethod:
    """One public key of a DID document, with its history.

    `compromised_at` is Cairn's own member `compromisedAt`: from then on the key may have been in other hands.
    """

    id: str
    controller: str
    key: PublicKey
    revoked: datetime | None = None
    expires: datetime | None = None
    compromised_at: datetime | None = None

    def state_at(self, signed_at: datetime | None) -> KeyState:
        """Judge the key at the time of signing; with no time given, any end of the key counts against it."""
        if _reached(self.compromised_at, signed_at):
            return KeyState.COMPROMISED
        if _reached(self.revoked, signed_at):
            return KeyState.REVOKED
        if _reached(self.expires, signed_at):
            return KeyState.EXPIRED
        # The signing time is the signer's own word, so a theft that came later is still worth knowing.
        return KeyState.COMPROMISED_LATER if self.compromised_at else KeyState.GOOD


@dataclass(frozen=True, slots=True)
class DidDocument:
    """The keys of an identifier and what each may be used for."""

    id: str
    methods: Mapping[str, VerificationMethod]
    relationships: Mapping[Relationship, frozenset[str]]

    def find_method(self, url: str) -> VerificationMethod | None:
        """Return the key with that DID URL, or None."""
        return self.methods.get(url)

    def allows(self, url: str, relationship: Relationship) -> bool:
        """Say whether the document lists the key for that use."""
        return url in self.relationships.get(relationship, frozenset())


def read_did_document(document: JsonObject, did: str) -> DidDocument:
    """Read a DID document that must be about `did`.

    Keys that are weak or of kinds that are not supported are left out: a document may well hold some.
    Raises DidError: did_mismatch, invalid_did_document, secret_key.
    """
    if document.get("id") != did:
        raise DidError("did_mismatch", f"The document found for {did} is about somebody else.")
    entries = _entries(document, "verificationMethod")
    embedded = [entry for name in Relationship for entry in _entries(document, name) if isinstance(entry, dict)]
    if len(entries) + len(embedded) > MAX_METHODS:
        raise DidError("invalid_did_document", f"The DID document lists more than {MAX_METHODS} keys.")
    methods = [_read_method(entry, did) for entry in (*entries, *embedded) if isinstance(entry, dict)]
    return DidDocument(
        id=did,
        methods={method.id: method for method in methods if method is not None},
        relationships={name: _references(document, name, did) for name in Relationship},
    )


def _reached(end: datetime | None, signed_at: datetime | None) -> bool:
    return end is not None and (signed_at is None or signed_at >= end)


def _entries(document: JsonObject, name: str) -> list[Json]:
    value = document.get(name, [])
    entries = value if isinstance(value, list) else [value]
    if not all(isinstance(entry, dict | str) for entry in entries):
        raise DidError("invalid_did_document", f"'{name}' must list keys.", path=f"/{name}")
    return entries


def _references(document: JsonObject, name: Relationship, did: str) -> frozenset[str]:
    ids = (entry.get("id") if isinstance(entry, dict) else entry for entry in _entries(document, name))
    return frozenset(_absolute(value, did) for value in ids if isinstance(value, str))


def _absolute(url: str, did: str) -> str:
    return did + url if url.startswith("#") else url


def _read_method(entry: JsonObject, did: str) -> VerificationMethod | None:
    identifier = entry.get("id")
    if not isinstance(identifier, str):
        raise DidError("invalid_did_document", "A verification method must have an 'id'.", path="/verificationMethod")
    key = _read_key(entry)
    if key is None:
        return None
    return VerificationMethod(
        id=_absolute(identifier, did),
        controller=str(entry.get("controller", did)),
        key=key,
        revoked=_read_time(entry, "revoked"),
        expires=_read_time(entry, "expires"),
        compromised_at=_read_time(entry, "compromisedAt"),
    )


def _read_key(entry: JsonObject) -> PublicKey | None:
    try:
        if "publicKeyMultibase" in entry:
            return PublicKey.from_multikey(entry["publicKeyMultibase"])
        return read_jwk(entry["publicKeyJwk"]) if "publicKeyJwk" in entry else None
    except CodecError as error:
        if error.code == "secret_key":
            raise DidError("secret_key", error.detail, path="/verificationMethod") from None
        return None
    except ProofError:
        return None


def _read_time(entry: JsonObject, name: str) -> datetime | None:
    if name not in entry:
        return None
    try:
        return parse_date_time(entry[name])
    except ModelError as error:
        raise DidError("invalid_did_document", error.detail, path=f"/verificationMethod/{name}") from None
