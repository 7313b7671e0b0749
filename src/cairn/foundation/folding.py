# SPDX-License-Identifier: Apache-2.0
"""Text as it is compared: without case, accents, invisible letters and ways of writing; every letter knows its place.

Source: Unicode Standard Annex 15 (NFKC), Unicode §3.13 (caseless matching).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_OTHER: Final = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ħ": "h",
    "ʼ": "'",
    "ى": "ي",
    "ة": "ه",
    "ٱ": "ا",
    "ی": "ي",
    "ک": "ك",
    "\u0640": "",
}
"""Letters that Unicode does not take apart, and those that people write for one another."""
_SILENT: Final = frozenset({"Mn", "Me", "Cf"})


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and for each of its letters where it comes from in `source`."""

    source: str
    text: str
    places: Sequence[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return the piece of the source that a piece of the folded text comes from, with the accents that follow."""
        last = self.places[end - 1] + 1
        while last < len(self.source) and not _fold_letter(self.source[last]):
            last += 1
        return self.places[start], last


def fold(text: str) -> Folded:
    """Fold a text letter by letter."""
    if text.isascii():
        # Most texts are, and each of their letters is folded to one.
        return Folded(text, text.lower(), range(len(text)))
    pieces = [_fold_letter(letter) for letter in text]
    places = tuple(index for index, piece in enumerate(pieces) for _letter in piece)
    return Folded(text, "".join(pieces), places)


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", letter).casefold())
    kept = (one for one in plain if unicodedata.category(one) not in _SILENT)
    return "".join(_OTHER.get(one, one) for one in kept)
