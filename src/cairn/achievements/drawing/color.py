# SPDX-License-Identifier: Apache-2.0
"""Colors by lightness, chroma and hue, so that every hue is equally light and every badge equally readable.

Source: CSS Color 4 §9.4 (OKLCH), §10.12 (OKLab to linear sRGB), IEC 61966-2-1 (sRGB).
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Final

from cairn.achievements.kinds import Kind

_Rgb = tuple[float, float, float]
_OUT_OF_GAMUT: Final = 0.001
_CHROMA_STEP: Final = 0.005
_LINEAR_END: Final = 0.0031308
_ALARM_RED_END: Final = 45
_ALARM_FREE: Final = 320


def oklch(lightness: float, chroma: float, hue: float) -> str:
    """Return the sRGB hex of a color; its chroma is lowered until it can be shown."""
    rgb = _linear_rgb(lightness, chroma, hue)
    while not _in_gamut(rgb) and chroma > 0:
        chroma -= _CHROMA_STEP
        rgb = _linear_rgb(lightness, chroma, hue)
    return "#" + "".join(f"{_encoded(part):02x}" for part in rgb)


def hue_of(name: str) -> int:
    """Return a hue for an issuer that has chosen none; it keeps clear of alarm red."""
    number = int(hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest(), 16)
    return (_ALARM_RED_END + number % _ALARM_FREE) % 360


@dataclass(frozen=True, slots=True)
class Tones:
    """The eight colors of a badge, from its sky to its edge."""

    sky: str
    sun: str
    far: str
    mid: str
    near: str
    ground: str
    text: str
    edge: str


def tones_of(kind: Kind, hue: int) -> Tones:
    """Return the tones of a badge: deep where work was judged, light where knowledge was, hollow where nothing was."""
    if kind in (Kind.APPLICATION, Kind.CERTIFICATION):
        return _deep_tones(hue)
    return _light_tones(hue) if kind is Kind.KNOWLEDGE else _hollow_tones(hue)


def _deep_tones(hue: int) -> Tones:
    warm = (hue + 28) % 360
    return Tones(
        sky=oklch(0.90, 0.045, warm),
        sun=oklch(0.97, 0.03, warm),
        far=oklch(0.76, 0.07, hue),
        mid=oklch(0.61, 0.09, hue),
        near=oklch(0.46, 0.09, hue),
        ground=oklch(0.32, 0.065, hue),
        text=oklch(0.975, 0.012, hue),
        edge=oklch(0.26, 0.05, hue),
    )


def _light_tones(hue: int) -> Tones:
    warm = (hue + 28) % 360
    return Tones(
        sky=oklch(0.965, 0.012, warm),
        sun=oklch(0.93, 0.03, warm),
        far=oklch(0.88, 0.035, hue),
        mid=oklch(0.80, 0.055, hue),
        near=oklch(0.72, 0.07, hue),
        ground=oklch(0.94, 0.022, hue),
        text=oklch(0.32, 0.07, hue),
        edge=oklch(0.42, 0.09, hue),
    )


def _hollow_tones(hue: int) -> Tones:
    white = "#ffffff"
    return Tones(
        sky=white,
        sun=white,
        far=white,
        mid=oklch(0.95, 0.02, hue),
        near=oklch(0.92, 0.03, hue),
        ground=white,
        text=oklch(0.36, 0.05, hue),
        edge=oklch(0.50, 0.06, hue),
    )


def _linear_rgb(lightness: float, chroma: float, hue: float) -> _Rgb:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _in_gamut(rgb: _Rgb) -> bool:
    return all(-_OUT_OF_GAMUT <= part <= 1 + _OUT_OF_GAMUT for part in rgb)


def _encoded(part: float) -> int:
    """Encode one linear part for a screen. Source: IEC 61966-2-1."""
    part = min(max(part, 0.0), 1.0)
    return round(255 * (12.92 * part if part <= _LINEAR_END else 1.055 * part ** (1 / 2.4) - 0.055))


GOLD: Final = oklch(0.80, 0.13, 88)
"""The edge of what is certified."""
