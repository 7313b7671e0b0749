# SPDX-License-Identifier: Apache-2.0
"""PDFs with words on their pages, well made and hostile."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from typing import Final

import pypdf
from pypdf.annotations import FreeText, Link
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

_RECT: Final = (50, 50, 300, 90)
_DEEP: Final = 40
"""Two forms on each of forty floors make a million million pages of text."""


def paper(*pages: str) -> bytes:
    """Return a PDF with the lines of each text on a page of its own."""
    return _written(_paper(pages))


def paper_with_remarks(field: str, remark: str, address: str, bookmark: str) -> bytes:
    """Return two empty pages: on the second one a field, a remark and a link, and a bookmark that leads there."""
    writer = _paper(("First.", "Second."))
    widget = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/Rect"): ArrayObject(NumberObject(side) for side in _RECT),
            NameObject("/V"): TextStringObject(field),
        }
    )
    writer.add_annotation(1, widget)
    writer.add_annotation(1, FreeText(text=remark, rect=_RECT))
    writer.add_annotation(1, Link(rect=_RECT, url=address))
    writer.add_outline_item(title=bookmark, page_number=1)
    return _written(writer)


def paper_in_codes(text: str) -> bytes:
    """Return a page in a font that knows its letters by numbers, as programs write Arabic and everything else."""
    writer = _paper(("",))
    letters = sorted(set(text) - {"\n"})
    codes = {letter: place for place, letter in enumerate(letters, 1)}
    told = "\n".join(f"<{codes[letter]:04x}> <{letter.encode('utf-16-be').hex()}>" for letter in letters)
    cmap = f"begincmap\n1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(letters)} beginbfchar\n{told}\n"
    unicode_map = DecodedStreamObject()
    unicode_map.set_data(f"{cmap}endbfchar\nendcmap".encode())
    inner = _dictionary(Type="/Font", Subtype="/CIDFontType2", BaseFont="/Any")
    font = _dictionary(Type="/Font", Subtype="/Type0", BaseFont="/Any", Encoding="/Identity-H")
    font[NameObject("/DescendantFonts")] = ArrayObject([writer._add_object(inner)])
    font[NameObject("/ToUnicode")] = writer._add_object(unicode_map)
    lines = ["".join(f"{codes[letter]:04x}" for letter in line) for line in text.splitlines()]
    _fill(writer, writer.pages[0], " T* ".join(f"<{line}> Tj" for line in lines), font)
    return _written(writer)


def bottomless_paper() -> bytes:
    """Return a page whose form draws two forms, each of which draws two, and so on."""
    writer = _paper(("Before.", "Deep.", "After."))
    fonts = DictionaryObject({NameObject("/F1"): _helvetica()})
    below = writer._add_object(_form("BT /F1 12 Tf (Hello) Tj ET", fonts, "/Font"))
    for _floor in range(_DEEP):
        # Two names of two objects: whoever remembers what was drawn before draws both all the same.
        other = writer._add_object(_form("/A Do", DictionaryObject({NameObject("/A"): below}), "/XObject"))
        both = DictionaryObject({NameObject("/A"): below, NameObject("/B"): other})
        below = writer._add_object(_form("/A Do /B Do /A Do", both, "/XObject"))
    page = writer.pages[1]
    page[NameObject("/Resources")][NameObject("/XObject")] = DictionaryObject({NameObject("/X"): below})  # type: ignore[index]
    page[NameObject("/Contents")] = writer._add_object(_plain("/X Do"))
    return _written(writer)


def swollen_paper(size: int = 60_000_000) -> bytes:
    """Return three pages; the second one is packed a thousand times smaller than what there is to read."""
    writer = _paper(("Before.", "", "After."))
    packed = StreamObject()
    packed._data = zlib.compress(b"BT (a) Tj ET " * (size // 13), 9)
    packed[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.pages[1][NameObject("/Contents")] = writer._add_object(packed)
    return _written(writer)


def _paper(pages: Sequence[str]) -> pypdf.PdfWriter:
    writer = pypdf.PdfWriter()
    for text in pages:
        shown = " T* ".join(f"({_escaped(line)}) Tj" for line in text.splitlines())
        _fill(writer, writer.add_blank_page(595, 842), shown, _helvetica())
    return writer


def _fill(writer: pypdf.PdfWriter, page: pypdf.PageObject, shown: str, font: DictionaryObject) -> None:
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    content = f"BT /F1 12 Tf 14 TL 50 750 Td {shown} ET"
    page[NameObject("/Contents")] = writer._add_object(_plain(content))


def _helvetica() -> DictionaryObject:
    return _dictionary(Type="/Font", Subtype="/Type1", BaseFont="/Helvetica", Encoding="/WinAnsiEncoding")


def _form(content: str, known: DictionaryObject, kind: str) -> DecodedStreamObject:
    form = _plain(content)
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject(NumberObject(side) for side in (0, 0, 595, 842))
    form[NameObject("/Resources")] = DictionaryObject({NameObject(kind): known})
    return form


def _plain(content: str) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(content.encode("cp1252"))
    return stream


def _dictionary(**values: str) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): NameObject(value) for key, value in values.items()})


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _written(writer: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
