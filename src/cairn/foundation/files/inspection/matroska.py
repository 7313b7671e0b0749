# SPDX-License-Identifier: Apache-2.0
"""WebM: titles, tags, chapters and attachments become empty space of the same length, so that nothing moves.

Source: RFC 8794 (EBML) §4 and §11.3.3, RFC 9559 (Matroska) §5.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_SEGMENT: Final = 0x18538067
_CLUSTER: Final = 0x1F43B675
_MASTERS: Final = frozenset({_SEGMENT, 0x1549A966, 0x1654AE6B, 0xAE})
"""Segment, Info, Tracks, TrackEntry: what is blanked stands in them."""
_SPACED: Final = frozenset({0x1254C367, 0x1941A469, 0x1043A770, 0xEC})
"""Tags, Attachments, Chapters, and space that is there already."""
_BLANKED: Final = frozenset(
    {0x7BA9, 0x4D80, 0x5741, 0x7384, 0x3C83AB, 0x3E83BB, 0x73A4, 0x3CB923, 0x3EB923, 0x4461, 0x536E}
)
"""Title, the programs, the names and numbers of the file and its neighbors, the date, and the names of tracks."""
_VOID: Final = 0xEC
_LONGEST_SIZE: Final = 8
_LONGEST_ID: Final = 4
_MOST_ELEMENTS: Final = 500_000


@dataclass(frozen=True, slots=True)
class _Element:
    """An element: its id, where it begins, where its content begins and ends."""

    id: int
    head: int
    start: int
    end: int
    is_open: bool


def blank_matroska(data: bytes) -> bytes:
    """Return the file with what it tells of people blanked. Raises ValueError where it cannot be read."""
    blanked = bytearray(data)
    for element in _walk(data):
        if element.id in _SPACED:
            blanked[element.head : element.end] = _void(element.end - element.head)
        elif element.id in _BLANKED:
            blanked[element.start : element.end] = bytes(element.end - element.start)
    return bytes(blanked)


def _walk(data: bytes) -> Iterator[_Element]:
    """Go through the elements in their order; those of a cluster whose length is not told stand as its neighbors."""
    position = 0
    for _count in range(_MOST_ELEMENTS):
        if position >= len(data):
            return
        element = _read(data, position)
        yield element
        position = element.start if element.id in _MASTERS or element.is_open else element.end
    raise ValueError("It has too many elements.")


def _read(data: bytes, position: int) -> _Element:
    width = 9 - data[position].bit_length()
    if width > _LONGEST_ID:
        raise ValueError("An element has no id.")
    identity = int.from_bytes(data[position : position + width], "big")
    place = position + width
    if place >= len(data):
        raise ValueError("An element is cut off.")
    length = 9 - data[place].bit_length()
    if length > _LONGEST_SIZE:
        raise ValueError("An element has no length.")
    bits = int.from_bytes(data[place : place + length], "big") & ((1 << 7 * length) - 1)
    is_open = bits == (1 << 7 * length) - 1
    start = place + length
    if is_open and identity not in (_SEGMENT, _CLUSTER):
        raise ValueError("An element has no end.")
    # A recording that was cut off ends in the middle of a cluster.
    return _Element(identity, position, start, len(data) if is_open else min(start + bits, len(data)), is_open)


def _void(total: int) -> bytes:
    """Return empty space of a length. Source: RFC 8794 §11.3.3."""
    width = min(total - 1, _LONGEST_SIZE)
    size = (total - 1 - width) | (1 << 7 * width)
    return bytes([_VOID]) + size.to_bytes(width, "big") + bytes(total - 1 - width)
