# SPDX-License-Identifier: Apache-2.0
"""The few things of PDF syntax that the door must know: names, streams, and streams that hold objects.

Source: ISO 32000-2 §7.3.5 (names), §7.3.8 (streams), §7.5.7 (object streams).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_LONGEST_DICTIONARY: Final = 16 * 1024
_MOST_INFLATED: Final = 48 * 1024 * 1024
_MOST_NAMES: Final = 50_000
_HEAD: Final = 512
_DELIMITER: Final = rb"(?=[\s/\[\]()<>{}%]|$)"
_ESCAPED: Final = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_DISTRACTION: Final = re.compile(rb"[(%]|(?<!<)<(?!<)|endobj")
"""Strings and comments could hold a stream that no other reader sees."""
_OBJECT: Final = re.compile(rb"\d\s+obj\s*<<")
_BEGIN: Final = re.compile(rb"stream\r?\n")
_END: Final = b"endstream"


class PdfError(ValueError):
    """A PDF whose parts cannot be read with certainty."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream: its dictionary, and where its packed body begins and ends in the file."""

    dictionary: bytes
    start: int
    end: int
    packed: bytes


@dataclass(frozen=True, slots=True)
class ObjectStream:
    """A stream of objects with its body unpacked."""

    stream: Stream
    body: bytes


def pdf_name(*names: bytes) -> re.Pattern[bytes]:
    """Return what finds any of some names in all its spellings: a letter may be written as `#` and its number."""
    spelled = (b"".join(b"(?:%c|#(?i:%02x))" % (letter, letter) for letter in name) for name in names)
    return re.compile(rb"/(?:" + b"|".join(spelled) + b")" + _DELIMITER)


def object_streams(data: bytes) -> list[ObjectStream]:
    """Unpack every object stream. Raises PdfError where one is packed in a way that could hide its objects."""
    found: list[ObjectStream] = []
    room = _MOST_INFLATED
    for stream in streams_of(data, b"ObjStm", strict=True):
        body = _unpack(stream, room)
        room -= len(body)
        found.append(ObjectStream(stream, body))
    return found


def streams_of(data: bytes, name: bytes, *, strict: bool = False) -> Iterator[Stream]:
    """Yield the streams whose dictionary bears a name.

    `strict` refuses a name after which it is not certain where its stream begins. Raises PdfError for that, for more
    names than a file can need, and for a stream inside another: two readers could see two.
    """
    last_begin, last_end = -1, -1
    for count, match in enumerate(pdf_name(name).finditer(data)):
        if count > _MOST_NAMES:
            raise PdfError("It has too many streams.")
        begin = _BEGIN.search(data, match.end(), match.end() + _LONGEST_DICTIONARY)
        if strict and (begin is None or _DISTRACTION.search(data, match.end(), begin.start())):
            raise PdfError("A stream of objects has an unusual dictionary.")
        if begin is None or begin.start() == last_begin or b"endobj" in data[match.end() : begin.start()]:
            continue
        if begin.start() < last_end:
            raise PdfError("A stream begins inside another.")
        last_begin, last_end = begin.start(), data.find(_END, begin.end())
        if last_end < 0:
            raise PdfError("A stream has no end.")
        head = data[max(match.start() - _LONGEST_DICTIONARY, 0) : last_begin]
        dictionary = _OBJECT.split(head)[-1]
        yield Stream(dictionary, begin.end(), last_end, data[begin.end() : last_end])


def inflate_head(stream: Stream) -> bytes:
    """Return the first bytes of a stream. Raises PdfError where it is packed otherwise than by deflate."""
    if not has_filter(stream):
        return stream.packed[:_HEAD]
    _require_deflate(stream)
    try:
        return zlib.decompressobj().decompress(stream.packed, _HEAD)
    except zlib.error as error:
        raise PdfError("A stream is damaged.") from error


def text_of(string: bytes) -> bytes:
    """Return the bytes that a string stands for. Source: ISO 32000-2 §7.3.4."""
    if string.startswith(b"<"):
        digits = b"".join(string.strip(b"<>").split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    return _ESCAPED.sub(_unescaped, string[1:-1])


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8) & 0xFF]) if code[:1].isdigit() else code


def has_filter(stream: Stream) -> bool:
    """Tell whether a stream is packed at all."""
    return pdf_name(b"Filter").search(stream.dictionary) is not None


def _unpack(stream: Stream, room: int) -> bytes:
    if not has_filter(stream):
        return stream.packed
    _require_deflate(stream)
    inflater = zlib.decompressobj()
    try:
        body = inflater.decompress(stream.packed, room)
    except zlib.error as error:
        raise PdfError("An object stream is damaged.") from error
    if not inflater.eof:
        raise PdfError("The object streams unpack to too much, or one is cut off.")
    return body


def _require_deflate(stream: Stream) -> None:
    """Refuse what is packed twice, predicted, or packed by rarer means: it could hide what stands in it."""
    filters = re.findall(rb"/[^\s/\[\]<>()]*Decode\b", stream.dictionary)
    if filters != [b"/FlateDecode"] or pdf_name(b"DecodeParms").search(stream.dictionary):
        raise PdfError("A stream is packed in an unusual way.")
