# SPDX-License-Identifier: Apache-2.0
"""Badges: the same bytes as the reference drawing, documents that can be baked, and names that cannot break out."""

from __future__ import annotations

import hashlib
import io
import itertools
import runpy
from typing import Any, Final
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation
from PIL import Image

from cairn.achievements.drawing import (
    BadgeDesign,
    draw_badge,
    draw_badge_document,
    draw_badge_png,
    draw_kind_glyph,
    hue_of,
    oklch,
    wrap,
)
from cairn.achievements.kinds import Kind
from cairn.standards.openbadges.baking import bake, extract
from tests.shared_data import shared_path

NAMES: Final = (
    "Retrieval practice in the secondary classroom",
    "First aid & <CPR>",
    "A",
    "Data storytelling with spreadsheets, and as many more words as it takes to fill every line of a badge",
    "ممارسة الاسترجاع في صفوف المرحلة الثانوية",
)
DESIGN: Final = BadgeDesign("Retrieval practice in the secondary classroom", Kind.APPLICATION, 195)
HOSTILE: Final = "</text><script>alert(1)</script>\"' onload='x\x00\x1b\u202e\ud800"


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    return runpy.run_path(str(shared_path("design/reference/draw.py")))


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("name", NAMES)
def test_a_badge_is_drawn_byte_for_byte_like_the_reference(name: str, kind: Kind, reference: dict[str, Any]) -> None:
    for hue, small, label, shown in itertools.product((None, 0, 195), (True, False), ("", "Badge: “x”"), ("", "Otro")):
        expected = reference["badge"](
            name, kind.value, hue, uid="7", small=small, label=label, cls="s", shown=shown, word="Palabra"
        )
        design = BadgeDesign(name, kind, hue, shown=shown, word="Palabra", size_class="s", small=small)
        assert draw_badge(design, ids="7", label=label) == expected


@pytest.mark.parametrize("kind", Kind)
def test_the_mark_of_a_kind_is_that_of_the_reference(kind: Kind, reference: dict[str, Any]) -> None:
    assert draw_kind_glyph(kind) == reference["kind_glyph"](kind.value)


def test_a_drawing_never_changes() -> None:
    assert hashlib.sha256(draw_badge(DESIGN, ids="1").encode()).hexdigest() == (
        "542b91f81bb0ec3399c602a1ec537eb7ea48787d622aa124de4ead6e419cf854"
    )


def test_the_words_of_the_kinds() -> None:
    with translation.override("en"):
        assert [str(kind.word) for kind in Kind] == ["Took part", "Recognized", "Knows", "Can do", "Certified"]
    assert [kind.is_tested for kind in Kind] == [False, False, True, True, True]
    assert Kind.choices()[2][0] == "knowledge"


@pytest.mark.parametrize(
    ("lightness", "chroma", "hue", "expected"),
    [(1, 0, 0, "#ffffff"), (0, 0, 0, "#000000"), (0.80, 0.13, 88, "#e1b850"), (0.627955, 0.257683, 29.234, "#ff0000")],
)
def test_oklch_gives_the_known_colors(lightness: float, chroma: float, hue: float, expected: str) -> None:
    assert oklch(lightness, chroma, hue) == expected


def test_a_chroma_that_no_screen_has_is_lowered() -> None:
    assert oklch(0.5, 0.4, 195) == oklch(0.5, 0.085, 195)


def test_a_hue_of_nobodys_choice_is_never_alarm_red() -> None:
    hues = {hue_of(f"issuer {number}") for number in range(10_000)}
    assert hues == set(range(45, 360)) | set(range(5))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Knots", ["Knots"]),
        ("Retrieval practice in the secondary classroom", ["Retrieval", "practice in the", "secondary", "classroom"]),
        ("x" * 60, ["x" * 39 + "…"]),
    ],
)
def test_names_are_broken_between_words(text: str, expected: list[str]) -> None:
    assert wrap(text, 16) == expected


def test_a_name_of_too_many_words_ends_with_a_sign() -> None:
    lines = wrap("many words " * 40)
    assert (len(lines), lines[-1][-1]) == (4, "…")


@pytest.mark.parametrize("kind", Kind)
def test_a_document_is_xml_with_a_title_whatever_the_name(kind: Kind) -> None:
    root = ET.fromstring(draw_badge_document(BadgeDesign(HOSTILE, kind, 100, word=HOSTILE)))
    names = {element.tag.partition("}")[2] for element in root.iter()}
    assert names <= {"svg", "title", "desc", "clipPath", "path", "g", "circle", "text", "tspan"}
    assert root[0].text == "</text><script>alert(1)</script>\"' onload='x"
    assert (root.get("role"), root.get("aria-labelledby"), root.get("width")) == ("img", "title", "600")
    assert not any(name.startswith("on") for element in root.iter() for name in element.keys())  # noqa: SIM118


def test_a_badge_in_a_page_cannot_be_left_by_its_name_label_or_class() -> None:
    drawn = draw_badge(BadgeDesign(HOSTILE, Kind.KNOWLEDGE, size_class='s" onload="x'), ids='1"><b>', label=HOSTILE)
    assert "<script" not in drawn
    assert "<b>" not in drawn
    assert ' onload="' not in drawn


def test_a_document_can_carry_a_credential() -> None:
    assert extract(bake(draw_badge_document(DESIGN), '{"a":1}')) == '{"a":1}'


@pytest.mark.parametrize("pixels", [88, 600])
def test_a_png_is_square_clear_at_its_corners_and_can_carry_a_credential(pixels: int) -> None:
    image = draw_badge_png(DESIGN, pixels)
    assert image == draw_badge_png(DESIGN, pixels)
    with Image.open(io.BytesIO(image)) as picture:
        assert (picture.format, picture.size, picture.mode) == ("PNG", (pixels, pixels), "RGBA")
        assert picture.getpixel((0, 0)) == (0, 0, 0, 0)
        red, green, blue, opacity = picture.convert("RGBA").getpixel((pixels // 2, pixels * 93 // 100))  # type: ignore[misc]
        assert (opacity, f"#{red:02x}{green:02x}{blue:02x}") == (255, oklch(0.26, 0.05, 195))
    assert extract(bake(image, '{"a":1}')) == '{"a":1}'


def test_the_words_of_a_png_are_letters() -> None:
    """Without the fonts the ground below the hills would have one color."""
    with Image.open(io.BytesIO(draw_badge_png(DESIGN, 400))) as picture:
        colors = picture.convert("RGB").crop((80, 200, 320, 330)).getcolors(100_000)
    assert len(colors or []) > 50
