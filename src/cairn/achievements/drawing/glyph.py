# SPDX-License-Identifier: Apache-2.0
"""The small mark of a kind, in the color of the text: hollow for attendance, filling up to solid."""

from __future__ import annotations

from typing import Final

from cairn.achievements.kinds import Kind

_LINE: Final = 'fill="none" stroke="currentColor"'
_SHAPES: Final = {
    Kind.PARTICIPATION: (
        '<path d="M2 5.5h16v3a1.6 1.6 0 0 0 0 3v3H2v-3a1.6 1.6 0 0 0 0-3z" '
        f'{_LINE} stroke-width="1.5" stroke-dasharray="2.2 1.8"/>'
    ),
    Kind.RECOGNITION: f'<circle cx="10" cy="10" r="7.4" {_LINE} stroke-width="1.5"/>',
    Kind.KNOWLEDGE: (
        f'<path d="M10 2l7 4v8l-7 4-7-4V6z" {_LINE} stroke-width="1.6" stroke-linejoin="round"/>'
        '<path d="M3 11l7-1.4 7 1.4v3l-7 4-7-4z" fill="currentColor"/>'
    ),
    Kind.APPLICATION: '<path d="M6.5 2.5l7.5-.6 4 5.6-.8 7-5.2 3.8-7-1.3L1.8 11z" fill="currentColor"/>',
    Kind.CERTIFICATION: (
        f'<circle cx="10" cy="10" r="8.4" {_LINE} stroke-width="1.5"/>'
        '<path d="M7.3 4.6l5.4 0 2.7 5.4-2.7 5.4H7.3L4.6 10z" fill="currentColor"/>'
    ),
}


def draw_kind_glyph(kind: Kind) -> str:
    """Return the mark of a kind, 20 units square. It never stands without the word."""
    return f'<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">{_SHAPES[kind]}</svg>'
