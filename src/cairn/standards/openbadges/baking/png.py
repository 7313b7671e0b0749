# SPDX-License-Identifier: Apache-2.0
"""Credentials in PNG images: one `iTXt` chunk right after the header; pixels are never decoded.

Every chunk's length and checksum is looked at before its content, and reading stops at IEND, so neither huge lengths
nor huge pictures nor bytes after the end matter. Source: Open Badges 3.0, Baked Badge, PNG (third edition) §5, §11.3.3.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cairn.standards.errors import BakeError
from cairn.standards.openbadges.baking.carrier import Carrier, Unbaked

MEDIA_TYPE: Final = "image/png"
SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
KEYWORDS: Final = (b"openbadgecredential", b"openbadges")
"""The keyword of Open Badges 3.0, and that of 1.x and 2.0."""
MAX_INFLATED: Final = 2 * 1024 * 1024

_HEADER: Final = b"iTXt" + KEYWORDS[0] + bytes(5)
"""Chunk type, keyword and its end, no compression, no language, no translated keyword."""
_HEADER_CRC: Final = zlib.crc32(_HEADER)
_TEXT_TYPES: Final = (b"iTXt", b"tEXt", b"zTXt")
_OVERHEAD: Final = 12
_LONGEST: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class _Chunk:
    kind: bytes
    start: int
    end: int

    def content(self, image: bytes) -> bytes:
        return image[self.start + 8 : self.end - 4]


class PngTemplate:
    """An image made ready once, to be baked many times. What stands after IEND is left out."""

    __slots__ = ("_after", "_before")

    def __init__(self, image: bytes, *, replace: bool = False) -> None:
        """Take the image apart. Raises BakeError: malformed_image, already_baked (unless `replace`)."""
        chunks = list(_chunks(image))
        kept = [chunk for chunk in chunks[1:] if _keyword(chunk, image) is None]
        if len(kept) < len(chunks) - 1 and not replace:
            raise BakeError("already_baked", "This image already carries a credential. Bake the original image.")
        self._before = image[: chunks[0].end]
        self._after = b"".join(image[chunk.start : chunk.end] for chunk in kept)

    def bake(self, credential: str) -> bytes:
        """Return the image with the credential in it; the same input always gives the same bytes.

        Raises BakeError: bad_credential_text.
        """
        text = _encode(credential)
        length = len(_HEADER) - 4 + len(text)
        crc = zlib.crc32(text, _HEADER_CRC)
        return b"".join((self._before, length.to_bytes(4, "big"), _HEADER, text, crc.to_bytes(4, "big"), self._after))


def unbake_png(image: bytes) -> Unbaked:
    """Find every carrier of an image.

    Raises BakeError: malformed_image, credential_too_large.
    """
    carriers: list[Carrier] = []
    notes: list[str] = []
    end = 0
    for chunk in _chunks(image):
        end = chunk.end
        keyword = _keyword(chunk, image)
        if keyword is not None:
            text, compressed = _read_text(chunk.kind, chunk.content(image)[len(keyword) + 1 :])
            carriers.append(Carrier(keyword.decode("ascii"), text))
            if compressed:
                notes.append("The credential in this image is compressed, which Open Badges does not allow.")
    if end < len(image):
        notes.append(f"After the end of the picture stand {len(image) - end} more bytes, which were not read.")
    return Unbaked(tuple(carriers), MEDIA_TYPE, tuple(notes))


def _chunks(image: bytes) -> Iterator[_Chunk]:
    if not image.startswith(SIGNATURE):
        raise BakeError("malformed_image", "This is not a PNG image.")
    position = len(SIGNATURE)
    while True:
        chunk = _chunk_at(image, position)
        if (chunk.kind == b"IHDR") is not (position == len(SIGNATURE)):
            raise BakeError("malformed_image", "The PNG image must begin with its one IHDR chunk.")
        yield chunk
        if chunk.kind == b"IEND":
            return
        position = chunk.end


def _chunk_at(image: bytes, position: int) -> _Chunk:
    length = int.from_bytes(image[position : position + 4], "big")
    end = position + length + _OVERHEAD
    if length > _LONGEST or end > len(image):
        raise BakeError("malformed_image", "The PNG image is cut off, or the length of a chunk is wrong.")
    crc = int.from_bytes(image[end - 4 : end], "big")
    if zlib.crc32(memoryview(image)[position + 4 : end - 4]) != crc:
        raise BakeError("malformed_image", "The PNG image is damaged: the checksum of a chunk is wrong.")
    return _Chunk(image[position + 4 : position + 8], position, end)


def _keyword(chunk: _Chunk, image: bytes) -> bytes | None:
    if chunk.kind not in _TEXT_TYPES:
        return None
    head = image[chunk.start + 8 : min(chunk.start + 8 + 32, chunk.end - 4)]
    return next((keyword for keyword in KEYWORDS if head.startswith(keyword + b"\0")), None)


def _read_text(kind: bytes, content: bytes) -> tuple[str, bool]:
    """Return the text after the keyword and whether it was compressed."""
    if kind == b"iTXt":
        compressed, text = content[:1] == b"\x01", _after_languages(content)
    else:
        compressed, text = kind == b"zTXt", content[1:] if kind == b"zTXt" else content
    data = _inflate(text) if compressed else text
    try:
        return data.decode("utf-8"), compressed
    except UnicodeDecodeError:
        raise BakeError("malformed_image", "The credential in this image is not UTF-8 text.") from None


def _after_languages(content: bytes) -> bytes:
    """Skip compression flag and method, language tag and translated keyword. Source: PNG §11.3.3.4."""
    parts = content[2:].split(b"\0", 2)
    if len(parts) < 3:  # noqa: PLR2004 - language, translated keyword, text
        raise BakeError("malformed_image", "The iTXt chunk with the credential is malformed.")
    return parts[2]


def _inflate(data: bytes) -> bytes:
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(data, MAX_INFLATED)
    except zlib.error:
        raise BakeError("malformed_image", "The compressed credential in this image is damaged.") from None
    if not inflater.eof:
        raise BakeError("credential_too_large", "The credential in this image unpacks to more than 2 MiB, or is cut.")
    return text


def _encode(credential: str) -> bytes:
    try:
        text = credential.encode("utf-8")
    except UnicodeEncodeError:
        raise BakeError("bad_credential_text", "The credential contains half a character (a lone surrogate).") from None
    if not text or b"\0" in text or len(text) > _LONGEST - len(_HEADER):
        raise BakeError("bad_credential_text", "The credential is empty, too long, or contains a NUL character.")
    return text
