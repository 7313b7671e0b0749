# SPDX-License-Identifier: Apache-2.0
"""What a document of an office program is, and what none may hold: macros, programs, parts from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NoReturn

from django.utils.translation import gettext

from cairn.foundation.files.inspection.terms import Family, Format, UploadRefused
from cairn.standards.archives import ArchiveError, XmlLimits, parse_xml

_OOXML: Final = "application/vnd.openxmlformats-officedocument"
_ODF: Final = "application/vnd.oasis.opendocument"
_BY_CONTENT_TYPE: Final = {
    f"{_OOXML}.wordprocessingml.document.main+xml": Format(
        Family.OFFICE, f"{_OOXML}.wordprocessingml.document", "docx"
    ),
    f"{_OOXML}.presentationml.presentation.main+xml": Format(
        Family.OFFICE, f"{_OOXML}.presentationml.presentation", "pptx"
    ),
    f"{_OOXML}.presentationml.slideshow.main+xml": Format(Family.OFFICE, f"{_OOXML}.presentationml.slideshow", "ppsx"),
    f"{_OOXML}.spreadsheetml.sheet.main+xml": Format(Family.OFFICE, f"{_OOXML}.spreadsheetml.sheet", "xlsx"),
}
_BY_MIMETYPE: Final = {
    f"{_ODF}.text": Format(Family.OFFICE, f"{_ODF}.text", "odt"),
    f"{_ODF}.presentation": Format(Family.OFFICE, f"{_ODF}.presentation", "odp"),
    f"{_ODF}.spreadsheet": Format(Family.OFFICE, f"{_ODF}.spreadsheet", "ods"),
}
OFFICE_TYPES: Final = frozenset(known.media_type for known in (*_BY_CONTENT_TYPE.values(), *_BY_MIMETYPE.values()))
_CONTENT_TYPES: Final = "[Content_Types].xml"
_ACTIVE_PARTS: Final = re.compile(
    r"vbaProject|vbaData|/macrosheets/|/dialogsheets/|/activeX/|/embeddings/[^/]+\.bin$|^Basic/|^Scripts/",
    re.IGNORECASE,
)
_ACTIVE_WORDS: Final = (b"script:event-listener", b"<script")
_HARMLESS_LINKS: Final = ("/hyperlink", "/externalLinkPath")
_DTD: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_LIMITS: Final = XmlLimits(size=2 * 1024 * 1024, elements=50_000)


def format_of(parts: Mapping[str, bytes]) -> Format | None:
    """Tell which document these are the parts of; None for an archive."""
    mimetype = parts.get("mimetype", b"").decode("ascii", "replace").strip()
    if mimetype in _BY_MIMETYPE and "content.xml" in parts:
        return _BY_MIMETYPE[mimetype]
    types = parts.get(_CONTENT_TYPES)
    if types is None:
        return None
    declared = {element.get("ContentType", "") for element in _parse(types)}
    if any("macroEnabled" in content_type for content_type in declared):
        _refuse_macros()
    return next((found for content_type, found in _BY_CONTENT_TYPE.items() if content_type in declared), None)


def is_open_document(found: Format) -> bool:
    """Tell OpenDocument from the formats of ECMA-376."""
    return found.media_type.startswith(_ODF)


def check_parts(parts: Mapping[str, bytes], *, open_document: bool) -> None:
    """Refuse what could run or load. Raises UploadRefused: macros_not_allowed, remote_parts, document_locked."""
    if any(_ACTIVE_PARTS.search(name) for name in parts):
        _refuse_macros()
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            _check_markup(content)
        if name.endswith(".rels"):
            _check_relations(content)
    if open_document:
        _check_open_document(parts)


def _check_markup(content: bytes) -> None:
    if _DTD.search(content):
        raise UploadRefused(
            "dtd_not_allowed", gettext("This document declares entities, which no office program does. Save it again.")
        )


def _check_relations(content: bytes) -> None:
    for relation in _parse(content):
        if relation.get("TargetMode") == "External" and not relation.get("Type", "").endswith(_HARMLESS_LINKS):
            raise UploadRefused(
                "remote_parts",
                gettext("This document loads parts of itself from another place. Save it as PDF, and send that."),
            )


def _check_open_document(parts: Mapping[str, bytes]) -> None:
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise UploadRefused(
            "document_locked", gettext("This document has a password. Save it without one, and send that.")
        )
    if any(word in parts.get(name, b"") for name in ("content.xml", "styles.xml") for word in _ACTIVE_WORDS):
        _refuse_macros()


def _parse(content: bytes) -> list[dict[str, str]]:
    """Return the attributes of every element."""
    try:
        return [element.attrib for element in parse_xml(content, limits=_LIMITS).iter()]
    except ArchiveError as error:
        raise UploadRefused(
            error.code,
            gettext("This document is damaged. Open it in the program that made it, save it again, and send that."),
            reason=error.detail,
        ) from error


def _refuse_macros() -> NoReturn:
    raise UploadRefused(
        "macros_not_allowed",
        gettext("This document holds macros or parts of programs, which could run. Save it as PDF, and send that."),
    )
