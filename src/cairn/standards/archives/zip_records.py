# SPDX-License-Identifier: Apache-2.0
"""The records of a ZIP archive, read from the first byte to the last without a gap.

A reader that streams and a reader that starts from the directory at the end must see the same members; so whatever
one of them could read otherwise is refused. Source: PKWARE APPNOTE 6.3.10 §4.3, §4.5.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from cairn.standards.archives.errors import ArchiveError

_LOCAL: Final = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL: Final = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_END: Final = struct.Struct("<4sHHHHLLH")
_END64: Final = struct.Struct("<4sQHHLLQQQQ")
_LOCATOR: Final = struct.Struct("<4sLQL")
_LOCAL_MARK: Final = b"PK\x03\x04"
_CENTRAL_MARK: Final = b"PK\x01\x02"
_END_MARK: Final = b"PK\x05\x06"
_END64_MARK: Final = b"PK\x06\x06"
_LOCATOR_MARK: Final = b"PK\x06\x07"
_ZIP64_EXTRA: Final = 0x0001
_UNICODE_PATH_EXTRA: Final = 0x7075
_MAX_32: Final = 0xFFFFFFFF
_MAX_16: Final = 0xFFFF
_ENCRYPTED: Final = 0x0041
_STREAMED: Final = 0x0008


@dataclass(frozen=True, slots=True)
class Entry:
    """One member as both its headers describe it; the body stands at `start`."""

    name: str
    method: int
    crc: int
    packed_size: int
    declared_size: int
    start: int = 0


@dataclass(frozen=True, slots=True)
class Directory:
    """What the central directory adds to an entry: where its local header is, and its file mode."""

    entry: Entry
    offset: int
    mode: int


def read_entries(data: bytes, most: int) -> Iterator[tuple[Entry, int]]:
    """Yield each member and its file mode, after checking that all records agree.

    Raises ArchiveError: malformed_zip, too_many_files, encrypted_zip, streamed_zip.
    """
    if not data.startswith((_LOCAL_MARK, _END_MARK)):
        _malformed("it does not begin like one")
    entries, position = _read_locals(data, most)
    directories, end = _read_directory(data, position, len(entries))
    _read_end(data, position, end, len(entries))
    for directory in directories:
        entry = entries.pop(directory.offset, None)
        if entry is None or _described(entry) != _described(directory.entry):
            _malformed("a member and the directory disagree")
        yield entry, directory.mode


def _described(entry: Entry) -> tuple[str, int, int, int, int]:
    return entry.name, entry.method, entry.crc, entry.packed_size, entry.declared_size


def _read_locals(data: bytes, most: int) -> tuple[dict[int, Entry], int]:
    entries: dict[int, Entry] = {}
    position = 0
    while data.startswith(_LOCAL_MARK, position):
        if len(entries) == most:
            raise ArchiveError("too_many_files", f"The archive has more than {most} files. Divide it.")
        entry = _read_local(data, position)
        entries[position] = entry
        position = entry.start + entry.packed_size
    return entries, position


def _read_local(data: bytes, position: int) -> Entry:
    (_, _, flags, method, _, _, crc, packed, size, name_size, extra_size) = _unpack(_LOCAL, data, position)
    _check_flags(flags)
    start = position + _LOCAL.size
    name, extra = _take(data, start, name_size), _take(data, start + name_size, extra_size)
    packed, size = _sizes(packed, size, _extras(extra, name))
    return Entry(_decode(name), method, crc, packed, size, start + name_size + extra_size)


def _read_directory(data: bytes, position: int, count: int) -> tuple[list[Directory], int]:
    directories: list[Directory] = []
    while data.startswith(_CENTRAL_MARK, position):
        if len(directories) == count:
            _malformed("the directory lists more files than there are")
        directory, position = _read_central(data, position)
        directories.append(directory)
    if len(directories) != count:
        _malformed("the directory does not list every file")
    return directories, position


def _read_central(data: bytes, position: int) -> tuple[Directory, int]:
    record = _unpack(_CENTRAL, data, position)
    flags, method, crc, packed, size, name_size, extra_size, comment_size = (record[3], record[4], *record[7:13])
    if comment_size or record[13]:
        _malformed("a file has a comment or stands on another disk")
    _check_flags(flags)
    start = position + _CENTRAL.size
    name, extra = _take(data, start, name_size), _take(data, start + name_size, extra_size)
    packed, size = _sizes(packed, size, _extras(extra, name))
    directory = Directory(Entry(_decode(name), method, crc, packed, size), record[16], record[15] >> 16)
    return directory, start + name_size + extra_size


def _read_end(data: bytes, start: int, position: int, count: int) -> None:
    """Check the records that end the archive against what was read. Source: APPNOTE §4.3.14 to §4.3.16."""
    expected = (0, 0, count, count, position - start, start)
    large = data.startswith(_END64_MARK, position)
    if large:
        position = _read_end64(data, position, expected)
    record = _unpack(_END, data, position)
    values, comment_size = record[1:7], record[7]
    limits = (_MAX_16, _MAX_16, _MAX_16, _MAX_16, _MAX_32, _MAX_32)
    for value, wanted, limit in zip(values, expected, limits, strict=True):
        if value != wanted and not (large and value == limit):
            _malformed("its end does not fit what stands before")
    comment = _take(data, position + _END.size, comment_size)
    if record[0] != _END_MARK or position + _END.size + comment_size != len(data) or _END_MARK in comment:
        _malformed("something stands after its end, or there are two ends")


def _read_end64(data: bytes, position: int, expected: tuple[int, ...]) -> int:
    record = _unpack(_END64, data, position)
    locator_position = position + _END64.size
    locator = _unpack(_LOCATOR, data, locator_position)
    if record[1] != _END64.size - 12 or record[4:] != expected or locator != (_LOCATOR_MARK, 0, position, 1):
        _malformed("its ZIP64 end does not fit what stands before")
    return locator_position + _LOCATOR.size


def _sizes(packed: int, size: int, extras: dict[int, bytes]) -> tuple[int, int]:
    """Resolve the ZIP64 sizes; a second packed size that differs from the first is refused. Source: APPNOTE §4.5.3."""
    extra = extras.get(_ZIP64_EXTRA)
    if extra is None:
        return packed, size
    if len(extra) != 16:  # noqa: PLR2004 - the two sizes, eight bytes each
        _malformed("a ZIP64 field has the wrong length")
    large_size, large_packed = struct.unpack("<QQ", extra)
    if packed not in (large_packed, _MAX_32):
        _malformed("a file has two packed sizes")
    return large_packed, large_size if size == _MAX_32 else size


def _extras(extra: bytes, name: bytes) -> dict[int, bytes]:
    fields: dict[int, bytes] = {}
    position = 0
    while position < len(extra):
        header = _take(extra, position, 4)
        identifier, size = struct.unpack("<HH", header)
        if identifier in fields and identifier in (_ZIP64_EXTRA, _UNICODE_PATH_EXTRA):
            _malformed("a file has the same extra field twice")
        fields[identifier] = _take(extra, position + 4, size)
        position += 4 + size
    if fields.get(_UNICODE_PATH_EXTRA, b"\x01crc_" + name)[5:] != name:
        _malformed("a file has two names")
    return fields


def _check_flags(flags: int) -> None:
    if flags & _ENCRYPTED:
        raise ArchiveError("encrypted_zip", "The archive is encrypted. Unpack it and compress it without a password.")
    if flags & _STREAMED:
        raise ArchiveError(
            "streamed_zip",
            "The archive was written without knowing the sizes of its files (data descriptors), so two programs could "
            "unpack it differently. Unpack it and compress the files again with another program.",
        )


def _decode(name: bytes) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        raise ArchiveError("bad_entry_name", "A file in the archive has a name that is not UTF-8.") from None


def _unpack(record: struct.Struct, data: bytes, position: int) -> tuple[Any, ...]:
    return record.unpack(_take(data, position, record.size))


def _take(data: bytes, position: int, size: int) -> bytes:
    piece = data[position : position + size]
    if len(piece) != size:
        _malformed("it is cut off")
    return piece


def _malformed(reason: str) -> NoReturn:
    raise ArchiveError("malformed_zip", f"This is not a ZIP archive that can be read safely: {reason}.")
