# SPDX-License-Identifier: Apache-2.0
"""A part of a document, paragraph by paragraph.

A word may be spread over several runs, as programs do when they check spelling, so paragraphs are looked at as a whole.
Source: ECMA-376 part 1 §17.3, §21.1.2, §18.4; ODF 1.3 part 3 §5.1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Final
from xml.sax.saxutils import escape

from cairn.foundation.files.wording.attributes import Place, hide_in_attributes
from cairn.foundation.files.wording.formulas import hide_in_formula
from cairn.foundation.files.wording.hiding import Hiding, cut

_TOKEN: Final = re.compile(
    r"<!--(?:.*?-->|.*)|<!\[CDATA\[(?:.*?\]\]>|.*)|<\?(?:.*?\?>|.*)|"
    r"<(/?)(?:\w+:)?([\w.-]+)((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>",
    re.DOTALL,
)
_PARAGRAPHS: Final = frozenset(
    ["p", "h", "si", "is", "v", "text", "comment", "title", "desc", "subject", "keyword", "description"]
)
"""Where a paragraph ends, or what stands for one."""
_CELLS: Final = frozenset({"si", "is", "v"})
_FORMULAS: Final = frozenset(
    ["f", "definedName", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"]
)
_MARGINS: Final = frozenset(f"{which}{where}" for which in ("odd", "even", "first") for where in ("Header", "Footer"))
"""What is printed above and below a sheet, with codes in it. Source: ECMA-376 part 1 §18.3.1.46."""
_CODE: Final = re.compile(r"(&(?:\"[^\"]*\"|K[0-9A-Fa-f]{6}|\d+|[A-Za-z&]))")
_ENDS: Final = _PARAGRAPHS | _FORMULAS | _MARGINS
_GAPS: Final = frozenset({"tab", "br", "cr", "s", "line-break"})
"""What stands for a space."""
_INLINE: Final = frozenset({"a", "b", "em", "font", "i", "s", "span", "strong", "sub", "sup", "tspan", "u"})
"""Tags of web pages and drawings behind which a word goes on."""
_INSTRUCTION: Final = "instrText"
_READING: Final = "rPh"
"""How a word is spoken, above it. Source: ECMA-376 part 1 §18.4.6."""


def hide_in_markup(part: str, place: Place, *, is_apart: bool = False) -> str:
    """Return a part without what is found. Where it `is_apart`, no word goes on behind a tag."""
    written: list[str] = []
    paragraph = _Paragraph(is_apart=is_apart)
    last = 0
    for token in _TOKEN.finditer(part):
        if token.start() > last:
            paragraph.add_words(part[last : token.start()])
        paragraph.add_tag(token, place)
        last = token.end()
        name = token[2]
        if name in _ENDS and (token[1] or token[0].endswith("/>")):
            written += paragraph.written(name, place.hiding)
            paragraph = _Paragraph(is_apart=is_apart)
    if last < len(part):
        paragraph.add_words(part[last:])
    return "".join([*written, *paragraph.written("", place.hiding)])


class _Paragraph:
    """The pieces of a paragraph: its tags as they are written, and where in between its words stand."""

    def __init__(self, *, is_apart: bool) -> None:
        self._pieces: list[str] = []
        self._words: list[int] = []
        """Places among the pieces; -1 for a gap."""
        self._instructions: set[int] = set()
        self._readings: list[int] = []
        self._is_apart = is_apart
        self._inside = ""

    def add_words(self, words: str) -> None:
        """Add what stands between two tags."""
        place = len(self._pieces)
        (self._readings if self._inside == _READING else self._words).append(place)
        if self._inside == _INSTRUCTION:
            self._instructions.add(place)
        self._pieces.append(words)

    def add_tag(self, token: re.Match[str], place: Place) -> None:
        """Add a tag, or what is no tag: a remark, an instruction to a program, words that are quoted whole."""
        name = token[2]
        if name is None:
            self._pieces.append(place.hiding.words(token[0]))
            return
        if name in _GAPS or (self._is_apart and name not in _INLINE):
            self._words.append(-1)
        if name in (_INSTRUCTION, _READING):
            self._inside = "" if token[1] or token[0].endswith("/>") else name
        self._pieces.append(token[0] if token[1] or not token[3] else _tag(token, place))

    def written(self, end: str, hiding: Hiding) -> list[str]:
        """Return the pieces without what is found."""
        texts = [" " if place < 0 else unescape(self._pieces[place]) for place in self._words]
        text = "".join(texts)
        if not text.strip():
            return self._pieces
        whole = _hide_whole(text.strip(), end, hiding)
        if whole is not None:
            self._put_whole(whole)
        elif spans := hiding.spans(text):
            self._put(texts, spans, hiding)
            self._leave_out(self._readings)
        return self._pieces

    def _put_whole(self, said: str) -> None:
        first, *more = (place for place in self._words if place >= 0 and self._pieces[place].strip())
        self._pieces[first] = escape(said)
        self._leave_out([*more, *self._readings])

    def _put(self, texts: list[str], spans: Sequence[tuple[int, int]], hiding: Hiding) -> None:
        """Put a mark where something begins, and take the rest of it out of the runs that follow."""
        whole, start = "".join(texts), 0
        for place, text in zip(self._words, texts, strict=True):
            end = start + len(text)
            is_name = place in self._instructions
            inside = [
                (
                    max(first, start),
                    min(last, end),
                    hiding.mark_for(whole[first:last], is_name=is_name) if first >= start else "",
                )
                for first, last in spans
                if first < end and start < last
            ]
            if place >= 0 and inside:
                self._pieces[place] = escape(cut(text, start, inside))
            start = end

    def _leave_out(self, places: list[int]) -> None:
        for place in places:
            self._pieces[place] = ""


def _tag(token: re.Match[str], place: Place) -> str:
    start, end = token.span(3)
    offset = token.start()
    return token[0][: start - offset] + hide_in_attributes(token[2], token[3], place) + token[0][end - offset :]


def _hide_whole(text: str, end: str, hiding: Hiding) -> str | None:
    """Return the words of what is read as a whole, if something is found in them: a formula, a margin, a name."""
    if end in _FORMULAS:
        said = hide_in_formula(text, hiding)
    elif end in _MARGINS:
        said = "".join(piece if _CODE.fullmatch(piece) else hiding.words(piece) for piece in _CODE.split(text))
    else:
        return hiding.name(text) if end in _CELLS and hiding.is_name(text) else None
    return text if said == text else said
