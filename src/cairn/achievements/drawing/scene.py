# SPDX-License-Identifier: Apache-2.0
"""What is seen in a badge: a line of hills where nothing was tested, a summit with its cairn where something was."""

from __future__ import annotations

from typing import Final

from cairn.achievements.drawing.color import Tones
from cairn.achievements.drawing.seed import Seed
from cairn.achievements.drawing.shapes import Point, land, markers, polygon, ridge
from cairn.achievements.kinds import Kind

_SKY: Final = "M0 0h200v200H0z"
_WITHOUT_WORDS: Final = 26
"""How much lower the picture stands where no words stand below it."""
_MARKERS: Final = {Kind.KNOWLEDGE: 1, Kind.APPLICATION: 2, Kind.CERTIFICATION: 3}


def draw_scene(kind: Kind, seed: Seed, tones: Tones, *, small: bool) -> str:
    """Return the picture inside a badge; a small one has no words and the picture in its middle."""
    summit = seed.next(70, 130)
    drop = _WITHOUT_WORDS if small else 0
    if kind is Kind.PARTICIPATION:
        return _line_of_hills(ridge(seed, 152, 22, summit), tones)
    if kind is Kind.RECOGNITION:
        return _low_hills(ridge(seed, 66 + drop, 24, summit), 84 + drop, tones)
    return _summit(kind, seed, tones, summit, drop)


def _line_of_hills(line: list[Point], tones: Tones) -> str:
    return (
        f'<path class="b-sky" fill="{tones.sky}" d="{_SKY}"/>'
        f'<path class="b-edge" fill="none" stroke="{tones.edge}" stroke-width="2" stroke-linejoin="round" '
        f'opacity=".55" d="M{"L".join(f"{x} {y}" for x, y in line)}"/>'
    )


def _low_hills(line: list[Point], floor: int, tones: Tones) -> str:
    return (
        f'<path class="b-sky" fill="{tones.sky}" d="{_SKY}"/>'
        f'<path class="b-near" fill="{tones.near}" d="{land(line, floor)}"/>'
        f'<path class="b-edge" stroke="{tones.edge}" stroke-width="2" d="M0 {floor}H200"/>'
    )


def _summit(kind: Kind, seed: Seed, tones: Tones, summit: float, drop: int) -> str:
    side = 1 if seed.next() > 0.5 else -1  # noqa: PLR2004 - left or right
    floor = 97 + drop - (0 if kind is Kind.CERTIFICATION else 4)
    far = ridge(seed, floor - 19, 26, 100 + side * 52)
    mid = ridge(seed, floor - 7, 44, summit)
    near = ridge(seed, floor, 16, 100 - side * 60)
    top = min(mid, key=lambda point: point[1])
    stones = markers(top[0], top[1] + 1, _MARKERS[kind], tones.edge if kind is Kind.KNOWLEDGE else tones.near)
    return (
        f'<path fill="{tones.sky}" d="{_SKY}"/>'
        f'<circle cx="{100 - side * 46:g}" cy="{50 + drop // 2}" r="12" fill="{tones.sun}"/>'
        f'<path fill="{tones.far}" d="{land(far, 200)}"/><path fill="{tones.mid}" d="{land(mid, 200)}"/>'
        f'<path fill="{tones.far}" opacity=".55" d="{_lit_face(mid, top, floor)}"/>'
        f"{stones}"
        f'<path fill="{tones.near}" d="{land(near, 200)}"/>'
        f'<path fill="{tones.ground}" d="M-5 {floor + 2}L60 {floor - 3}L130 {floor + 3}L205 {floor - 1}V205H-5Z"/>'
    )


def _lit_face(skyline: list[Point], top: Point, floor: int) -> str:
    """Return the face of the summit that the sun reaches."""
    left = skyline[max(skyline.index(top) - 1, 0)]
    return polygon([top, left, (left[0] + 12, floor + 20), (top[0] - 4, floor + 20), (top[0] + 5, top[1] + 22)])
