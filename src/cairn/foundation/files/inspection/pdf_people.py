# SPDX-License-Identifier: Apache-2.0
"""Writes a PDF anew from what its pages need: who made it, who remarked, what was attached and what stood in it before.

Only objects that the document reaches are written, so that earlier revisions and loose objects cannot stay.
Source: ISO 32000-2 §7.5.6 (revisions), §7.11 (files), §12.5.6.2 (remarks), §12.8 (signatures), §14.3 (metadata), §14.5.
"""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final, cast

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from cairn.foundation.files.inspection.pdf_objects import PdfError
from cairn.foundation.files.inspection.segments import DamagedPictureError, bare_picture

_TELLING: Final = ("/Metadata", "/PieceInfo", "/LastModified", "/Author", "/Creator", "/CreatorInfo", "/SpiderInfo")
_ATTACHED: Final = ("/EmbeddedFiles", "/AF", "/EF", "/Collection")
_SIGNED: Final = ("/Perms", "/DSS", "/XFA")
_OTHER_FILES: Final = frozenset({"/GoToR", "/GoToE", "/SubmitForm", "/Thread"})
_CARRIERS: Final = frozenset({"/FileAttachment", "/Movie", "/Sound"})
_PICTURES: Final = frozenset({"/DCTDecode", "/JPXDecode"})
_MOST_UNPACKED: Final = 48 * 1024 * 1024
_DAMAGE: Final = (
    PyPdfError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    OSError,
    zlib.error,
)
"""What pypdf raises on files that are not what they claim."""

# Every oddity of a damaged file would be a line of its own.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A PDF that was written anew, and what was taken out of it."""

    data: bytes
    had_people: bool
    had_attachments: bool


def rewrite_pdf(data: bytes) -> Rewritten:
    """Return a PDF without people, attachments and earlier revisions. Raises PdfError."""
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        cleaning = _Cleaning(had_people=_describes_itself(reader))
        cleaning.clean(reader.root_object)
        return Rewritten(_write(reader), cleaning.had_people, cleaning.had_attachments)
    except _DAMAGE as error:
        raise PdfError(f"It cannot be written anew: {type(error).__name__}.") from error


def _describes_itself(reader: PdfReader) -> bool:
    return any(str(value).strip() for value in (reader.metadata or {}).values())


def _write(reader: PdfReader) -> bytes:
    writer = PdfWriter()
    writer.clone_reader_document_root(reader)
    writer.pdf_header = reader.pdf_header
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@dataclass(slots=True)
class _Cleaning:
    """Goes through all that a document reaches, once."""

    had_people: bool = False
    had_attachments: bool = False
    _seen: set[int] = field(default_factory=set)

    def clean(self, root: PdfObject) -> None:
        """Take out what tells of people, in every object that the root reaches."""
        waiting: list[Any] = [root]
        while waiting:
            found = waiting.pop()
            if isinstance(found, IndirectObject):
                if found.idnum in self._seen:
                    continue
                self._seen.add(found.idnum)
                found = found.get_object()
            if isinstance(found, DictionaryObject):
                self._clean_dictionary(found)
                waiting.extend(found.raw_get(key) for key in found)
            elif isinstance(found, ArrayObject):
                waiting.extend(list.__iter__(found))

    def _clean_dictionary(self, found: DictionaryObject) -> None:
        self.had_people |= _take(found, (*_TELLING, *_SIGNED))
        self.had_attachments |= _take(found, _ATTACHED)
        kind = found.get("/Subtype")
        if "/Rect" in found and kind != "/Widget":
            self.had_people |= _take(found, ("/T",))
        if found.get("/FT") == "/Sig":
            self.had_people |= _take(found, ("/V",))
        if found.get("/S") in _OTHER_FILES:
            self.had_people |= _take(found, ("/F",))
        if isinstance(found.get("/Annots"), ArrayObject):
            self._take_carriers(cast("ArrayObject", found["/Annots"]))
        if isinstance(found, StreamObject):
            self.had_people |= _clean_picture(found)

    def _take_carriers(self, remarks: ArrayObject) -> None:
        """Take out the remarks that are nothing but a file."""
        carriers = [place for place, remark in enumerate(remarks) if _is_carrier(remark.get_object())]
        self.had_attachments |= bool(carriers)
        for place in reversed(carriers):
            del remarks[place]


def _take(found: DictionaryObject, keys: Iterable[str]) -> bool:
    taken = [key for key in keys if found.pop(key, None) is not None]
    return bool(taken)


def _is_carrier(remark: PdfObject | None) -> bool:
    return isinstance(remark, DictionaryObject) and remark.get("/Subtype") in _CARRIERS


def _clean_picture(stream: StreamObject) -> bool:
    """Take out what a camera wrote into a picture; one that cannot be read is left, as readers leave it blank too."""
    filters = stream.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, ArrayObject) else [str(filters)]
    if names[-1] not in _PICTURES or names[:-1] not in ([], ["/FlateDecode"]):
        return False
    packed = stream._data  # noqa: SLF001 - pypdf has no other way to the bytes as they stand in the file
    with suppress(DamagedPictureError, zlib.error):
        plain = _inflate(packed) if names[:-1] else packed
        bare = bare_picture(plain)
        if bare != plain:
            stream._data = zlib.compress(bare) if names[:-1] else bare  # noqa: SLF001 - see above
            return True
    return False


def _inflate(packed: bytes) -> bytes:
    plain = zlib.decompressobj().decompress(packed, _MOST_UNPACKED + 1)
    if len(plain) > _MOST_UNPACKED:
        raise PdfError("A picture unpacks to too much.")
    return plain
