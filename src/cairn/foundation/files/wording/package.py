# SPDX-License-Identifier: Apache-2.0
"""A document of an office program, part by part: what is text is replaced, and what is not is looked through.

What a sheet, a column or a name is called is gone through before the cells, so that a cell that says it says it alike.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

from cairn.foundation.files.wording.attributes import Place, hide_in_path
from cairn.foundation.files.wording.decoding import decode_part, encode_part
from cairn.foundation.files.wording.hiding import Finder, Hiding
from cairn.foundation.files.wording.markup import hide_in_markup

_PACKED: Final = b"PK\x03\x04"
_MIMETYPE: Final = "mimetype"
_PIECE: Final = 65_536
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_MARKUP: Final = frozenset(
    [".xml", ".rels", ".vml", ".svg", ".html", ".htm", ".xhtml", ".rdf", ".xsd", ".xsl", ".xslt"]
)
_FOR_READERS: Final = frozenset({".html", ".htm", ".xhtml", ".svg", ".txt", ".csv", ".tsv", ".json", ".md"})
_PLAIN: Final = frozenset({".txt", ".csv", ".tsv", ".json", ".md", ".css"})
_TAG: Final = re.compile(r"<[^<>]*>")
_BEGINS_WITH_TAG: Final = re.compile(r"\ufeff?\s*<[\w!?]")
_MAIN: Final = re.compile(r"(?i)(?:word|ppt|xl)/.*\.xml$|(?:.*/)?(?:content|styles)\.xml$")
"""Parts in which a word may go on behind a tag; in others, each tag ends it."""
_CELLS: Final = re.compile(r"(?i)xl/(?:worksheets|charts)/|xl/sharedStrings")
_NAMES: Final = re.compile(r"(?i)xl/(?:workbook\.xml|tables/)")
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"\0\0\0\x0cjP", b"ID3", b"\x1aE\xdf\xa3")
_VIDEO: Final = b"ftyp"
_RUNS: Final = (
    (re.compile(rb"(?:[\x20-\x7e]|[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){4,}"), "utf-8", 5),
    (re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\0|[^\0-\x1f][\x01-\x06]){3,}"), "utf-16-le", 3),
    (re.compile(rb"(?:\0[\x20-\x7e\xa0-\xff]|[\x01-\x06][^\0-\x1f]){3,}"), "utf-16-be", 3),
)
"""What looks like words among other bytes, and how many letters do not stand there by chance."""


def replace_words(data: bytes, find: Finder, mark: str) -> bytes:
    """Return a document of an office program with a mark in every place that is found in its text."""
    return _replace(data, Hiding(find, mark))


def is_left(data: bytes, find: Finder, mark: str) -> bool:
    """Say whether something can be found in a document all the same: in a part that is no text, or in no known way.

    `data` is what `replace_words` gave; its mark, which may be a word of the person too, is not found again.
    """
    safe = Hiding(find, mark).mark_for("", is_name=True)

    def find_again(text: str) -> list[tuple[int, int]]:
        for known in (mark, safe):
            text = text.replace(known, " " * len(known))
        return list(find(text))

    return _is_left(data, find_again)


def text_size(data: bytes) -> int:
    """Return how many bytes of a document are looked through, those of the documents in it included."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return sum(_text_size_of(packed.read(info)) for info in packed.infolist())


def _text_size_of(content: bytes) -> int:
    if content.startswith(_PACKED):
        return text_size(content)
    return 0 if _is_picture(content) else len(content)


def _replace(data: bytes, hiding: Hiding) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out, "w") as again:
        parts = {info.filename: packed.read(info) for info in packed.infolist()}
        place = Place(hiding, _segments(parts, hiding), _MIMETYPE in parts)
        for name in sorted(parts, key=_turn):
            parts[name] = _replace_in_part(name, parts[name], place)
        for info in packed.infolist():
            name = hide_in_path(info.filename, place)
            again.writestr(_renamed(info, name), parts[info.filename])
    return out.getvalue()


def _turn(name: str) -> int:
    if _NAMES.match(name):
        return 0
    return 2 if _CELLS.match(name) else 1


def _renamed(info: zipfile.ZipInfo, name: str) -> zipfile.ZipInfo:
    again = zipfile.ZipInfo(name, _EPOCH)
    again.compress_type = info.compress_type
    return again


def _segments(names: Iterable[str], hiding: Hiding) -> dict[str, str]:
    """Return the files and folders of a package that are called by what is found, and what they are called now."""
    segments = {unquote(segment).removesuffix(".rels"): None for name in names for segment in name.split("/")}
    telling = [segment for segment in segments if hiding.spans(segment)]
    return {segment: f"hidden{number}{_suffix(segment)}" for number, segment in enumerate(telling, 1)}


def _replace_in_part(name: str, content: bytes, place: Place) -> bytes:
    if content.startswith(_PACKED):
        return _replace(content, place.hiding)
    text = _text_of(name, content)
    if text is None:
        return content
    words, encoding = text
    if _is_markup(name, words):
        said = hide_in_markup(words, place, is_apart=not _MAIN.match(name))
    else:
        said = place.hiding.words(words)
    return content if said == words else encode_part(said, encoding)


def _text_of(name: str, content: bytes) -> tuple[str, str] | None:
    """Return a part as text, and its encoding; None for what is no text."""
    is_text = _suffix(name) in _MARKUP | _PLAIN
    if not is_text and (_is_picture(content) or not _BEGINS_WITH_TAG.match(decode_part(content[:64])[0])):
        return None
    return decode_part(content)


def _is_markup(name: str, text: str) -> bool:
    return _suffix(name) in _MARKUP or (_suffix(name) not in _PLAIN and bool(_BEGINS_WITH_TAG.match(text)))


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _is_left(data: bytes, find: Finder) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {info.filename: packed.read(info) for info in packed.infolist()}
    return any(_is_left_in_part(name, content, parts, find) for name, content in parts.items())


def _is_left_in_part(name: str, content: bytes, parts: Mapping[str, bytes], find: Finder) -> bool:
    if content.startswith(_PACKED):
        return _is_left(content, find)
    text = _text_of(name, content)
    if text is None:
        return bool(find(unquote(name))) or _is_left_in_bytes(content, find)
    said = unescape(text[0])
    found = [piece[first:last] for piece in _pieces(said) for first, last in find(piece)]
    if _suffix(name) in _FOR_READERS:
        return bool(found or find(_TAG.sub("", said)))
    if any(_is_of_several(one) for one in found):
        return True
    if not found:
        return False
    again = Hiding(find, "")
    hide_in_markup(text[0], Place(again, {}, _MIMETYPE in parts), is_apart=not _MAIN.match(name))
    return again.has_found


def _pieces(text: str) -> Iterator[str]:
    """Cut a long text before tags: to look through it whole takes many times its size in memory."""
    start = 0
    while start < len(text):
        end = text.find("<", start + _PIECE)
        end = len(text) if end < 0 else end
        yield text[start:end]
        start = end


def _is_of_several(found: str) -> bool:
    """Tell what somebody is called from a word that only a program reads: `moon`, MAX and DAN are one word each."""
    return not found.isalpha()


def _is_left_in_bytes(content: bytes, find: Finder) -> bool:
    if _is_picture(content):
        return False
    for runs, encoding, least in _RUNS:
        text = "\n".join(run[0].decode(encoding, "replace") for run in runs.finditer(content))
        if any(last - first >= least for first, last in find(text)):
            return True
    return False


def _is_picture(content: bytes) -> bool:
    """Tell pictures, sounds and videos, whose notes are out already and whose bytes are no words."""
    return content.startswith(_PICTURES) or content[4:8] == _VIDEO
