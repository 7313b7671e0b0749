# SPDX-License-Identifier: Apache-2.0
"""A badge, drawn for a page, as a document of its own that can carry a credential, and as PNG."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

from cairn.achievements.drawing.color import hue_of, tones_of
from cairn.achievements.drawing.frame import draw_frame
from cairn.achievements.drawing.scene import draw_scene
from cairn.achievements.drawing.seed import Seed
from cairn.achievements.drawing.shapes import outline
from cairn.achievements.drawing.words import draw_words, visible
from cairn.achievements.kinds import Kind
from cairn.foundation.typesetting import draw_png

_SIDE: Final = 200
_DOCUMENT_SIDE: Final = 600


@dataclass(frozen=True, slots=True)
class BadgeDesign:
    """What a badge is drawn from.

    `name` is the name in the achievement's own language and seeds the picture, which a translation therefore leaves
    as it is; `shown` and `word` are what is written. `small` leaves the words out, for less than 90 pixels.
    """

    name: str
    kind: Kind
    hue: int | None = None
    shown: str = ""
    word: str = ""
    size_class: str = ""
    small: bool = False

    @property
    def title(self) -> str:
        """The name as it is shown."""
        return visible(self.shown or self.name)

    @property
    def kind_word(self) -> str:
        """The word of the kind as it is shown."""
        return visible(self.word or str(self.kind.word))


def draw_badge(design: BadgeDesign, *, ids: str, label: str = "") -> str:
    """Return a badge for a page; without a label it is decoration. `ids` is unique in the page."""
    title = f'role="img" aria-label="{escape(visible(label))}"' if label else 'aria-hidden="true"'
    return (
        f'<svg class="badge {escape(design.size_class)}" data-kind="{design.kind}" viewBox="0 0 {_SIDE} {_SIDE}" '
        f"{title}>{_drawing(design, ids)}</svg>"
    )


def draw_badge_document(design: BadgeDesign) -> bytes:
    """Return a badge as an SVG document with its title and what it means, ready to be baked."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIDE} {_SIDE}" '
        f'width="{_DOCUMENT_SIDE}" height="{_DOCUMENT_SIDE}" '
        'role="img" aria-labelledby="title" aria-describedby="desc">'
        f'<title id="title">{escape(design.title)}</title>'
        f'<desc id="desc">{escape(f"{design.kind_word}. {design.kind.sentence}")}</desc>'
        f"{_drawing(design, '')}</svg>"
    ).encode()


def draw_badge_png(design: BadgeDesign, pixels: int = _DOCUMENT_SIDE) -> bytes:
    """Return a badge as a square PNG with a clear ground, ready to be baked."""
    return draw_png(draw_badge_document(design), pixels)


def _drawing(design: BadgeDesign, ids: str) -> str:
    kind, hue = design.kind, hue_of(design.name) if design.hue is None else design.hue
    seed, tones = Seed(f"{design.name}|{kind}"), tones_of(kind, hue)
    edge = outline(kind, seed)
    scene = draw_scene(kind, seed, tones, small=design.small)
    words = "" if design.small else draw_words(design.title, kind, design.kind_word, tones)
    return (
        f'<clipPath id="b{escape(ids)}"><path d="{edge}"/></clipPath>'
        f'<g clip-path="url(#b{escape(ids)})">{scene}</g>{draw_frame(kind, edge, tones)}{words}'
    )
