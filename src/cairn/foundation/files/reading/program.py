# SPDX-License-Identifier: Apache-2.0
"""Reads the words of a PDF page by page: from standard input to standard output, one line of JSON for each page.

It is run as a program, by its path: a PDF can make its reader compute without end or ask for all memory there is, and
only a process that can be ended is safe from that. So it imports nothing of the platform, and is given no secret.

A page is its number, its words, and whether these are all of them; true follows once all were read. What people see
beside the words of a page counts as the page's: what is filled into fields, notes, and where links lead; a bookmark is
read with the page to which it leads.
Source: ISO 32000-2 §9.10 (text), §12.3.3 (outlines), §12.5 (annotations), §12.7.4 (values of fields).
"""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO, Final

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

_SAID: Final = ("/V", "/DV", "/Contents", "/TU")
_ARGUMENTS: Final = 4

_FIRST: Final = 20
_LAST: Final = 5

Page = tuple[int, str, bool]


class _Gaps(logging.Handler):
    """Counts how often the reader says that it left something of a page out."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def emit(self, _record: logging.LogRecord) -> None:
        """Count one."""
        self.count += 1


def read(data: bytes, *, most_pages: int, most_letters: int) -> Iterator[Page | bool]:
    """Yield each page, and true once all were read."""
    gaps = _Gaps()
    logging.getLogger("pypdf._page").addHandler(gaps)
    reader = PdfReader(io.BytesIO(data), strict=False)
    titles = _titles_by_page(reader)
    total = len(reader.pages)
    for number in _order(total)[:most_pages]:
        words, is_whole = _words_of(reader.pages[number], titles.get(number, []), gaps)
        most_letters -= len(words)
        if most_letters < 0:
            return
        yield number + 1, words, is_whole
    if total <= most_pages:
        yield True


def _order(total: int) -> list[int]:
    """Return the places of the pages, first those on which people write who they are: at the beginning and the end."""
    return sorted(range(total), key=lambda place: _FIRST <= place < total - _LAST)


def _words_of(page: PageObject, titles: list[str], gaps: _Gaps) -> tuple[str, bool]:
    """Return what can be read on a page; it is not all where the page is damaged, as others may show more of it."""
    before = gaps.count
    try:
        return "\n".join([page.extract_text(), *_beside(page), *titles]), gaps.count == before
    except Exception:  # noqa: BLE001 - whatever is wrong with one page, the next is still read
        return "", False


def _beside(page: PageObject) -> Iterator[str]:
    """Yield the words of fields, notes and links."""
    found = page.get("/Annots")
    remarks = found.get_object() if found is not None else None
    for one in remarks if isinstance(remarks, ArrayObject) else ():
        remark = one.get_object()
        if isinstance(remark, DictionaryObject):
            yield from _said_by(remark)


def _said_by(remark: DictionaryObject) -> Iterator[str]:
    for holder in (remark, _child(remark, "/Parent")):
        yield from (str(holder[key]) for key in _SAID if isinstance(holder.get(key), str))
    address = _child(remark, "/A").get("/URI")
    if isinstance(address, str):
        yield str(address)


def _child(holder: DictionaryObject, key: str) -> DictionaryObject:
    found = holder.get(key)
    plain = found.get_object() if found is not None else None
    return plain if isinstance(plain, DictionaryObject) else DictionaryObject()


def _titles_by_page(reader: PdfReader) -> dict[int, list[str]]:
    """Return the titles of bookmarks by the page to which they lead; those that lead nowhere go to the first."""
    try:
        titles: dict[int, list[str]] = {}
        for title, number in _bookmarks(reader, reader.outline):
            titles.setdefault(max(number or 0, 0), []).append(title)
        return titles
    except Exception:  # noqa: BLE001 - without its bookmarks a document still has its pages
        return {}


def _bookmarks(reader: PdfReader, outline: Any) -> Iterator[tuple[str, int | None]]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _bookmarks(reader, entry)
        else:
            yield str(entry.title), reader.get_destination_page_number(entry)


def _confine(seconds: int, memory: int) -> None:
    """Let the system end this process, should nobody else."""
    try:
        import resource  # noqa: PLC0415 - not every system has it
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def main(arguments: list[str], source: BinaryIO, target: BinaryIO) -> None:
    """Read what comes in, within the seconds, bytes of memory, pages and letters that are told."""
    seconds, memory, pages, letters = (int(argument) for argument in arguments[:_ARGUMENTS])
    data = source.read()
    _confine(seconds, memory)
    for line in read(data, most_pages=pages, most_letters=letters):
        # Each page goes out at once, so that it is known even if the next one never ends.
        target.write(json.dumps(line).encode() + b"\n")
        target.flush()


if __name__ == "__main__":
    main(sys.argv[1:], sys.stdin.buffer, sys.stdout.buffer)
