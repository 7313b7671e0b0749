# SPDX-License-Identifier: Apache-2.0
"""Words in a badge: a name broken into lines and set as large as its kind leaves room for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Final

from cairn.achievements.drawing.color import Tones
from cairn.achievements.kinds import Kind

_UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_LONGEST_WORD: Final = 40
_WIDEST_LINE: Final = 26
_LARGEST: Final = 17.0
_LETTER: Final = 0.5
_LINE_HEIGHT: Final = 1.1


@dataclass(frozen=True, slots=True)
class _Room:
    """Where the words of a kind stand: the first line, its room, and how many letters a line should have."""

    top: float
    width: float
    letters: int


_ROOMS: Final = {
    Kind.PARTICIPATION: _Room(84, 150, 18),
    Kind.RECOGNITION: _Room(106, 146, 16),
    Kind.KNOWLEDGE: _Room(114, 126, 18),
    Kind.APPLICATION: _Room(117, 160, 18),
    Kind.CERTIFICATION: _Room(117, 134, 16),
}


def visible(text: str) -> str:
    """Return a text without the characters that XML cannot hold, or that turn the words around them."""
    return _UNSEEN.sub("", text)


def wrap(text: str, width: int = 17, most: int = 4) -> list[str]:
    """Break a text into lines of about `width` letters, wider where there would be more than `most` lines."""
    lines: list[str] = []
    for word in map(_shortened, text.split()):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    if len(lines) <= most:
        return lines
    if width < _WIDEST_LINE:
        return wrap(text, width + 2, most)
    return [*lines[: most - 1], lines[most - 1] + "…"]


def draw_words(name: str, kind: Kind, word: str, tones: Tones) -> str:
    """Return the name of a badge and, below it, the word of its kind."""
    room = _ROOMS[kind]
    lines = wrap(visible(name), room.letters) or [""]
    longest = max(1, *map(len, lines))
    size = min(_LARGEST, room.width / (longest * _LETTER), 46 / len(lines))
    # A ticket has no ground to stand on, so its words are centered on its middle.
    top = room.top - (len(lines) - 1) * size * 0.25 if kind is Kind.PARTICIPATION else room.top
    rows = "".join(
        f'<tspan x="100" y="{top + index * size * _LINE_HEIGHT:.1f}">{escape(line)}</tspan>'
        for index, line in enumerate(lines)
    )
    below = top + len(lines) * size * _LINE_HEIGHT + 2
    return (
        f'<text class="b-text" text-anchor="middle" font-family="Newsreader,Georgia,serif" font-weight="500" '
        f'font-size="{size:.1f}" fill="{tones.text}">{rows}</text>'
        f'<text class="b-text" text-anchor="middle" x="100" y="{below:.1f}" font-family="Figtree,system-ui,sans-serif" '
        f'font-weight="600" font-size="9.5" fill="{tones.text}">{escape(visible(word))}</text>'
    )


def _shortened(word: str) -> str:
    return word if len(word) <= _LONGEST_WORD else word[: _LONGEST_WORD - 1] + "…"
