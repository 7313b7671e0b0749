# SPDX-License-Identifier: Apache-2.0
"""PDF: what could run is refused, and what tells of people and machines is blanked in its place.

Nothing moves, so every reader finds every page where it was. Names are looked for in all bytes, however they are
written, and not only where one reader would look. Source: ISO 32000-2 §7.3.5, §7.5.7, §12.6.4, §14.3.
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext

from cairn.foundation.files.inspection.camera import blank_camera_data
from cairn.foundation.files.inspection.pdf_metadata import blank_metadata
from cairn.foundation.files.inspection.pdf_objects import (
    ObjectStream,
    PdfError,
    inflate_head,
    object_streams,
    pdf_name,
    streams_of,
    text_of,
)
from cairn.foundation.files.inspection.terms import Cleaned, Format, UploadLimits, UploadRefused

_ACTIVE: Final = pdf_name(b"JavaScript", b"Launch", b"RichMedia", b"ImportData")
_ENCRYPTED: Final = pdf_name(b"Encrypt")
_EMBEDDED: Final = b"EmbeddedFile"
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
    """Return a PDF without its metadata.

    Raises UploadRefused: active_pdf, program_in_pdf, pdf_locked, damaged_pdf.
    """
    try:
        packed = object_streams(data)
        _check(data, packed)
        cleaned, complete = blank_metadata(data, packed)
    except PdfError as error:
        raise UploadRefused(
            "damaged_pdf",
            gettext("This PDF is damaged or packed in an unusual way. Open it, print it to PDF, and send that."),
            reason=str(error),
        ) from error
    cleaned, _had_camera = blank_camera_data(cleaned)
    return Cleaned(cleaned, found, _notes(changed=cleaned != data, complete=complete))


def _check(data: bytes, packed: list[ObjectStream]) -> None:
    if b"%%EOF" not in data or b"startxref" not in data:
        raise PdfError("It has no end.")
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


def _notes(*, changed: bool, complete: bool) -> tuple[str, ...]:
    if not complete:
        return (gettext("The names and dates in the properties of this PDF could not be taken out. Look at them."),)
    if changed:
        return (gettext("Names, dates and places in the properties of this PDF were taken out."),)
    return ()
