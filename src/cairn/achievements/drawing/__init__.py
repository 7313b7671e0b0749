# SPDX-License-Identifier: Apache-2.0
"""Badges drawn from a name, a kind and a hue: the same input gives the same bytes, everywhere and always.

::

    seed     numbers from a digest of the name
    color    OKLCH tones as sRGB, and a hue for those who chose none
    shapes   outlines, ridges and markers as paths
    words    a name fitted into a badge
    badge    the badge: for a page, as a document of its own, as PNG
    glyph    the small mark of a kind
"""

from cairn.achievements.drawing.badge import BadgeDesign, draw_badge, draw_badge_document, draw_badge_png
from cairn.achievements.drawing.color import GOLD, hue_of, oklch
from cairn.achievements.drawing.glyph import draw_kind_glyph
from cairn.achievements.drawing.seed import Seed
from cairn.achievements.drawing.shapes import Point, polygon
from cairn.achievements.drawing.words import visible, wrap

__all__ = [
    "GOLD",
    "BadgeDesign",
    "Point",
    "Seed",
    "draw_badge",
    "draw_badge_document",
    "draw_badge_png",
    "draw_kind_glyph",
    "hue_of",
    "oklch",
    "polygon",
    "visible",
    "wrap",
]
