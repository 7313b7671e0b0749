# SPDX-License-Identifier: Apache-2.0
"""Badge classes and issuers before 3.0, and what an issuer allows to be issued in its name.

Source: Open Badges 2.0 BadgeClass, Profile, VerificationObject, RevocationList.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from cairn.standards.openbadges.decrepit.assertion import Version, missing, reference, require, require_type
from cairn.standards.types import Json, JsonObject

_ISSUER_TYPES: Final = ("Issuer", "Profile", "IssuerOrg")


@dataclass(frozen=True, slots=True)
class LegacyBadge:
    """What was awarded, and by whom (an address)."""

    id: str
    name: str
    description: str
    issuer: str


@dataclass(frozen=True, slots=True)
class LegacyIssuer:
    """Who awarded it, with which keys, and where its assertions may stand."""

    id: str
    name: str
    keys: tuple[str, ...]
    revocation_list: str | None
    allowed_origins: tuple[str, ...] = ()
    starts_with: tuple[str, ...] = ()

    def allows(self, address: str) -> bool:
        """Tell whether an assertion at an address is in this issuer's scope. Source: Open Badges 2.0 HostedBadge.

        A prefix must also name the whole host, or `https://a.example` would allow `https://a.example.attacker.net`.
        """
        if self.starts_with and not any(_starts_with(address, prefix) for prefix in self.starts_with):
            return False
        if self.allowed_origins:
            return host_of(address) in self.allowed_origins
        return bool(self.starts_with) or self.hosts(address)

    def hosts(self, address: str) -> bool:
        """Tell whether an address is at one of the issuer's own hosts."""
        hosts = {host_of(self.id), *self.allowed_origins, *(host_of(prefix) for prefix in self.starts_with)}
        return host_of(address) in hosts - {""}


def read_badge(document: JsonObject, address: str, version: Version) -> LegacyBadge:
    """Read a badge class. Raises ModelError: missing_property, wrong_type."""
    if version is not Version.V1_0:
        require_type(document, "BadgeClass")
    for key in ("image", "criteria"):
        if document.get(key) is None:
            raise missing(key)
    return LegacyBadge(
        id=address,
        name=require(document, "name", str),
        description=require(document, "description", str),
        issuer=reference(document.get("issuer"), "/issuer"),
    )


def read_issuer(document: JsonObject, address: str, version: Version) -> LegacyIssuer:
    """Read an issuer. Raises ModelError: missing_property, wrong_type."""
    if version is not Version.V1_0:
        require_type(document, *_ISSUER_TYPES)
    require(document, "url", str)
    scope = document.get("verification")
    scope = scope if isinstance(scope, dict) else {}
    revocation_list = document.get("revocationList")
    return LegacyIssuer(
        id=address,
        name=require(document, "name", str),
        keys=_addresses(document.get("publicKey")),
        revocation_list=revocation_list if isinstance(revocation_list, str) else None,
        allowed_origins=tuple(origin.lower() for origin in _addresses(scope.get("allowedOrigins"))),
        starts_with=_addresses(scope.get("startsWith")),
    )


def find_revocation(document: JsonObject, identifier: str) -> str | None:
    """Return the reason for which a revocation list names an assertion, or None if it does not.

    Version 1.0 wrote an object from identifiers to reasons, 2.0 a list. Source: Open Badges 2.0 RevocationList.
    """
    listed = document.get("revokedAssertions", document)
    if isinstance(listed, dict) and identifier in listed:
        return str(listed[identifier])
    for entry in listed if isinstance(listed, list) else []:
        named = (entry.get("id"), entry.get("uid")) if isinstance(entry, dict) else (entry,)
        if identifier in named:
            return str(entry.get("revocationReason", "")) if isinstance(entry, dict) else ""
    return None


def _addresses(value: Json) -> tuple[str, ...]:
    entries = value if isinstance(value, list) else [value]
    found = (entry.get("id") if isinstance(entry, dict) else entry for entry in entries)
    return tuple(address for address in found if isinstance(address, str))


def _starts_with(address: str, prefix: str) -> bool:
    return address.startswith(prefix) and host_of(address) == host_of(prefix)


def host_of(address: str) -> str:
    """Return the host of an address in lower case, or an empty text where it has none."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
