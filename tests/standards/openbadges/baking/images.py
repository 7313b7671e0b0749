# SPDX-License-Identifier: Apache-2.0
"""Small images made for the tests, chunk by chunk."""

from __future__ import annotations

import io
import random
import struct
import zlib

from PIL import Image

CREDENTIAL = '{"@context":["https://www.w3.org/ns/credentials/v2"],"name":"Zwölf & <eins> ]]> fünf"}'
TOKEN = "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJkaWQ6ZXhhbXBsZSJ9.c2lnbmF0dXJl"
HEADER = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g/></svg>'


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    """Write one chunk of a PNG image."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(*chunks: bytes, header: bytes = HEADER, end: bytes = chunk(b"IEND")) -> bytes:
    """Write a PNG image with some chunks after its header; it need not have pixels."""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(chunks) + end


def itxt(text: bytes, keyword: bytes = b"openbadgecredential", *, compressed: bool = False) -> bytes:
    """Write a chunk of international text."""
    return chunk(b"iTXt", keyword + (b"\0\1\0\0\0" if compressed else b"\0\0\0\0\0") + text)


def picture(width: int = 64, height: int = 64, mode: str = "RGBA") -> bytes:
    """Draw a picture of about ten kilobytes that no compression makes smaller."""
    pixels = random.Random(7).randbytes(width * height * len(mode))
    buffer = io.BytesIO()
    Image.frombytes(mode, (width, height), pixels).save(buffer, "PNG")
    return buffer.getvalue()
