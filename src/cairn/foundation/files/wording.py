# SPDX-License-Identifier: Apache-2.0
"""The words of a document, read paragraph by paragraph and replaced in place: the rest of the file stays as it is.

A word may be spread over several runs, as programs do when they check spelling, so paragraphs are looked at as a whole.
Source: ECMA-376 part 1 §17.3, §21.1.2, §18.4; ODF 1.3 part 3 §5.1.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from html import unescape
from typing import Final
from xml.sax.saxutils import escape, quoteattr

Finder = Callable[[str], Sequence[tuple[int, int]]]
"""Says where in a text something stands that is to be replaced."""

_TOKEN: Final = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<(/?)(?:\w+:)?([\w.-]+)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL
)
_ENDS: Final = frozenset({"p", "h", "si", "is", "v", "comment", "title", "subject", "keyword", "description"})
"""Where a paragraph ends, or what stands for one."""
_GAPS: Final = frozenset({"tab", "br", "cr", "s", "line-break"})
_SAID: Final = re.compile(r"(\s(?:\w+:)?(?:descr|title|tooltip|alias|Target|href)=)(\"[^\"]*\"|'[^']*')")
"""Attributes that are shown, or lead somewhere."""
_WORDS: Final = re.compile(r"\.(?:xml|rels)$")
_NO_WORDS: Final = frozenset({"[Content_Types].xml", "styles.xml", "META-INF/manifest.xml"})


def replace_words(data: bytes, find: Finder, mark: str) -> bytes:
    """Return a document of an office program with a mark in every place that is found in its words."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out, "w") as again:
        for info in packed.infolist():
            content = packed.read(info)
            if _WORDS.search(info.filename) and info.filename not in _NO_WORDS:
                content = _replace_in_part(content.decode("utf-8", "replace"), find, mark).encode()
            elif content.startswith(b"PK\x03\x04"):
                content = replace_words(content, find, mark)
            again.writestr(info, content)
    return out.getvalue()


def _replace_in_part(part: str, find: Finder, mark: str) -> str:
    """Go through a part, and write each paragraph once it is whole."""
    written: list[str] = []
    pieces: list[str] = []
    words: list[int] = []
    last = 0
    for token in _TOKEN.finditer(part):
        if token.start() > last:
            words.append(len(pieces))
            pieces.append(part[last : token.start()])
        pieces.append(_tag(token, find, mark))
        last = token.end()
        if token[2] in _GAPS:
            words.append(-1)
        elif token[2] in _ENDS and (token[1] or token[0].endswith("/>")):
            written += _replace_in_paragraph(pieces, words, find, mark)
            pieces, words = [], []
    return "".join([*written, *_replace_in_paragraph(pieces, words, find, mark), part[last:]])


def _tag(token: re.Match[str], find: Finder, mark: str) -> str:
    if token[1] or not token[3]:
        return token[0]
    is_relation = token[2] == "Relationship"

    def replaced(attribute: re.Match[str]) -> str:
        value = unescape(attribute[2][1:-1])
        spans = find(value)
        if not spans:
            return attribute[0]
        # An address with a mark in it leads nowhere, and no program opens a document that has one.
        leads = is_relation or attribute[1].endswith("href=")
        return attribute[1] + quoteattr("about:blank" if leads else _replaced(value, spans, mark))

    return _SAID.sub(replaced, token[0])


def _replace_in_paragraph(pieces: list[str], words: Iterable[int], find: Finder, mark: str) -> list[str]:
    """Put the mark where something that is found begins, and take the rest of it out of the runs that follow."""
    places = list(words)
    texts = [" " if place < 0 else unescape(pieces[place]) for place in places]
    spans = find("".join(texts)) if any(text.strip() for text in texts) else ()
    if not spans:
        return pieces
    start = 0
    for place, text in zip(places, texts, strict=True):
        end = start + len(text)
        inside = [
            (max(first, start), min(last, end), first >= start) for first, last in spans if first < end and start < last
        ]
        if place >= 0 and inside:
            pieces[place] = escape(_cut(text, start, inside, mark))
        start = end
    return pieces


def _cut(text: str, offset: int, spans: Sequence[tuple[int, int, bool]], mark: str) -> str:
    kept, last = [], 0
    for first, end, begins_here in spans:
        kept += [text[last : first - offset], mark if begins_here else ""]
        last = end - offset
    return "".join([*kept, text[last:]])


def _replaced(text: str, spans: Sequence[tuple[int, int]], mark: str) -> str:
    return _cut(text, 0, [(first, last, True) for first, last in spans], mark)
