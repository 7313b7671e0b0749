# SPDX-License-Identifier: Apache-2.0
"""What takes the place of what is found in one document.

Words get the mark. What is called something (a sheet, a column, a bookmark, a picture) gets a name made of letters and
low lines, which every program takes wherever it takes a name, and the same text the same one in the whole document, so
that what refers to it still does. Source: ECMA-376 part 1 §18.2.19 (a sheet's name has 31 letters at most and no
brackets), §18.5.1.3 (a column is called what its first cell says), §17.13.6 (bookmarks).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

Finder = Callable[[str], Sequence[tuple[int, int]]]
"""Says where in a text something stands that is to be replaced."""

_LETTER: Final = re.compile(r"[^\W\d_]")
_NO_LETTER: Final = re.compile(r"[\W_]+")
_LONGEST_NAME: Final = 31
"""Letters, as UTF-16 counts them."""
_MOST_KNOWN: Final = 20_000
_LONGEST_KNOWN: Final = 120


class Hiding:
    """Finds and replaces in one document, and remembers how it called what."""

    def __init__(self, find: Finder, mark: str) -> None:
        self.has_found = False
        self._find = find
        self._mark = mark
        self._safe = _NO_LETTER.sub("_", mark).strip("_") or "x"
        self._known: dict[str, Sequence[tuple[int, int]]] = {}
        self._called: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._shortened = 0

    def spans(self, text: str) -> Sequence[tuple[int, int]]:
        """Return where something stands, and note whether anything does."""
        found = self._look(text)
        self.has_found |= bool(found)
        return found

    def may_stand_in(self, text: str) -> bool:
        """Say whether it is worth the time to look at the parts of a text."""
        return bool(self._look(text))

    def _look(self, text: str) -> Sequence[tuple[int, int]]:
        # Most texts of a document stand in it many times.
        if not _LETTER.search(text):
            return ()
        known = self._known.get(text)
        if known is None:
            known = self._find(text)
            if len(text) <= _LONGEST_KNOWN and len(self._known) < _MOST_KNOWN:
                self._known[text] = known
        return known

    def words(self, text: str) -> str:
        """Return words with the mark in every place that is found."""
        return cut(text, 0, [(first, last, self._mark) for first, last in self.spans(text)])

    def mark_for(self, found: str, *, is_name: bool) -> str:
        """Return what stands in the place of a piece that was found in words, or in a name."""
        return self._call(found) if is_name else self._mark

    def name(self, value: str) -> str:
        """Return what something is called without what is found: no longer than it may be, and never as another."""
        spans = self.spans(value)
        if not spans:
            return value
        key = value.casefold()
        if key not in self._names:
            called = cut(value, 0, [(first, last, self._call(value[first:last])) for first, last in spans])
            self._names[key] = self._fit(called, value)
        return self._names[key]

    def is_name(self, value: str) -> bool:
        """Say whether something is called so, and was given another name."""
        return value.casefold() in self._names

    def _call(self, found: str) -> str:
        key = found.casefold().replace("''", "'")
        if key not in self._called:
            count = len(self._called)
            self._called[key] = f"{self._safe}_{count + 1}" if count else self._safe
        return self._called[key]

    def _fit(self, called: str, value: str) -> str:
        most = max(_LONGEST_NAME, _length(value))
        if _length(called) <= most:
            return called
        self._shortened += 1
        end = f"_{self._shortened}"
        return _shortened(called, most - len(end)) + end


def cut(text: str, offset: int, spans: Sequence[tuple[int, int, str]]) -> str:
    """Return a text without its spans, which count from `offset`, each with what takes its place."""
    kept, last = [], 0
    for first, end, instead in spans:
        kept += [text[last : max(first - offset, 0)], instead]
        last = end - offset
    return "".join([*kept, text[last:]])


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _shortened(text: str, most: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")
