# SPDX-License-Identifier: Apache-2.0
"""The edge of a badge: dashed, thin, double, cut, or a ring of gold ticks."""

from __future__ import annotations

import math
from typing import Final

from cairn.achievements.drawing.color import GOLD, Tones
from cairn.achievements.kinds import Kind

_JOIN: Final = 'fill="none" stroke-linejoin="round"'
_TICKS: Final = 60
_LONG_TICK_EVERY: Final = 5


def draw_frame(kind: Kind, outline: str, tones: Tones) -> str:
    """Return the edge of a badge of some outline."""
    if kind is Kind.PARTICIPATION:
        return (
            f'<path class="b-edge" {_JOIN} stroke="{tones.edge}" stroke-width="2.5" stroke-dasharray="5 5" '
            f'd="{outline}"/>'
        )
    if kind is Kind.RECOGNITION:
        return (
            f'<path class="b-edge" {_JOIN} stroke="{tones.edge}" stroke-width="2.5" d="{outline}"/>'
            f'<circle class="b-edge" cx="100" cy="100" r="81" {_JOIN} stroke="{tones.edge}" stroke-width="1"/>'
        )
    if kind is Kind.KNOWLEDGE:
        return f'<path {_JOIN} stroke="{tones.edge}" stroke-width="5" d="{outline}"/>'
    if kind is Kind.APPLICATION:
        return (
            f'<path {_JOIN} stroke="{tones.mid}" stroke-width="9.5" d="{outline}"/>'
            f'<path {_JOIN} stroke="{tones.edge}" stroke-width="7" d="{outline}"/>'
        )
    return _coin(outline, tones)


def _coin(outline: str, tones: Tones) -> str:
    ticks = "".join(_tick(index) for index in range(_TICKS))
    return (
        f'<path {_JOIN} stroke="{GOLD}" stroke-width="3" d="{outline}"/>'
        f'<circle cx="100" cy="100" r="89" {_JOIN} stroke="{tones.mid}" stroke-width="16.5"/>'
        f'<circle cx="100" cy="100" r="89" {_JOIN} stroke="{tones.edge}" stroke-width="14"/>'
        f'<path stroke="{GOLD}" stroke-width="1.4" d="{ticks}"/>'
    )


def _tick(index: int) -> str:
    angle = math.pi * index / 30
    end = 93.5 if index % _LONG_TICK_EVERY else 91
    (x, y), (to_x, to_y) = ((100 + r * math.cos(angle), 100 + r * math.sin(angle)) for r in (88, end))
    return f"M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}"
