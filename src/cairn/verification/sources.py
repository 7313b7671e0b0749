# SPDX-License-Identifier: Apache-2.0
"""What somebody brings to be checked: a file, a text, an address, a picture of a square code, an archive of several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cairn.foundation.files.inspection import UploadRefused
from cairn.foundation.qr import read_qr
from cairn.standards.archives import ArchiveLimits, read_archive
from cairn.standards.errors import BakeError, CodecError, ResourceUnavailable, StandardsError
from cairn.standards.openbadges.baking import extract
from cairn.standards.openbadges.baking.png import SIGNATURE as PNG
from cairn.standards.types import FetchDocument

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_MEMBERS: Final = 50

_ZIP: Final = b"PK"
_ADDRESS: Final = re.compile(rb"\s*https?://\S+\s*", re.IGNORECASE)
_PICTURES: Final = (PNG, b"\xff\xd8\xff", b"GIF8", b"RIFF")
_LIMITS: Final = ArchiveLimits(files=MAX_MEMBERS, member=4 * 1024 * 1024, total=16 * 1024 * 1024)


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to verify, or why it could not be had."""

    name: str = ""
    data: bytes = b""
    error: StandardsError | None = None
    unavailable: ResourceUnavailable | None = None


def read_sources(data: bytes, fetch: FetchDocument) -> list[Source]:
    """Find what is to be verified in what was brought; there is always at least one."""
    if len(data) > MAX_BYTES:
        return [Source(error=CodecError("too_large", f"The file has more than {MAX_BYTES // 2**20} MB."))]
    if data.startswith(_ZIP):
        return list(_unpack(data))
    return [_open(data, fetch)]


def address_in(data: bytes) -> str:
    """Return the web address that was brought in place of a credential, as text or in a square code; else nothing."""
    brought = _from_code(data) if data.startswith(_PICTURES) and not _carries(data) else data
    return brought.decode("ascii", "replace").strip() if _ADDRESS.fullmatch(brought) else ""


def _open(data: bytes, fetch: FetchDocument) -> Source:
    address = address_in(data)
    if address:
        return _fetch(address, fetch)
    if data.startswith(_PICTURES) and not _carries(data):
        return Source(data=_from_code(data) or data)
    return Source(data=data)


def _fetch(address: str, fetch: FetchDocument) -> Source:
    try:
        return Source(name=address, data=fetch(address))
    except ResourceUnavailable as unavailable:
        return Source(name=address, unavailable=unavailable)


def _carries(data: bytes) -> bool:
    """Say whether a picture is a baked badge, sound or not; only one without any credential is searched for a code."""
    if not data.startswith(PNG):
        return False
    try:
        extract(data)
    except BakeError as error:
        return error.code != "no_credential_in_image"
    return True


def _from_code(data: bytes) -> bytes:
    """Return the text of the one square code in a picture; of several nobody could say which is meant."""
    try:
        found = read_qr(data)
    except UploadRefused:
        return b""
    return found[0].encode() if len(found) == 1 else b""


def _unpack(data: bytes) -> Iterator[Source]:
    try:
        members = read_archive(data, limits=_LIMITS).members
    except StandardsError as error:
        yield Source(error=error)
        return
    if not members:
        yield Source(error=CodecError("nothing_to_verify", "The file holds nothing that could be a credential."))
    for member in members:
        yield Source(name=member.name, data=member.data)
