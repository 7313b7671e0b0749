# SPDX-License-Identifier: Apache-2.0
"""Blanks what a PDF tells of itself: the information dictionary, and XMP. Lengths and places stay as they were.

Source: ISO 32000-2 §14.3.2 (metadata streams), §14.3.3 (document information dictionary).
"""

from __future__ import annotations

import re
import zlib
from typing import Final

from cairn.foundation.files.inspection.pdf_objects import (
    ObjectStream,
    PdfError,
    Stream,
    has_filter,
    pdf_name,
    streams_of,
)

_INFO: Final = re.compile(rb"/Info\s+(\d{1,10})\s+(\d{1,5})\s+R")
_LITERAL: Final = re.compile(rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)", re.DOTALL)
_HEXADECIMAL: Final = re.compile(rb"(?<!<)<[0-9A-Fa-f\s]*>(?!>)")
_LONGEST_INFO: Final = 64 * 1024
_MOST_INFOS: Final = 16
_FIRST: Final = re.compile(rb"/First\s+(\d{1,10})")
_TYPE_METADATA: Final = re.compile(pdf_name(b"Type").pattern + rb"\s*" + pdf_name(b"Metadata").pattern)
_EMPTY_XMP: Final = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>'


def blank_metadata(data: bytes, packed: list[ObjectStream]) -> tuple[bytes, bool]:
    """Return the file with its metadata blanked, and whether all that was found could be. Raises PdfError."""
    blanked, complete = bytearray(data), True
    for stream in streams_of(data, b"Metadata"):
        if _TYPE_METADATA.search(stream.dictionary):
            complete &= _blank_xmp(blanked, stream)
    numbers = {int(match[1]) for body in (data, *(holder.body for holder in packed)) for match in _INFO.finditer(body)}
    if len(numbers) > _MOST_INFOS:
        raise PdfError("It describes itself too often.")
    for number in sorted(numbers):
        complete &= _blank_info(blanked, number, packed)
    return bytes(blanked), complete


def _blank_xmp(blanked: bytearray, stream: Stream) -> bool:
    """Put an empty record into the place of the old one, padded to its length."""
    room = stream.end - stream.start
    records = [_EMPTY_XMP, b""]
    if has_filter(stream):
        records = [zlib.compress(record, 9) for record in records]
    fitting = next((record for record in records if len(record) <= room), None)
    if fitting is None:
        return False
    blanked[stream.start : stream.end] = fitting.ljust(room)
    return True


def _blank_info(blanked: bytearray, number: int, packed: list[ObjectStream]) -> bool:
    found = False
    for match in list(re.finditer(rb"(?<!\d)%d\s+\d{1,5}\s+obj" % number, bytes(blanked))):
        end = blanked.find(b"endobj", match.end(), match.end() + _LONGEST_INFO)
        if end >= 0:
            blanked[match.end() : end] = _without_strings(bytes(blanked[match.end() : end]))
            found = True
    for holder in packed:
        place = _place_of(number, holder)
        if place is not None:
            found = True
            if not _blank_packed(blanked, holder, place):
                return False
    return found


def _place_of(number: int, holder: ObjectStream) -> tuple[int, int] | None:
    """Return where an object begins and ends in an object stream. Source: ISO 32000-2 §7.5.7."""
    first = _FIRST.search(holder.stream.dictionary)
    start = int(first[1]) if first else 0
    numbers = [int(digits) for digits in holder.body[:start].split() if digits.isdigit()]
    offsets = dict(zip(numbers[::2], numbers[1::2], strict=False))
    if number not in offsets:
        return None
    begin = start + offsets[number]
    later = [start + offset for offset in offsets.values() if start + offset > begin]
    return begin, min(later, default=len(holder.body))


def _blank_packed(blanked: bytearray, holder: ObjectStream, place: tuple[int, int]) -> bool:
    begin, end = place
    body = holder.body[:begin] + _without_strings(holder.body[begin:end]) + holder.body[end:]
    room = holder.stream.end - holder.stream.start
    again = zlib.compress(body, 9) if has_filter(holder.stream) else body
    if len(again) > room:
        return False
    blanked[holder.stream.start : holder.stream.end] = again.ljust(room)
    return True


def _without_strings(dictionary: bytes) -> bytes:
    """Blank every string of a dictionary. Source: ISO 32000-2 §7.3.4."""
    literal = _LITERAL.sub(lambda match: b"(" + b" " * (len(match[0]) - 2) + b")", dictionary)
    return _HEXADECIMAL.sub(lambda match: b"<" + b" " * (len(match[0]) - 2) + b">", literal)
