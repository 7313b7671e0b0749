# SPDX-License-Identifier: Apache-2.0
"""Documents of Word, PowerPoint, Excel and OpenDocument: macros refused, properties blanked, packed anew.

What is kept is written by us from what was read, so every program reads the same parts. Source: ECMA-376 part 2,
ODF 1.3 part 2, OWASP ASVS 5.0 5.2.3.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext

from cairn.foundation.files.inspection.drawings import clean_drawing
from cairn.foundation.files.inspection.media import clean_media
from cairn.foundation.files.inspection.office_people import blank_people
from cairn.foundation.files.inspection.office_rules import check_parts, format_of, is_open_document
from cairn.foundation.files.inspection.recognition import SVG, ZIP, recognize
from cairn.foundation.files.inspection.segments import DamagedPictureError, bare_picture
from cairn.foundation.files.inspection.terms import Cleaned, Family, Format, UploadLimits, UploadRefused
from cairn.standards.archives import ArchiveError, ArchiveLimits, read_archive

_LIMITS: Final = ArchiveLimits(nested=True)
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED: Final = 1
_ZIP_MARK: Final = b"PK\x03\x04"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PROPERTIES: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_BLANK: Final = {
    "docProps/core.xml": (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    ),
    "docProps/app.xml": f'{_HEAD}<Properties xmlns="{_PROPERTIES}/extended-properties"/>',
    "docProps/custom.xml": f'{_HEAD}<Properties xmlns="{_PROPERTIES}/custom-properties"/>',
    "meta.xml": (
        f'{_HEAD}<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'office:version="1.2"><office:meta/></office:document-meta>'
    ),
}
_THUMBNAIL: Final = re.compile(r"(?i)(?:^|/)thumbnails?(?:/|\.)")
"""A picture of the first page, from before whatever was taken out of it."""
_PRINTER: Final = re.compile(r"/printerSettings/")
_PRINTER_NAME: Final = 64
_EMPTY_DRAWING: Final = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
_XML: Final = (".xml", ".rels")
_MEDIA: Final = frozenset({Family.SOUND, Family.VIDEO})

Parts = dict[str, bytes]


def clean_packed(data: bytes, _found: Format, limits: UploadLimits, _name: str) -> Cleaned:
    """Return a document of an office program packed anew, or a checked archive where archives are taken.

    Raises UploadRefused: macros_not_allowed, remote_parts, archive_not_allowed and the codes of ArchiveError.
    """
    try:
        parts = _read(data)
    except ArchiveError as error:
        raise _refusal(error) from error
    found = format_of(parts)
    if found is not None and found.family in limits.families:
        return _clean_document(parts, found)
    if found is not None:
        raise UploadRefused("not_allowed_here", gettext("Documents of office programs are not taken here."))
    if Family.ARCHIVE not in limits.families:
        raise UploadRefused(
            "archive_not_allowed", gettext("This is a packed archive. Unpack it, and send the files one by one.")
        )
    return _check_archive(data)


def _clean_document(parts: Parts, found: Format) -> Cleaned:
    check_parts(parts, open_document=is_open_document(found))
    cleaned = {name: _clean_part(name, content) for name, content in parts.items()}
    notes = (gettext("Names, dates and places in the document's properties, remarks and photos were taken out."),)
    return Cleaned(_pack(cleaned), found, notes if cleaned != parts else ())


def _clean_part(name: str, content: bytes) -> bytes:
    if name in _BLANK:
        return _BLANK[name].encode()
    if content.startswith(_ZIP_MARK):
        return _clean_embedded(content)
    if _THUMBNAIL.search(name):
        return b""
    if _PRINTER.search(name):
        return bytes(min(len(content), _PRINTER_NAME)) + content[_PRINTER_NAME:]
    return blank_people(content) if name.endswith(_XML) else _clean_inserted(name, content)


def _clean_inserted(name: str, content: bytes) -> bytes:
    """Clean a picture, a drawing, a sound or a video that stands in a document; one that is damaged is left out."""
    try:
        if name.lower().endswith(".svg"):
            return clean_drawing(content, SVG, UploadLimits(), name).data
        found = recognize(content)
        if found.family in _MEDIA:
            return clean_media(content, found, UploadLimits(), name).data
    except UploadRefused:
        return _EMPTY_DRAWING if name.lower().endswith(".svg") else b""
    try:
        return bare_picture(content)
    except DamagedPictureError:
        return b""


def _clean_embedded(content: bytes) -> bytes:
    """Clean the sheet behind a chart; what is embedded in it must not hold a third document."""
    try:
        parts = _unpack(content, replace(_LIMITS, nested=False))
    except ArchiveError as error:
        raise _refusal(error) from error
    found = format_of(parts)
    if found is None:
        raise UploadRefused(
            "archive_not_allowed", gettext("There is an archive inside this document. Save it as PDF, and send that.")
        )
    return _clean_document(parts, found).data


def _check_archive(data: bytes) -> Cleaned:
    try:
        notes = read_archive(data).notes
    except ArchiveError as error:
        raise _refusal(error) from error
    return Cleaned(data, ZIP, notes)


def _read(data: bytes) -> Parts:
    """Read the parts; a document may have been streamed, an archive may not."""
    try:
        return _unpack(data, _LIMITS)
    except ArchiveError as error:
        if error.code != "streamed_zip":
            raise
        parts = _unpack_streamed(data, error)
        if format_of(parts) is None:
            raise
        return parts


def _unpack(data: bytes, limits: ArchiveLimits) -> Parts:
    return {member.name: member.data for member in read_archive(data, limits=limits).members}


def _unpack_streamed(data: bytes, refusal: ArchiveError) -> Parts:
    """Read a document by its directory, as office programs do, and let the guard look at what came out."""
    plain = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as streamed, zipfile.ZipFile(plain, "w") as stored:
            _copy(streamed, stored, refusal)
    except ArchiveError:
        raise
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError):
        raise refusal from None
    return _unpack(plain.getvalue(), _LIMITS)


def _copy(streamed: zipfile.ZipFile, stored: zipfile.ZipFile, refusal: ArchiveError) -> None:
    room = _LIMITS.total
    infos = streamed.infolist()
    if len(infos) > _LIMITS.files or any(info.flag_bits & _ENCRYPTED for info in infos):
        raise refusal
    for info in infos:
        with streamed.open(info) as member:
            content = member.read(min(room, _LIMITS.member) + 1)
        room -= len(content)
        if room < 0 or len(content) > _LIMITS.member:
            raise ArchiveError("unpacked_too_large", "The parts of the document unpack to too much.")
        stored.writestr(info.filename, content)


def _pack(parts: Parts) -> bytes:
    """Write the parts in their order and without a date. Source: ODF 1.3 part 2 §3.3 (the media type stands plain)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            packed.writestr(info, content, method)
    return out.getvalue()


def _refusal(error: ArchiveError) -> UploadRefused:
    sentences = {
        "encrypted_zip": gettext("This file has a password. Save it without one, and send that."),
        "unpacked_too_large": gettext("This file unpacks to far more than its size. Send fewer or smaller files."),
        "too_many_files": gettext("There are too many files in this one. Send fewer."),
    }
    usual = gettext(
        "This file cannot be opened safely. Open it in the program that made it, save it again, and send that."
    )
    return UploadRefused(error.code, sentences.get(error.code, usual), reason=error.detail)
