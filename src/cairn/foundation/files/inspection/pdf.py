# SPDX-License-Identifier: Apache-2.0
"""PDF: what could run is refused, and the rest is written anew without what tells of people and machines.

What could run is looked for in all bytes, however it is spelled, and not only where one reader would look.
Source: ISO 32000-2 §7.3.5, §7.5.7, §12.6.4.
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext

from cairn.foundation.files.inspection.pdf_objects import (
    ObjectStream,
    PdfError,
    inflate_head,
    object_streams,
    pdf_name,
    streams_of,
    text_of,
)
from cairn.foundation.files.inspection.pdf_people import Rewritten, rewrite_pdf
from cairn.foundation.files.inspection.terms import Cleaned, Format, UploadLimits, UploadRefused

_ACTIVE: Final = pdf_name(b"JavaScript", b"Launch", b"RichMedia", b"ImportData")
_ENCRYPTED: Final = pdf_name(b"Encrypt")
_EMBEDDED: Final = b"EmbeddedFile"
_NUMBER: Final = re.compile(rb"/N\s+(\d{1,9})")
_MOST_OBJECTS: Final = 120_000
_PROGRAMS: Final = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xd0\xcf\x11\xe0",
    b"L\0\0\0\x01\x14\x02\0",
)
_PROGRAM_NAMES: Final = tuple(
    f".{end}".encode()
    for end in ("exe", "com", "scr", "bat", "cmd", "ps1", "vbs", "js", "wsf", "hta", "jar", "msi", "lnk", "dll", "apk")
)
_FILE_NAME: Final = re.compile(rb"/U?F\s*+(\((?:[^()\\]|\\.)*+\)|<[0-9A-Fa-f\s]*+>)", re.DOTALL)


def clean_pdf(data: bytes, found: Format, _limits: UploadLimits, _name: str) -> Cleaned:
    """Return a PDF without people, attachments and earlier revisions of itself.

    Raises UploadRefused: active_pdf, program_in_pdf, pdf_locked, damaged_pdf.
    """
    try:
        packed = object_streams(data)
        _check(data, packed)
        rewritten = rewrite_pdf(data)
    except PdfError as error:
        raise UploadRefused(
            "damaged_pdf",
            gettext("This PDF is damaged or packed in an unusual way. Open it, print it to PDF, and send that."),
            reason=str(error),
        ) from error
    return Cleaned(rewritten.data, found, _notes(rewritten))


def _check(data: bytes, packed: list[ObjectStream]) -> None:
    if b"%%EOF" not in data or b"startxref" not in data:
        raise PdfError("It has no end.")
    if _count_objects(data, packed) > _MOST_OBJECTS:
        raise PdfError("It has too many objects.")
    if _ENCRYPTED.search(data):
        raise UploadRefused("pdf_locked", gettext("This PDF has a password. Save it without one, and send that."))
    bodies = [data, *(stream.body for stream in packed)]
    if any(_ACTIVE.search(body) for body in bodies):
        raise UploadRefused(
            "active_pdf",
            gettext(
                "This PDF holds scripts or starts programs. Print it to PDF, which leaves them out, and send that."
            ),
        )
    if _holds_program(data, bodies):
        raise UploadRefused(
            "program_in_pdf", gettext("There is a program attached to this PDF. Take it out, and send the PDF again.")
        )


def _holds_program(data: bytes, bodies: list[bytes]) -> bool:
    attached = list(streams_of(data, _EMBEDDED))
    if any(inflate_head(stream).startswith(_PROGRAMS) for stream in attached):
        return True
    names = (text_of(match[1]) for body in bodies if attached for match in _FILE_NAME.finditer(body))
    return any(name.replace(b"\0", b"").strip().lower().endswith(_PROGRAM_NAMES) for name in names)


def _count_objects(data: bytes, packed: list[ObjectStream]) -> int:
    told = (_NUMBER.search(holder.stream.dictionary) for holder in packed)
    return data.count(b" obj") + sum(int(number[1]) for number in told if number)


def _notes(rewritten: Rewritten) -> tuple[str, ...]:
    notes = []
    if rewritten.had_people:
        notes.append(gettext("Names, dates and places in the properties of this PDF were taken out."))
    if rewritten.had_attachments:
        notes.append(gettext("Files that were attached to this PDF were taken out. Send them one by one."))
    return tuple(notes)
