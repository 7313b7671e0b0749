# SPDX-License-Identifier: Apache-2.0
"""The shapes of badges: the outline that tells the kind, faceted ridges with one summit, and the markers on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from cairn.achievements.drawing.seed import Seed
from cairn.achievements.kinds import Kind

Point = tuple[float, float]

_CENTER: Final = 100
_LOWEST: Final = 184
_TORN_TICKET: Final = "M16 46H184V88A12 12 0 0 0 184 112V154H16V112A12 12 0 0 0 16 88Z"
_CIRCLE: Final = "M100 12A88 88 0 1 1 99.9 12Z"
_MARKER_WIDTHS: Final = (15, 11, 7)
_SUMMIT_ALONE: Final = 15


def polygon(points: Sequence[Point]) -> str:
    """Return the closed path through some points."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"


def outline(kind: Kind, seed: Seed) -> str:
    """Return the outline of a badge: a torn ticket, a ring, a hexagon, a cut stone, or a coin's inner edge."""
    if kind is Kind.PARTICIPATION:
        return _TORN_TICKET
    if kind is Kind.RECOGNITION:
        return _CIRCLE
    if kind is Kind.KNOWLEDGE:
        return polygon(_regular(6, 88, -math.pi / 2))
    if kind is Kind.APPLICATION:
        return polygon(_cut(8, 94, math.pi / 8, seed))
    return polygon(_regular(12, 78, -math.pi / 12))


def ridge(seed: Seed, base: float, height: float, summit: float) -> list[Point]:
    """Return a faceted skyline from left to right that rises to one summit."""
    steps = 6
    points: list[Point] = []
    for step in range(steps + 1):
        x = -4 + step * 208 / steps
        rise = max(0.0, 1 - abs(x - summit) / 115)
        shift, lift = seed.next(-8, 8), seed.next(0, 9)
        if abs(x + shift - summit) > _SUMMIT_ALONE:
            points.append((round(x + shift), round(base - height * rise - lift)))
    points.append((round(summit), round(base - height - 6)))
    return sorted(points)


def land(skyline: Sequence[Point], floor: int) -> str:
    """Return the path of the land under a skyline."""
    return polygon([*skyline, (210, floor), (-10, floor)])


def markers(x: float, y: float, stones: int, fill: str) -> str:
    """Return the little cairn on a summit, one stone for each degree of testing."""
    parts = []
    for index in range(stones):
        width = _MARKER_WIDTHS[index + len(_MARKER_WIDTHS) - stones]
        parts.append(f"M{x - width / 2 + (index % 2):g} {y:g}h{width}l-1.5-4.5h-{width - 3}z")
        y -= 5.6
    return f'<path fill="{fill}" d="{"".join(parts)}"/>'


def _regular(sides: int, radius: float, turn: float) -> list[Point]:
    return [_corner(2 * math.pi * side / sides + turn, radius) for side in range(sides)]


def _cut(sides: int, radius: float, turn: float, seed: Seed) -> list[Point]:
    """Return a regular shape as a mason would cut it: no two corners alike."""
    points = []
    for side in range(sides):
        angle = 2 * math.pi * side / sides + turn + seed.next(-0.09, 0.09)
        points.append(_corner(angle, radius * seed.next(0.96, 1.04)))
    return points


def _corner(angle: float, radius: float) -> Point:
    x, y = _CENTER + radius * math.cos(angle), _CENTER + radius * math.sin(angle)
    return round(x, 1), round(min(y, _LOWEST), 1)
