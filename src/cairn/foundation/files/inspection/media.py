# SPDX-License-Identifier: Apache-2.0
"""Sound and video without what phones and programs wrote into them: titles, artists, places, attachments.

MP4 and WebM are blanked in their place, so that nothing that is pointed at moves; MP3 and WAV are written anew.
Source: ISO/IEC 14496-12 §8.10 and §8.11 (user data, metadata), ID3v2.4 §3, RFC 9559 (Matroska) §5.1, RIFF (1991) §2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext

from cairn.foundation.files.inspection.matroska import blank_matroska
from cairn.foundation.files.inspection.recognition import MP3, WAV, WEBM
from cairn.foundation.files.inspection.segments import riff_chunks
from cairn.foundation.files.inspection.terms import Cleaned, Format, UploadLimits, UploadRefused

_BOXES: Final = {
    b"": frozenset({b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx", b"ssix", b"prft", b"wide", b"free"}),
    b"moov": frozenset({b"mvhd", b"trak", b"mvex", b"iods", b"clip", b"ctab", b"pssh", b"free"}),
    b"trak": frozenset({b"tkhd", b"tref", b"edts", b"mdia", b"trgr", b"tapt", b"load", b"matt", b"clip", b"free"}),
    b"mdia": frozenset({b"mdhd", b"hdlr", b"minf", b"elng", b"free"}),
    b"moof": frozenset({b"mfhd", b"traf", b"pssh", b"free"}),
}
"""What is needed to play, by the box around it; all else is blanked."""
_MEDIA: Final = b"mdat"
_HANDLER: Final = b"hdlr"
_NAME_OF_HANDLER: Final = 24
_MOST_BOXES: Final = 100_000
_ID3: Final = b"ID3"
_TAG_AT_END: Final = (b"TAG", 128)
_APE: Final = b"APETAGEX"
_APE_HEAD: Final = 32
_LYRICS: Final = b"LYRICSBEGIN"
_SOUND_CHUNKS: Final = frozenset({b"fmt ", b"fact", b"data", b"PEAK", b"slnt", b"wavl"})


def clean_media(data: bytes, found: Format, _limits: UploadLimits, _name: str) -> Cleaned:
    """Return sound or video without what is written into it. Raises UploadRefused: damaged_media, not_mp3."""
    try:
        if found == MP3:
            cleaned = _bare_mp3(data)
        elif found == WAV:
            cleaned = _bare_wav(data)
        elif found == WEBM:
            cleaned = blank_matroska(data)
        else:
            cleaned = _blank_boxes(data)
    except ValueError as error:
        raise UploadRefused(
            "damaged_media",
            gettext("This sound or video is damaged or cut off. Open it, export it as MP4 or MP3, and send that."),
            reason=str(error),
        ) from error
    note = gettext("Names, dates and places that were written into this sound or video were taken out.")
    return Cleaned(cleaned, found, (note,) if cleaned != data else ())


def _bare_mp3(data: bytes) -> bytes:
    """Return the frames between the tags. Raises UploadRefused: not_mp3."""
    start = 0
    while data[start : start + 3] == _ID3:
        start += 10 + _syncsafe(data[start + 6 : start + 10]) + (10 if data[start + 5 : start + 6] >= b"\x10" else 0)
    start, end = _ape_before(data, start), _before_tags(data)
    while start < end and data[start] == 0:
        start += 1
    if start + 2 > end or not _is_frame(data[start : start + 2]):
        raise UploadRefused("not_mp3", gettext("This is no MP3 that can be played. Save it as MP3, and send that."))
    return data[start:end]


def _is_frame(head: bytes) -> bool:
    """Tell the head of a frame of layer III. Source: ISO/IEC 11172-3 §2.4.2.3."""
    return head[0] == 0xFF and head[1] & 0xE6 == 0xE2  # noqa: PLR2004


def _syncsafe(digits: bytes) -> int:
    return sum((digit & 0x7F) << shift for digit, shift in zip(digits, (21, 14, 7, 0), strict=False))


def _ape_before(data: bytes, start: int) -> int:
    if data[start : start + 8] != _APE:
        return start
    return start + _APE_HEAD + int.from_bytes(data[start + 12 : start + 16], "little")


def _before_tags(data: bytes) -> int:
    """Return where the sound ends: before the tags of one or more programs, in whichever order."""
    end, last = len(data), -1
    while end != last:
        last = end
        mark, size = _TAG_AT_END
        if data[max(end - size, 0) : end].startswith(mark):
            end -= size
        foot = data[max(end - _APE_HEAD, 0) : end]
        if foot.startswith(_APE):
            length = int.from_bytes(foot[12:16], "little")
            end -= length
            end -= _APE_HEAD if data[max(end - _APE_HEAD, 0) : end].startswith(_APE) else 0
        if data[max(end - 9, 0) : end] in (b"LYRICS200", b"LYRICSEND"):
            end = max(data.rfind(_LYRICS, 0, end), 0)
    return max(end, 0)


def _bare_wav(data: bytes) -> bytes:
    chunks = list(riff_chunks(data))
    if not {b"fmt ", b"data"} <= {kind for kind, _chunk in chunks}:
        raise ValueError("There is no sound in it.")
    kept = b"".join(chunk for kind, chunk in chunks if kind in _SOUND_CHUNKS)
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WAVE" + kept


def _blank_boxes(data: bytes) -> bytes:
    blanked = bytearray(data)
    room = [_MOST_BOXES]
    _blank_inside(blanked, (0, len(data)), b"", room)
    return bytes(blanked)


def _blank_inside(blanked: bytearray, place: tuple[int, int], around: bytes, room: list[int]) -> None:
    for kind, head, start, end in _boxes(blanked, place):
        room[0] -= 1
        if room[0] < 0:
            raise ValueError("It has too many boxes.")
        if kind not in _BOXES[around] or kind == b"free" or _is_notes(blanked, kind, (start, end)):
            blanked[head + 4 : head + 8] = b"free"
            blanked[start:end] = bytes(end - start)
        elif kind == _HANDLER:
            blanked[min(start + _NAME_OF_HANDLER, end) : end] = bytes(max(end - start - _NAME_OF_HANDLER, 0))
        elif kind in _BOXES:
            _blank_inside(blanked, (start, end), kind, room)


def _is_notes(blanked: bytearray, kind: bytes, place: tuple[int, int]) -> bool:
    """Tell a track that is neither seen nor heard, in which phones keep places. Source: ISO/IEC 14496-12 §12.3."""
    if kind != b"trak":
        return False
    for inner, _head, start, end in _boxes(blanked, place):
        if inner == b"mdia":
            return any(
                deepest == _HANDLER and bytes(blanked[begin + 8 : begin + 12]) == b"meta"
                for deepest, _place, begin, _end in _boxes(blanked, (start, end))
            )
    return False


def _boxes(data: bytearray, place: tuple[int, int]) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield kind, head, start of the content and end of each box. Source: ISO/IEC 14496-12 §4.2."""
    position, last = place
    while position + 8 <= last:
        size, head = int.from_bytes(data[position : position + 4], "big"), 8
        kind = bytes(data[position + 4 : position + 8])
        if size == 1:
            size, head = int.from_bytes(data[position + 8 : position + 16], "big"), 16
        end = last if size == 0 else position + size
        if end > last and kind == _MEDIA:
            end = last
        if end > last or end < position + head:
            raise ValueError("Its boxes cannot be told apart.")
        yield kind, position, position + head, end
        position = end
