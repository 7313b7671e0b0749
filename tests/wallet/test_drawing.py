# SPDX-License-Identifier: Apache-2.0
"""The cairn: the same bytes as the reference drawing, and nothing that a title could break."""

from __future__ import annotations

import runpy
from typing import Any, Final
from xml.etree import ElementTree as ET

import pytest

from cairn.achievements.kinds import Kind
from cairn.wallet.drawing import NextStep, Stone, draw_cairn
from tests.shared_data import shared_path

STONES: Final = [
    Stone("How memory works", Kind.KNOWLEDGE, 6, 255),
    Stone("Retrieval practice in the secondary classroom", Kind.APPLICATION, 30, 195),
    Stone("First aid & CPR", Kind.CERTIFICATION, 8, 80),
    Stone("Family literacy night helper", Kind.PARTICIPATION, 3, 0),
    Stone("Thanks from the 8th grade team", Kind.RECOGNITION, 0, 0),
    Stone("New teacher orientation", Kind.PARTICIPATION, 6, 0),
]
HOSTILE: Final = "</text><script>x</script>\"'\x00\u202e"


@pytest.mark.parametrize("step", [None, NextStep("Ropes")])
@pytest.mark.parametrize("count", range(len(STONES) + 1))
def test_a_cairn_is_drawn_byte_for_byte_like_the_reference(count: int, step: NextStep | None) -> None:
    reference: dict[str, Any] = runpy.run_path(str(shared_path("design/reference/draw.py")))
    held = [
        reference["Held"](stone.title, stone.kind.value, stone.hue, stone.hours, "2026") for stone in STONES[:count]
    ]
    expected = reference["cairn"](held, f"Next: {step.title}" if step else "", label="A “stack”")
    assert draw_cairn(STONES[:count], step, label="A “stack”") == expected


def test_what_was_not_tested_never_stands_in_the_stack() -> None:
    drawn = draw_cairn(STONES, label="x")
    assert (drawn.count('class="on-stone"'), drawn.count('class="lead"')) == (3, 3)
    assert drawn.index("Retrieval practice") < drawn.index("First aid") < drawn.index("How memory works")


def test_links_make_it_a_group_because_a_picture_has_no_links() -> None:
    linked = draw_cairn([Stone("Knots", Kind.KNOWLEDGE, 1, 10, href="/a?b=1&c=2")], label="x")
    assert 'role="group"' in linked
    assert linked.count('<a href="/a?b=1&amp;c=2">') == 1
    assert 'role="img"' in draw_cairn(STONES, label="x")


def test_a_translation_keeps_the_shape() -> None:
    plain = draw_cairn([Stone("Knots", Kind.KNOWLEDGE, 1, 10)], NextStep("Ropes"), label="x")
    shown = draw_cairn(
        [Stone("Knots", Kind.KNOWLEDGE, 1, 10, shown="Nudos")], NextStep("Ropes", shown="Sogas"), label="x"
    )
    assert shown == plain.replace("Knots", "Nudos").replace("Ropes", "Sogas")


def test_at_most_twelve_stones_are_drawn_and_the_others_counted() -> None:
    stones = [Stone(f"Stone {number}", Kind.APPLICATION, number, 10) for number in range(40)]
    drawn = draw_cairn(stones, label="x")
    assert drawn.count('class="on-stone"') == 12
    assert "Stone 39<" in drawn
    assert "Stone 27<" not in drawn
    assert "and 28 more" in drawn


@pytest.mark.parametrize("title", [HOSTILE, "x" * 5_000, "word " * 2_000, "", " "])
def test_no_title_breaks_the_drawing_or_leaves_it(title: str) -> None:
    stones = [Stone(title, kind, -1, 10, href="/x") for kind in Kind]
    root = ET.fromstring(draw_cairn(stones, NextStep(title), label=title))
    assert {element.tag for element in root.iter()} <= {"svg", "path", "text", "tspan", "a"}
    assert max(map(len, ("".join(text.itertext()) for text in root.iter("text")))) <= 90
    left = [float(point.split()[0]) for path in root.iter("path") for point in path.get("d", "M0 0")[1:-1].split("L")
            if "Q" not in point]  # fmt: skip
    assert (min(left) >= 0, max(left) <= 380) == (True, True)
