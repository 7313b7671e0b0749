# SPDX-License-Identifier: Apache-2.0
"""Pictures that stand inside other files, without what cameras and programs wrote into them; no pixel is touched.

Only the pieces that a picture is drawn from stay. The one thing kept of a camera's note is which side is up.
Source: ITU-T T.81 Annex B, CIPA DC-008 (Exif) §4.5, PNG (third edition) §5 and §11, GIF89a §23-26, RFC 9649 (WebP),
ISO/IEC 15444-1 Annex I (JPEG 2000), MS-EMF 2.2.9.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PIL import Image

_START_OF_SCAN: Final = 0xDA
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_KEPT_SEGMENTS: Final = ((0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe"))
_APP1: Final = 0xE1
_EXIF: Final = b"Exif\0\0"
_ORIENTATION: Final = 0x0112
_ORIENTED: Final = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0%c\0\0\0\0\0\0"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT pHYs bKGD acTL fcTL fdAT cICP".split())
_RIFF_HEAD: Final = 12
_WEBP_KEPT: Final = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_WEBP_TELLS: Final = 0x0C
_JP2: Final = b"\0\0\0\x0cjP  \r\n\x87\n"
_JP2_KEPT: Final = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})
_EMF: Final = b"\x01\0\0\0"
_EMF_MARK: Final = b" EMF"


class DamagedPictureError(ValueError):
    """A picture whose pieces cannot be told apart."""


def bare_picture(data: bytes) -> bytes:
    """Return a picture without notes; what is no picture stays as it is. Raises DamagedPictureError."""
    if data.startswith(b"\xff\xd8\xff"):
        return bare_jpeg(data)
    if data.startswith(_PNG):
        return _PNG + b"".join(_png_kept(data))
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _bare_webp(data)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return b"".join(_gif_kept(data))
    if data.startswith(_JP2):
        return b"".join(data[start:end] for kind, start, end in _jp2_boxes(data) if kind in _JP2_KEPT)
    return _blank_emf(data)


def bare_jpeg(data: bytes) -> bytes:
    """Return a JPEG with nothing before its first scan but what it is decoded from. Raises DamagedPictureError."""
    kept, turned = [data[:2]], b""
    for marker, start, end in _jpeg_segments(data):
        content = data[start + 4 : end]
        if marker == _APP1 and content.startswith(_EXIF):
            turned = turned or _orientation(content)
        elif not _is_note(marker, content):
            kept.append(data[start:end])
    return b"".join([kept[0], turned, *kept[1:]])


def _is_note(marker: int, content: bytes) -> bool:
    if marker == 0xFE:  # noqa: PLR2004 - COM
        return True
    is_application = 0xE0 <= marker <= 0xEF  # noqa: PLR2004 - APP0 to APP15
    return is_application and not any(marker == kept and content.startswith(head) for kept, head in _KEPT_SEGMENTS)


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield marker, start and end of each segment; the last one is the rest, from the first scan to the end mark."""
    position = 2
    while data[position : position + 1] == b"\xff":
        marker = data[position + 1] if position + 1 < len(data) else 0
        if marker == 0xFF:  # noqa: PLR2004 - a filler
            position += 1
            continue
        if marker == _START_OF_SCAN:
            end = data.rfind(b"\xff\xd9")
            yield marker, position, end + 2 if end > position else len(data)
            return
        length = 0 if marker in _ALONE else int.from_bytes(data[position + 2 : position + 4], "big")
        end = position + 2 + length
        if end > len(data) or (length < 2 and marker not in _ALONE):  # noqa: PLR2004 - a length counts itself
            break
        yield marker, position, end
        position = end
    raise DamagedPictureError("The segments of a JPEG cannot be told apart.")


def _orientation(exif: bytes) -> bytes:
    """Return a note that says nothing but which side is up, where that is not the usual one."""
    read = Image.Exif()
    try:
        read.load(exif)
        side = read.get(_ORIENTATION, 1)
    except (ValueError, SyntaxError, KeyError, TypeError, OSError):
        return b""
    if side not in range(2, 9):
        return b""
    note: bytes = _ORIENTED % side
    return b"\xff\xe1" + (len(note) + 2).to_bytes(2, "big") + note


def _png_kept(data: bytes) -> Iterator[bytes]:
    position, kind = len(_PNG), b""
    while kind != b"IEND":
        length = int.from_bytes(data[position : position + 4], "big")
        kind = data[position + 4 : position + 8]
        end = position + 12 + length
        if end > len(data):
            raise DamagedPictureError("The chunks of a PNG cannot be told apart.")
        if kind in _PNG_KEPT:
            yield data[position:end]
        position = end


def _bare_webp(data: bytes) -> bytes:
    kept = b"".join(_flagged(kind, chunk) for kind, chunk in riff_chunks(data) if kind in _WEBP_KEPT)
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WEBP" + kept


def _flagged(kind: bytes, chunk: bytes) -> bytes:
    """Take back what the head says of notes that are no longer there."""
    if kind != b"VP8X" or len(chunk) < 9:  # noqa: PLR2004 - the place of the flags
        return chunk
    return chunk[:8] + bytes([chunk[8] & ~_WEBP_TELLS]) + chunk[9:]


def riff_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind and the bytes of each chunk of a RIFF file, padded; the last may be cut off."""
    position = _RIFF_HEAD
    while position + 8 <= len(data):
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        end = min(position + 8 + length, len(data))
        yield data[position : position + 4], data[position:end] + bytes((end - position) % 2)
        position = end + end % 2


def _gif_kept(data: bytes) -> Iterator[bytes]:
    """Yield the blocks of a GIF that are drawn; remarks, and what programs say to programs, go but for the loop."""
    position = 13 + _palette(data, 10)
    yield data[:position]
    while position < len(data) and data[position] != 0x3B:  # noqa: PLR2004 - the trailer
        start = position
        if data[position] == 0x2C:  # noqa: PLR2004 - an image
            position = _past_blocks(data, position + 10 + _palette(data, position + 9) + 1)
            yield data[start:position]
            continue
        if data[position] != 0x21:  # noqa: PLR2004 - an extension
            raise DamagedPictureError("The blocks of a GIF cannot be told apart.")
        position = _past_blocks(data, position + 2)
        label = data[start + 1 : start + 2]
        if label == b"\xf9" or (label == b"\xff" and data[start + 3 : start + 14] == b"NETSCAPE2.0"):
            yield data[start:position]
    yield b";"


def _palette(data: bytes, place: int) -> int:
    flags = data[place] if place < len(data) else 0
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _past_blocks(data: bytes, position: int) -> int:
    while position < len(data) and data[position]:
        position += data[position] + 1
    if position >= len(data):
        raise DamagedPictureError("A GIF is cut off.")
    return position + 1


def _jp2_boxes(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    position = 0
    while position + 8 <= len(data):
        size = int.from_bytes(data[position : position + 4], "big")
        if size == 1:
            size = int.from_bytes(data[position + 8 : position + 16], "big")
        end = len(data) if size == 0 else position + size
        if end > len(data) or end < position + 8:
            raise DamagedPictureError("The boxes of a JPEG 2000 picture cannot be told apart.")
        yield data[position + 4 : position + 8], position, end
        position = end


def _blank_emf(data: bytes) -> bytes:
    """Blank the description in the head of an enhanced metafile; other bytes are no picture with notes."""
    if not (data.startswith(_EMF) and data[40:44] == _EMF_MARK):
        return data
    letters, place = (int.from_bytes(data[at : at + 4], "little") for at in (60, 64))
    end = min(place + letters * 2, len(data))
    return data if place < 88 or end <= place else data[:place] + bytes(end - place) + data[end:]  # noqa: PLR2004
