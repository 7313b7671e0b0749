# SPDX-License-Identifier: Apache-2.0
"""Status entries of credentials, and the credentials that hold status lists.

Source: Bitstring Status List 1.0 §2.1 (entry), §2.2 (list credential), §3.2 (validation).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cairn.standards.datetimes import format_date_time
from cairn.standards.errors import StatusError
from cairn.standards.status.bitstring import MIN_ENTRIES, Bitstring
from cairn.standards.types import Json, JsonObject

CREDENTIALS_V2: Final = "https://www.w3.org/ns/credentials/v2"
MAX_ENTRIES_PER_CREDENTIAL: Final = 16
LIST_TYPES: Final = {
    "BitstringStatusListEntry": "BitstringStatusListCredential",
    "StatusList2021Entry": "StatusList2021Credential",
}
"""The kinds of entries that are understood, each with the type its list credential must have."""

_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,9}")
_MAX_STATUS_BITS: Final = 8


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """Where a credential's status stands: which list, which entry, and what a set bit means."""

    type: str
    purpose: str
    index: int
    list_credential: str
    size: int = 1
    id: str | None = None
    messages: tuple[tuple[int, str], ...] = ()

    def message_for(self, status: int) -> str | None:
        """Return the issuer's word for a status value, if it gave one (§2.1, statusMessage)."""
        return dict(self.messages).get(status)

    def to_json(self) -> JsonObject:
        """Write an entry of one bit."""
        entry = {
            "id": self.id or f"{self.list_credential}#{self.index}",
            "type": self.type,
            "statusPurpose": self.purpose,
            "statusListIndex": str(self.index),
            "statusListCredential": self.list_credential,
        }
        return {name: value for name, value in entry.items() if value is not None}


@dataclass(frozen=True, slots=True)
class StatusList:
    """A status list as its credential presents it; `ttl` is in milliseconds.

    `notes` are departures from the standard that leave the answer sound: a code and a sentence each.
    """

    purposes: frozenset[str]
    bits: Bitstring
    ttl: int | None = None
    notes: tuple[tuple[str, str], ...] = ()


def read_entries(credential: JsonObject) -> list[StatusEntry | StatusError]:
    """Read every `credentialStatus` of a credential; one that cannot be read stands as its error.

    Errors: MALFORMED_VALUE_ERROR, and UNKNOWN_STATUS_TYPE for a kind of status that is not understood.
    """
    value = credential.get("credentialStatus", [])
    entries = value if isinstance(value, list) else [value]
    if len(entries) > MAX_ENTRIES_PER_CREDENTIAL:
        return [_malformed(f"The credential names more than {MAX_ENTRIES_PER_CREDENTIAL} status entries.", "")]
    paths = [
        f"/credentialStatus/{index}" if isinstance(value, list) else "/credentialStatus"
        for index in range(len(entries))
    ]
    return [_read_entry(entry, path) for entry, path in zip(entries, paths, strict=True)]


def read_status_list(credential: JsonObject, entry: StatusEntry) -> StatusList:
    """Take the list out of its credential, which must already have been verified.

    Raises StatusError: STATUS_VERIFICATION_ERROR (not a list, or of another purpose), MALFORMED_VALUE_ERROR,
    STATUS_LIST_LENGTH_ERROR.
    """
    subject = credential.get("credentialSubject")
    types = [*_as_list(credential.get("type")), *_as_list(subject.get("type") if isinstance(subject, dict) else None)]
    credential_type = LIST_TYPES[entry.type]
    is_list = credential_type in types or credential_type.removesuffix("Credential") in types
    if not isinstance(subject, dict) or not is_list:
        raise _unverified("What stands at the address of the status list is not a status list.")
    purposes = frozenset(item for item in _as_list(subject.get("statusPurpose")) if isinstance(item, str))
    if entry.purpose not in purposes:
        raise _unverified(f"The status list is not about '{entry.purpose}'.")
    is_bitstring = entry.type == "BitstringStatusListEntry"
    bits = Bitstring.decode(subject.get("encodedList"), size=entry.size, multibase=is_bitstring)
    ttl = subject.get("ttl")
    notes = tuple(_departures(credential, entry, bits))
    return StatusList(purposes, bits, ttl if isinstance(ttl, int) else None, notes)


def _departures(credential: JsonObject, entry: StatusEntry, bits: Bitstring) -> Iterator[tuple[str, str]]:
    """Tell what a list gets wrong that does not make its answer wrong."""
    if LIST_TYPES[entry.type] not in _as_list(credential.get("type")):
        yield "status_list_untyped", f"The status list does not say in its type that it is a {LIST_TYPES[entry.type]}."
    if credential.get("id") not in (None, entry.list_credential):
        yield "status_list_renamed", f"The status list calls itself {str(credential['id'])[:200]}, not by its address."
    if len(bits) < MIN_ENTRIES:
        yield "status_list_short", f"The status list has {len(bits)} entries, fewer than the standard's {MIN_ENTRIES}."


def build_status_list_credential(
    url: str, issuer: str, bits: Bitstring, *, purpose: str, valid_from: datetime, valid_until: datetime | None = None
) -> JsonObject:
    """Return the unsigned credential that publishes a list at a URL."""
    credential: JsonObject = {
        "@context": [CREDENTIALS_V2],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": format_date_time(valid_from),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": bits.encode(),
        },
    }
    if valid_until is not None:
        credential["validUntil"] = format_date_time(valid_until)
    return credential


def _read_entry(entry: Json, path: str) -> StatusEntry | StatusError:
    if not isinstance(entry, dict):
        return _malformed("A credentialStatus must be an object.", path)
    kind = entry.get("type")
    kind = kind[0] if isinstance(kind, list) and len(kind) == 1 else kind
    if not isinstance(kind, str) or kind not in LIST_TYPES:
        return StatusError("UNKNOWN_STATUS_TYPE", f"The status type {str(kind)[:60]!r} is not supported.", path=path)
    index, purpose, url = (entry.get(name) for name in ("statusListIndex", "statusPurpose", "statusListCredential"))
    if not isinstance(index, str) or not _INDEX.fullmatch(index):
        return _malformed("A status list index must be a whole number in plain digits.", f"{path}/statusListIndex")
    if not isinstance(purpose, str) or not isinstance(url, str):
        return _malformed("A status entry must name its purpose and its list.", path)
    try:
        size, messages = _read_size(entry, purpose, path)
    except StatusError as error:
        return error
    identifier = entry.get("id")
    return StatusEntry(
        kind, purpose, int(index), url, size, identifier if isinstance(identifier, str) else None, messages
    )


def _read_size(entry: JsonObject, purpose: str, path: str) -> tuple[int, tuple[tuple[int, str], ...]]:
    size = entry.get("statusSize", 1)
    if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= _MAX_STATUS_BITS:
        raise _malformed(f"A status has one to {_MAX_STATUS_BITS} bits.", f"{path}/statusSize")
    if size > 1 and purpose in ("revocation", "suspension"):
        raise _malformed(f"A status for '{purpose}' has one bit.", f"{path}/statusSize")
    return size, tuple(
        _read_message(item, f"{path}/statusMessage") for item in _as_list(entry.get("statusMessage", []))
    )


def _read_message(item: Json, path: str) -> tuple[int, str]:
    try:
        return int(item["status"], 16), str(item["message"])
    except (TypeError, KeyError, ValueError):
        raise _malformed("A status message must have a 'status' such as 0x1 and a 'message'.", path) from None


def _as_list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _malformed(detail: str, path: str) -> StatusError:
    return StatusError("MALFORMED_VALUE_ERROR", detail, path=path)


def _unverified(detail: str) -> StatusError:
    return StatusError("STATUS_VERIFICATION_ERROR", detail)
