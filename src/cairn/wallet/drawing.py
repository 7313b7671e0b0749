# SPDX-License-Identifier: Apache-2.0
"""The cairn of a learner: tested credentials stacked with the most work at the foot, the rest beside the path.

The same stones give the same bytes. A list beside the drawing says the same in words; that is the page's business.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from django.utils.translation import gettext, ngettext

from cairn.achievements.drawing import GOLD, Point, Seed, oklch, polygon, visible, wrap
from cairn.achievements.kinds import Kind

_WIDTH: Final = 380
_MARGIN: Final = 36
_GROUND: Final = 56
_FOOT: Final = 3.0
_MOST_STONES: Final = 12
_MOST_PEBBLES: Final = 4
_LINE: Final = 17
_LETTER: Final = 7.9


@dataclass(frozen=True, slots=True)
class Stone:
    """One held credential. `title` seeds the shape; `shown` is its translation; `hours` make it wide."""

    title: str
    kind: Kind
    hours: float
    hue: int
    href: str = ""
    shown: str = ""

    @property
    def text(self) -> str:
        """The title as it is shown."""
        return visible(self.shown or self.title)


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next best step, drawn as an outline on top."""

    title: str
    href: str = ""
    shown: str = ""

    @property
    def text(self) -> str:
        """The title as it is shown."""
        return visible(self.shown or self.title)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A drawn stone, the height where the next one stands, and its width."""

    svg: str
    top: float
    width: float


def draw_cairn(stones: Sequence[Stone], next_step: NextStep | None = None, *, label: str) -> str:
    """Return the cairn for a page; `label` says in a sentence what is seen. Links make it a group instead of a picture.

    At most twelve stones are drawn, those with the most hours, and a line counts the others.
    """
    tested = sorted((stone for stone in stones if stone.kind.is_tested), key=lambda stone: -stone.hours)
    parts, top, width = [_ground()], _FOOT, 160.0
    for stone in tested[:_MOST_STONES]:
        placed = _stone(stone, top)
        parts.append(placed.svg)
        top, width = placed.top, placed.width
    if next_step is not None:
        parts.append(_outline_of(next_step, top, width))
        top -= 56
    parts += [_beside([stone for stone in stones if not stone.kind.is_tested]), _more(len(tested) - _MOST_STONES)]
    linked = any(item.href for item in (*stones, next_step) if item is not None)
    highest = math.floor(top) - 6
    return (
        f'<svg class="fig" viewBox="0 {highest} {_WIDTH} {_GROUND - highest}" role="{"group" if linked else "img"}" '
        f'aria-label="{escape(visible(label))}">{"".join(parts)}</svg>'
    )


def _ground() -> str:
    """Return three contour lines: the hill that the cairn stands on."""
    lines = "".join(
        f"M{x} {y + 12}Q{_WIDTH / 2:g} {y - 16} {_WIDTH - x} {y + 12}" for x, y in ((0, 6), (26, 20), (70, 34))
    )
    return f'<path class="rule" stroke-width="1.6" d="{lines}"/>'


def _stone(stone: Stone, base: float) -> _Placed:
    seed = Seed(stone.title)
    lines = wrap(stone.text, 25, 2) or [""]
    need = max(map(len, lines)) * _LETTER + 44
    width = max(min(150 + 30 * math.sqrt(max(stone.hours, 0)), _WIDTH - _MARGIN), need)
    height = 68 if len(lines) > 1 else 58
    x = _WIDTH * 0.5 + seed.next(-9, 9)
    points = _hewn(seed, x, base, width, height)
    body, facet, letters = _tones(stone)
    edge = GOLD if stone.kind is Kind.CERTIFICATION else body
    first = base - height / 2 + (2 if len(lines) > 1 else 8) - (len(lines) - 1) * 3
    drawn = (
        f'<path stroke-linejoin="round" stroke="{edge}" stroke-width="3" fill="{body}" d="{polygon(points)}"/>'
        f'<path fill="{facet}" d="{polygon(_lip(points))}"/>'
        f'<text class="on-stone" text-anchor="middle" font-size="15.5" font-weight="600" fill="{letters}">'
        f"{_rows(lines, x, first)}</text>"
    )
    return _Placed(_linked(drawn, stone.href), min(points[3][1], points[4][1]) - 5, width)


def _hewn(seed: Seed, x: float, base: float, width: float, height: float) -> list[Point]:
    """Return one hewn stone that sits on `base`: wider than high, its top edge leaning a little."""
    lean = seed.next(-0.03, 0.03) * width
    half = width / 2
    return [
        (round(x - half * seed.next(0.84, 0.92)), round(base)),
        (round(x - half), round(base - height * seed.next(0.22, 0.36))),
        (round(x - half * seed.next(0.92, 0.97)), round(base - height * seed.next(0.62, 0.76))),
        (round(x - half * seed.next(0.74, 0.86)), round(base - height + max(lean, 0))),
        (round(x + half * seed.next(0.66, 0.84)), round(base - height - min(lean, 0) * 0.6)),
        (round(x + half * seed.next(0.92, 0.97)), round(base - height * seed.next(0.64, 0.78))),
        (round(x + half), round(base - height * seed.next(0.26, 0.40))),
        (round(x + half * seed.next(0.82, 0.9)), round(base)),
    ]


def _lip(points: list[Point]) -> list[Point]:
    """Return the lit facet along the top of a stone."""
    (left_x, left_y), (right_x, right_y) = points[3], points[4]
    return [*points[2:6], (right_x - 8, right_y + 10), (left_x + 9, left_y + 9)]


def _tones(stone: Stone) -> tuple[str, str, str]:
    """Return the colors of a stone's body, its lit facet and its letters."""
    if stone.kind is Kind.KNOWLEDGE:
        return oklch(0.86, 0.04, stone.hue), oklch(0.93, 0.025, stone.hue), oklch(0.30, 0.06, stone.hue)
    return oklch(0.40, 0.075, stone.hue), oklch(0.55, 0.085, stone.hue), oklch(0.98, 0.01, stone.hue)


def _outline_of(step: NextStep, base: float, width_below: float) -> str:
    # The English word belongs to the seed, so that a translation keeps the shape.
    seed = Seed(f"Next: {step.title}")
    x = _WIDTH * 0.5 + 3
    lines = wrap(gettext("Next: %(title)s") % {"title": step.text}, 25, 2)
    need = max(map(len, lines)) * _LETTER + 44
    points = _hewn(seed, x, base - 2, max(min(width_below - 10, 236), 180, need), 50)
    style = 'text-anchor="middle"', 'font-size="15" font-weight="600"'
    if len(lines) == 1:
        words = f'<text {style[0]} x="{x:g}" y="{base - 22:g}" {style[1]}>{escape(lines[0])}</text>'
    else:
        words = f"<text {' '.join(style)}>{_rows(lines, x, base - 30)}</text>"
    return _linked(f'<path class="ghost" d="{polygon(points)}"/>{words}', step.href)


def _beside(stones: Sequence[Stone]) -> str:
    """Return small hollow pebbles, never part of the stack."""
    parts = []
    for index, stone in enumerate(stones[:_MOST_PEBBLES]):
        x = (30 + index * 26) if index < 2 else _WIDTH - 30 - (index - 2) * 26  # noqa: PLR2004 - two on each side
        dash = ' stroke-dasharray="3 3"' if stone.kind is Kind.PARTICIPATION else ""
        shape = polygon(_hewn(Seed(stone.title), x, 14, 21, 12))
        parts.append(f'<path class="lead" stroke-width="1.8" stroke-linejoin="round"{dash} d="{shape}"/>')
    return "".join(parts)


def _more(count: int) -> str:
    if count <= 0:
        return ""
    words = ngettext("and %(count)s more", "and %(count)s more", count) % {"count": count}
    return f'<text class="t2" text-anchor="middle" x="{_WIDTH / 2:g}" y="34" font-size="13">{escape(words)}</text>'


def _rows(lines: Sequence[str], x: float, first: float) -> str:
    return "".join(
        f'<tspan x="{x:g}" y="{first + index * _LINE:g}">{escape(line)}</tspan>' for index, line in enumerate(lines)
    )


def _linked(drawn: str, href: str) -> str:
    return f'<a href="{escape(href)}">{drawn}</a>' if href else drawn
