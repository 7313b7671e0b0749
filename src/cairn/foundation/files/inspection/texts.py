# SPDX-License-Identifier: Apache-2.0
"""Text files, kept as UTF-8. Pages and XML are no texts: what looks like one could be opened as one."""

from __future__ import annotations

import codecs
import re
from typing import Final

from django.utils.translation import gettext

from cairn.foundation.files.inspection.naming import extension_of
from cairn.foundation.files.inspection.recognition import TEXT
from cairn.foundation.files.inspection.terms import Cleaned, Family, Format, UploadLimits, UploadRefused

_BY_EXTENSION: Final = {
    "csv": Format(Family.TEXT, "text/csv", "csv"),
    "md": Format(Family.TEXT, "text/markdown", "md"),
    "markdown": Format(Family.TEXT, "text/markdown", "md"),
}
_NEVER_TEXT: Final = frozenset(
    [
        "pdf",
        "png",
        "jpg",
        "jpeg",
        "gif",
        "webp",
        "heic",
        "svg",
        "zip",
        "docx",
        "pptx",
        "xlsx",
        "odt",
        "odp",
        "ods",
        "mp3",
        "m4a",
        "wav",
        "mp4",
        "mov",
        "webm",
    ]
)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP: Final = re.compile(r"\s*<(?:[!?/]|[A-Za-z])")
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def clean_text(data: bytes, _format: Format, _limits: UploadLimits, name: str) -> Cleaned:
    """Return a text as UTF-8; the name only chooses between kinds of text. Raises UploadRefused."""
    text, notes = _decode(data)
    if _CONTROL.search(text):
        raise UploadRefused(
            "unknown_format",
            gettext("We do not know this kind of file. Save it as PDF, and send that."),
        )
    if extension_of(name) in _NEVER_TEXT:
        raise UploadRefused(
            "type_mismatch",
            gettext("This file is not what its name says: there is plain text in it. Choose the right file."),
        )
    if _MARKUP.match(text):
        raise UploadRefused(
            "markup_not_allowed",
            gettext("This is a web page or XML, which could run in a browser. Print it to PDF, and send that."),
        )
    return Cleaned(text.encode(), _BY_EXTENSION.get(extension_of(name), TEXT), notes)


def _decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    if data.startswith(_UTF16):
        return _strictly(data, "utf-16"), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        note = gettext("This text was not UTF-8 and was read as Windows text. Check that its letters are right.")
        return _strictly(data, "cp1252"), (note,)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise UploadRefused(
            "unknown_format", gettext("We do not know this kind of file. Save it as PDF, and send that.")
        ) from None
