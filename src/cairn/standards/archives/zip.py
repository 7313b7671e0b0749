# SPDX-License-Identifier: Apache-2.0
"""Reads a ZIP archive into memory, or refuses it with a reason.

Nothing is written to disk, no declared size is believed, and no name can leave the archive. Source: OWASP ASVS 5.0
5.2.3, 5.3.3; the cases of PyPI's guard against archives that two programs unpack differently.
"""

from __future__ import annotations

import re
import stat
import zlib
from dataclasses import dataclass, field
from typing import Final

from cairn.standards.archives.errors import ArchiveError
from cairn.standards.archives.zip_records import Entry, read_entries

_STORED: Final = 0
_DEFLATED: Final = 8
_ZIP_MARKS: Final = (b"PK\x03\x04", b"PK\x05\x06")
_BAD_NAME: Final = re.compile(r"[\x00-\x1f\x7f\\]|^/|^[A-Za-z]:|(?:^|/)\.{0,2}(?:/|$)")
_JUNK: Final = re.compile(r"(?:^|/)(?:__MACOSX/.*|\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How much an archive may hold: files, bytes of one and of all, and how many times its size a file may grow.

    `nested` lets archives in the archive through as they are, unread.
    """

    files: int = 2_000
    member: int = 16 * 1024 * 1024
    total: int = 64 * 1024 * 1024
    ratio: int = 250
    ratio_from: int = 1024 * 1024
    nested: bool = False


DEFAULT_LIMITS: Final = ArchiveLimits()


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Archive:
    """The files of an archive in the order of its directory, and sentences about what was left out."""

    members: tuple[Member, ...]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Contents:
    members: list[Member] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    total: int = 0


def read_archive(data: bytes, *, limits: ArchiveLimits = DEFAULT_LIMITS) -> Archive:
    """Read all files of an archive; folders and the junk of operating systems are left out.

    Raises ArchiveError: malformed_zip, bad_entry_name, duplicate_file, too_many_files, unpacked_too_large,
    unexpected_file, encrypted_zip, streamed_zip.
    """
    if len(data) > limits.total:
        raise ArchiveError("too_large", f"The archive has {len(data)} bytes; at most {limits.total} are read.")
    contents = _Contents()
    for entry, mode in read_entries(data, limits.files):
        _check_name(entry.name, contents)
        _check_mode(entry.name, mode)
        if _JUNK.search(entry.name):
            contents.notes.append(f"{entry.name} was ignored: it belongs to the operating system.")
        else:
            _add(contents, entry, data, limits)
    return Archive(tuple(contents.members), tuple(contents.notes))


def _check_name(name: str, contents: _Contents) -> None:
    if not name or _BAD_NAME.search(name.removesuffix("/")):
        raise ArchiveError(
            "bad_entry_name",
            f"The archive names a file {name!r}, which could be unpacked outside its folder. Compress the folder anew.",
        )
    if name in contents.names:
        raise ArchiveError("duplicate_file", f"The archive holds two files of the name {name!r}.")
    contents.names.add(name)


def _check_mode(name: str, mode: int) -> None:
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ArchiveError("unexpected_file", f"{name!r} in the archive is a link or a device, not a file.")


def _add(contents: _Contents, entry: Entry, data: bytes, limits: ArchiveLimits) -> None:
    packed = memoryview(data)[entry.start : entry.start + entry.packed_size]
    content = _unpack(entry, packed, limits)
    contents.total += len(content)
    if contents.total > limits.total:
        _too_large("The files of the archive", limits.total)
    if zlib.crc32(content) != entry.crc:
        raise ArchiveError("malformed_zip", f"{entry.name!r} in the archive is damaged: its checksum is wrong.")
    if entry.name.endswith("/"):
        if content:
            raise ArchiveError("malformed_zip", f"The folder {entry.name!r} of the archive has content of its own.")
        return
    if content.startswith(_ZIP_MARKS) and not limits.nested:
        raise ArchiveError("unexpected_file", f"{entry.name!r} is an archive in the archive. Unpack it first.")
    if len(content) != entry.declared_size:
        contents.notes.append(f"{entry.name} has {len(content)} bytes, not {entry.declared_size} as the archive says.")
    contents.members.append(Member(entry.name, content))


def _unpack(entry: Entry, packed: memoryview, limits: ArchiveLimits) -> bytes:
    most = min(limits.member, max(limits.ratio_from, limits.ratio * len(packed)))
    if entry.method == _STORED:
        content = bytes(packed[: most + 1])
    elif entry.method == _DEFLATED:
        content = _inflate(entry, packed, most)
    else:
        raise ArchiveError("malformed_zip", f"{entry.name!r} is packed by a method other than deflate.")
    if len(content) > most:
        _too_large(f"{entry.name!r} in the archive", most)
    return content


def _inflate(entry: Entry, packed: memoryview, most: int) -> bytes:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflater.decompress(packed, most + 1)
    except zlib.error:
        raise ArchiveError("malformed_zip", f"{entry.name!r} in the archive is damaged.") from None
    if len(content) <= most and (not inflater.eof or inflater.unused_data):
        raise ArchiveError("malformed_zip", f"{entry.name!r} in the archive does not end where it should.")
    return content


def _too_large(what: str, most: int) -> None:
    raise ArchiveError("unpacked_too_large", f"{what} unpacked to more than {most} bytes. Send fewer or smaller files.")
