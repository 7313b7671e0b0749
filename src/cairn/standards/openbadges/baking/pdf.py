# SPDX-License-Identifier: Apache-2.0
"""The credential that is attached to a PDF, such as a certificate of ours.

No object is followed and nothing on the pages is read: every embedded file stands in the file as a stream of its own,
so the streams that say they are one are unpacked, within limits, and the one that is a credential is taken. A file
that was changed by appending to it holds both the old and the new one, and is refused as ambiguous.
Source: ISO 32000-1 §7.3.8, §7.4.4, §7.11.4.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from cairn.standards.errors import BakeError
from cairn.standards.openbadges.baking.carrier import Carrier, Form

SIGNATURE: Final = b"%PDF-"
MAX_ATTACHMENTS: Final = 20
MAX_INFLATED: Final = 2 * 1024 * 1024

_ATTACHMENT: Final = re.compile(rb"/Type\s*/EmbeddedFile\b")
_BEGIN: Final = re.compile(rb"\bobj\b")
_STREAM: Final = re.compile(rb">>\s*stream\r?\n")
_LENGTH: Final = re.compile(rb"/Length\s+(\d{1,9})(?!\s+\d+\s+R)")
_FILTER: Final = re.compile(rb"/Filter\s*(\[?)\s*/(\w+)\s*(\]?)")
_LONGEST_HEAD: Final = 2048
_CREDENTIALS: Final = (Form.JSON, Form.JWS)


def extract_pdf(data: bytes) -> str:
    """Return the text of the one credential among the files that a PDF carries.

    Raises BakeError: no_credential_in_pdf, ambiguous_bake, too_many_attachments, credential_too_large, malformed_pdf,
    unsupported_encoding.
    """
    found = [carrier.text for carrier in _attachments(data) if carrier.form in _CREDENTIALS]
    if len(found) > 1:
        raise BakeError(
            "ambiguous_bake", f"This PDF carries {len(found)} credentials. Ask for the original, which has exactly one."
        )
    if found:
        return found[0]
    if b"/Encrypt" in data:
        raise BakeError("unsupported_encoding", "This PDF is locked with a password. Save it without one.")
    raise BakeError(
        "no_credential_in_pdf",
        "There is no credential in this PDF. Ask for the original: printing and scanning leave the credential out.",
    )


def _attachments(data: bytes) -> Iterator[Carrier]:
    for number, match in enumerate(_ATTACHMENT.finditer(data)):
        if number == MAX_ATTACHMENTS:
            raise BakeError("too_many_attachments", f"This PDF carries more than {MAX_ATTACHMENTS} files.")
        content = _content(data, match.start())
        try:
            yield Carrier("EmbeddedFile", content.decode("utf-8-sig").strip())
        except UnicodeDecodeError:
            continue


def _content(data: bytes, place: int) -> bytes:
    """Return the bytes of the embedded file whose dictionary holds this place."""
    begins = [match.end() for match in _BEGIN.finditer(data, max(0, place - _LONGEST_HEAD), place)]
    stream = _STREAM.search(data, place, place + _LONGEST_HEAD)
    if not begins or stream is None:
        raise _malformed()
    head = data[begins[-1] : stream.start()]
    kind = _FILTER.search(head)
    if kind is None:
        return _plain(data, stream.end(), head)
    if kind[2] != b"FlateDecode" or bool(kind[1]) != bool(kind[3]):
        raise BakeError("unsupported_encoding", "The file in this PDF is packed in a way that is not read here.")
    return _inflate(data, stream.end())


def _plain(data: bytes, start: int, head: bytes) -> bytes:
    length = _LENGTH.search(head)
    if length is None:
        raise _malformed()
    size = int(length[1])
    if size > MAX_INFLATED:
        raise _too_large()
    if not data[start + size : start + size + 12].lstrip().startswith(b"endstream"):
        raise _malformed()
    return data[start : start + size]


def _inflate(data: bytes, start: int) -> bytes:
    inflater = zlib.decompressobj()
    try:
        content = inflater.decompress(memoryview(data)[start:], MAX_INFLATED + 1)
    except zlib.error:
        raise _malformed() from None
    if len(content) > MAX_INFLATED:
        raise _too_large()
    if not inflater.eof:
        raise _malformed()
    return content


def _malformed() -> BakeError:
    return BakeError("malformed_pdf", "A file inside this PDF is damaged. Ask for the original PDF.")


def _too_large() -> BakeError:
    return BakeError("credential_too_large", f"A file inside this PDF is larger than {MAX_INFLATED} bytes.")
