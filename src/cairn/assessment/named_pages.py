# SPDX-License-Identifier: Apache-2.0
"""On which pages of a file its learner's name can be read: pure, but for the process in which a PDF is read.

Only what is shown as it was handed in is looked at: names in texts and in documents of office programs are hidden when
an assessor opens them, and of a document only what could not be hidden counts. What the eye reads as a name may lie
otherwise in a PDF, so besides what `masking` finds, letters that are set apart (A d a), parts that a line or a program
cut in two (Oka-for), words that run into one another (byAda) and lines of Arabic or Hebrew letters from the last to the
first are looked through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cairn.assessment.masking import MARK, Identity, find_identity
from cairn.foundation.files.inspection import OFFICE_TYPES
from cairn.foundation.files.reading import ReadingLimits, read_pages
from cairn.foundation.files.wording import is_left, replace_words, text_size
from cairn.foundation.folding import fold

PDF: Final = "application/pdf"
NO_PAGE: Final = 0
"""Stands for a part of a document that is no page: a drawing in a format of its own, an object of another program."""
MOST_TEXT: Final = 5_000_000
"""Bytes of a document of an office program that are looked through while its learner waits."""
_SHORTEST: Final = 3
_SHORTEST_CUT: Final = 6
_LETTER: Final = r"[^\W\d_]"
_SET_APART: Final = re.compile(rf"(?<!\w){_LETTER}(?:[ \u00a0]{_LETTER}\b){{2,}}")
_LINE_CUT: Final = re.compile(r"(?<=\w)[-\u00ad\u2010]\s*\n\s*(?=\w)")
_RUN_IN: Final = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_ACCENTS: Final = str.maketrans("", "", "´`¨ˆ˜¸¯˘˙˚")
"""Accents that stand beside their letter, as some typesetters leave them."""
_RIGHT_TO_LEFT: Final = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_NOT_PLAIN: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class NamedPages:
    """The pages, from 1, on which a name can be read, and the first one that could not be looked at whole, if any.

    `NO_PAGE` among them stands for what is no page.
    """

    pages: tuple[int, ...] = ()
    unread_from: int | None = None


def find_named_pages(
    data: bytes, media_type: str, identity: Identity, limits: ReadingLimits | None = None
) -> NamedPages:
    """Look through a file that the door has let in for the names of one person."""
    if media_type in OFFICE_TYPES:
        return _look_into_document(data, identity)
    if media_type != PDF:
        return NamedPages()
    read = read_pages(data, limits)
    pages = (number for number, text in read.texts.items() if names_on_page(text, identity))
    return NamedPages(tuple(pages), read.unread_from)


def _look_into_document(data: bytes, identity: Identity) -> NamedPages:
    """Look for what stays when the names in a document are hidden, as an assessor would get it."""

    def find(text: str) -> list[tuple[int, int]]:
        return find_identity(text, identity)

    if text_size(data) > MOST_TEXT:
        return NamedPages(unread_from=1)
    stays = is_left(replace_words(data, find, MARK), find, MARK)
    return NamedPages((NO_PAGE,)) if stays else NamedPages()


def names_on_page(text: str, identity: Identity) -> bool:
    """Say whether the words of a page tell who somebody is."""
    if not _may_hold(text, identity):
        return False
    return any(find_identity(way, identity) for way in _ways_to_read(text)) or _is_cut(text, identity)


def _ways_to_read(text: str) -> Iterator[str]:
    yield text
    plain = _LINE_CUT.sub("", text.translate(_ACCENTS))
    closed = _SET_APART.sub(lambda run: re.sub(r"\s", "", run[0]), plain)
    yield _RUN_IN.sub(" ", closed)
    if _RIGHT_TO_LEFT.search(text):
        yield "\n".join(line[::-1] for line in closed.splitlines())


def _may_hold(text: str, identity: Identity) -> bool:
    """Say whether a page could hold a name at all: most do not, and the thorough look is for the others."""
    if _RIGHT_TO_LEFT.search(text):
        return True
    letters = _letters(text)
    return any(word in letters for word in _words(identity))


@lru_cache(maxsize=128)
def _words(identity: Identity) -> tuple[str, ...]:
    """Return what must stand on a page, letter after letter, for a name to stand there."""
    parts = [part for name in identity.names for part in re.findall(rf"{_LETTER}+", name)]
    halves = [email.partition("@")[0] for email in identity.emails]
    words = {_letters(word) for word in (*parts, *halves, *identity.handles)}
    # Two letters stand on every page, unless each of them is a word.
    rare = {word for word in words if len(word) >= _SHORTEST or not word.isascii()}
    return tuple(sorted(rare or words))


def _letters(text: str) -> str:
    return _NOT_PLAIN.sub("", fold(text.translate(_ACCENTS)).text)


def _is_cut(text: str, identity: Identity) -> bool:
    """Say whether a whole name stands there with gaps between any of its letters."""
    folded = fold(_LINE_CUT.sub("", text.translate(_ACCENTS))).text
    return any(pattern.search(folded) for pattern in _cut_patterns(identity))


@lru_cache(maxsize=128)
def _cut_patterns(identity: Identity) -> tuple[re.Pattern[str], ...]:
    found = []
    for name in identity.names:
        parts = re.findall(rf"{_LETTER}+", fold(name).text)
        for order in (parts, parts[::-1]):
            letters = "".join(order)
            if len(parts) > 1 and len(letters) >= _SHORTEST_CUT:
                spread = r"[\s,.'’-]{0,3}".join(map(re.escape, letters))
                found.append(re.compile(rf"(?<!{_LETTER}){spread}(?!{_LETTER})"))
    return tuple(found)
