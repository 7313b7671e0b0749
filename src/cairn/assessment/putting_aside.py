# SPDX-License-Identifier: Apache-2.0
"""Texts that were typed over words which had changed meanwhile: each is put aside once, until one is chosen. Pure.

A window that types on has its text put in the place of its earlier state, which it names by a digest. Two texts of two
windows stand below each other.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import combinations
from typing import Final

_BETWEEN: Final = "\n\n* * *\n\n"
_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Seen:
    """Between which two texts somebody has chosen, by their digests; one that is blank is not compared."""

    standing: str = ""
    other: str = ""

    def is_of(self, standing: str, other: str) -> bool:
        """Say whether these are the two: what was typed since on another page, nobody has chosen to let go."""
        return self.standing in {"", digest_of(standing)} and self.other in {"", digest_of(other)}


NOT_COMPARED: Final = Seen()


def digest_of(text: str) -> str:
    """Return by what a text is known to the page that it was typed on."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def put_aside(aside: str, text: str, *, instead_of: str = "") -> str:
    """Return the texts that are aside with one more, unless it is among them; `instead_of` is its earlier state.

    What the text begins with is in it, and goes; no word is lost.
    """
    texts = aside.split(_BETWEEN) if aside else []
    others = _without(texts, instead_of) if instead_of else texts
    kept = [known for known in others if not text.startswith(known)]
    if not any(known.startswith(text) for known in kept):
        kept.append(text)
    return _BETWEEN.join(kept)


def _without(texts: list[str], digest: str) -> list[str]:
    """Take out the text with a digest, which may have the line between two texts in itself."""
    for start, end in combinations(range(len(texts) + 1), 2):
        if digest_of(_BETWEEN.join(texts[start:end])) == digest:
            return [*texts[:start], *texts[end:]]
    return texts
