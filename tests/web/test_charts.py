# SPDX-License-Identifier: Apache-2.0
"""Charts: exact places, words for who does not see them, and nothing that a strict policy refuses."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from cairn.web.components.charts import (
    DayMark,
    Mark,
    Moment,
    RangePoint,
    Scale,
    draw_line_with_ranges,
    draw_range_chart,
    draw_shares,
)
from cairn.web.public.reliability.words import say_number


def test_a_range_stands_on_its_scale() -> None:
    drawn = draw_range_chart(RangePoint(0.5, 0.25, 0.75), "0.50", line=0.6, is_open=True)
    assert drawn == (
        '<svg class="fig range is-low" viewBox="0 0 180 22" role="img" aria-label="0.50"><path class="rule" '
        'd="M4 11H176"/><path class="floor" d="M107.2 1V21"/><path class="line" stroke-width="2.5" '
        'd="M47.0 11H133.0"/><circle class="tarn" cx="90.0" cy="11" r="5"/></svg>'
    )


def test_a_value_without_a_range_is_a_dot() -> None:
    drawn = draw_range_chart(RangePoint(0.0), "none", scale=Scale(-1, 1))
    assert 'class="line"' not in drawn
    assert 'cx="90.0"' in drawn


@pytest.mark.parametrize(("value", "place"), [(-3.0, "4.0"), (3.0, "176.0")])
def test_what_lies_beyond_is_drawn_at_the_end(value: float, place: str) -> None:
    assert f'cx="{place}"' in draw_range_chart(RangePoint(value), "beyond")


def test_words_cannot_leave_the_label() -> None:
    drawn = draw_range_chart(RangePoint(0.5), '"><script>')
    assert "<script>" not in drawn
    assert "&quot;&gt;&lt;script&gt;" in drawn


def test_a_line_labels_its_ends() -> None:
    moments = [Moment(f"{day} May", RangePoint(day / 10, day / 20, day / 10)) for day in (2, 4, 6)]
    drawn = draw_line_with_ranges(moments, "it grows", mark=Mark(0.6, ("Line to", "clear, 0.60")))
    assert drawn.count("<circle") == 3
    assert 'd="M92.0 157.6L235.5 125.2L379.0 92.8"' in drawn
    assert ">0.20</text>" in drawn
    assert ">0.60</text>" in drawn
    assert ">0.40</text>" not in drawn
    assert ">2 May</text>" in drawn
    assert ">4 May</text>" not in drawn
    assert "style=" not in drawn


def test_time_runs_from_left_to_right_in_every_language() -> None:
    with override("ar"):
        assert ' direction="ltr" ' in draw_line_with_ranges([Moment("2 مايو", RangePoint(0.2))], "واحد")
        assert say_number(-0.25, signed=True) == "\u2066−0,25\u2069"
    assert (say_number(-0.25), say_number(0.25, signed=True), say_number(0.001, signed=True)) == (
        "−0.25",
        "+0.25",
        "0.00",
    )


def test_a_single_moment_stands_in_the_middle() -> None:
    drawn = draw_line_with_ranges([Moment("2 May", RangePoint(0.2))], "one")
    assert drawn.count(">0.20</text>") == 1
    assert 'cx="235.5"' in drawn


def test_numbers_are_in_the_readers_language() -> None:
    with override("es"):
        assert ">0,20</text>" in draw_line_with_ranges([Moment("2 mayo", RangePoint(0.2))], "uno")


def test_shares_leave_out_what_is_empty_and_keep_their_tones() -> None:
    drawn = draw_shares((1, 0, 3), "Low 1, Middle 0, High 3")
    assert '<rect class="s0" x="0" width="25" height="10"/><rect class="s4" x="25" width="75" height="10"/>' in drawn
    assert 'class="s2"' not in drawn


def test_nothing_is_drawn_as_an_empty_bar() -> None:
    assert "<rect" not in draw_shares((0, 0), "Nothing")


def test_days_are_marked_between_the_moments_and_the_last_has_its_words() -> None:
    moments = [Moment(f"{day} May", RangePoint(day / 10)) for day in (2, 4, 6)]
    days = (DayMark(-0.5, "before"), DayMark(0.5, "between"), DayMark(2.5, "after <b>"))
    drawn = draw_line_with_ranges(moments, "met", days=days)
    assert [place in drawn for place in ('d="M84.0 22V190"', 'd="M163.8 22V190"', 'd="M387.0 22V190"')] == [True] * 3
    assert (">before</text>" in drawn, ">between</text>" in drawn) == (False, False)
    assert '<text class="t2" x="387.0" y="14" font-size="15" text-anchor="end">after &lt;b&gt;</text>' in drawn
    assert "M387" not in draw_line_with_ranges(moments, "met")
