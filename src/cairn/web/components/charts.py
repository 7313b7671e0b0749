# SPDX-License-Identifier: Apache-2.0
"""Small charts, drawn as SVG with classes instead of colors: a value with its range, a line through time, shares.

Each says in its label what it shows; the page has the same as a table. The first and the last point are labeled, there
is no legend, and whatever stands beside another is on the same scale. Time runs from left to right in every language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cairn.web.components.marks import Words

TONES: Final = 5
"""So many steps from light to dark are told apart in a bar of shares."""

_LEFT: Final = 4.0
_WIDTH: Final = 172.0


@dataclass(frozen=True, slots=True)
class Scale:
    """From where to where a chart reaches; what lies beyond is drawn at its end."""

    start: float = 0.0
    end: float = 1.0

    def share(self, value: float) -> float:
        """Return where a value lies, from 0 to 1."""
        return min(max((value - self.start) / (self.end - self.start), 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class RangePoint:
    """A value and its likely range, where there is one."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of a line through time: when it is, in words, and what it is."""

    label: str
    point: RangePoint


@dataclass(frozen=True, slots=True)
class Mark:
    """A line to compare with: where it lies, and its words in up to two lines."""

    at: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DayMark:
    """Something that happened on a line through time: at which moment, counted from 0, or between which; and words."""

    at: float
    words: str


UNIT: Final = Scale()


def draw_range_chart(
    point: RangePoint, label: Words, *, scale: Scale = UNIT, line: float | None = None, is_open: bool = False
) -> SafeString:
    """Draw a value with its range on one scale, a dotted line to compare with, and an open dot where it falls short."""
    return format_html(
        '<svg class="fig range{}" viewBox="0 0 180 22" role="img" aria-label="{}"><path class="rule" d="M4 11H176"/>'
        '{}{}<circle class="tarn" cx="{}" cy="11" r="5"/></svg>',
        " is-low" if is_open else "",
        label,
        "" if line is None else format_html('<path class="floor" d="M{} 1V21"/>', _across(scale, line)),
        _whisker(point, scale),
        _across(scale, point.value),
    )


def _whisker(point: RangePoint, scale: Scale) -> SafeString | str:
    if point.low is None or point.high is None:
        return ""
    ends = _across(scale, point.low), _across(scale, point.high)
    return format_html('<path class="line" stroke-width="2.5" d="M{} 11H{}"/>', *ends)


def _across(scale: Scale, value: float) -> str:
    return f"{_LEFT + _WIDTH * scale.share(value):.1f}"


_PLOT_LEFT: Final = 92.0
_PLOT_RIGHT: Final = 379.0
_TOP: Final = 28.0
_FOOT: Final = 190.0
_BESIDE: Final = 8.0
_ROOM_FOR_WORDS: Final = 330.0


def draw_line_with_ranges(
    moments: Sequence[Moment],
    label: Words,
    *,
    scale: Scale = UNIT,
    mark: Mark | None = None,
    days: Sequence[DayMark] = (),
) -> SafeString:
    """Draw values through time, each with its range, and a dashed line to compare with; there must be one moment.

    `days` are drawn as dotted lines from top to foot, in their order; the last one has its words.
    """
    places = [(_along(number, len(moments)), moment) for number, moment in enumerate(moments)]
    line = "L".join(f"{x:.1f} {_up(scale, moment.point.value):.1f}" for x, moment in places)
    return format_html(
        '<svg class="fig fig-mid" viewBox="0 0 440 226" direction="ltr" role="img" aria-label="{}">'
        '<path class="axis" d="M70 190H400"/>'
        '{}{}<path class="line" stroke-width="2" d="M{}"/>{}{}{}</svg>',
        label,
        "" if mark is None else _draw_mark(mark, scale),
        format_html_join("", "{}", ((part,) for part in _draw_day_marks(days, len(moments)))),
        line,
        format_html_join("", "{}", ((_draw_moment(x, moment.point, scale),) for x, moment in places)),
        format_html_join("", "{}", ((text,) for text in _values(places, scale))),
        format_html_join("", "{}", ((text,) for text in _days(places))),
    )


def _along(number: float, count: int) -> float:
    if count == 1:
        return (_PLOT_LEFT + _PLOT_RIGHT) / 2
    return _PLOT_LEFT + (_PLOT_RIGHT - _PLOT_LEFT) * number / (count - 1)


def _up(scale: Scale, value: float) -> float:
    return _FOOT - (_FOOT - _TOP) * scale.share(value)


def _draw_moment(x: float, point: RangePoint, scale: Scale) -> SafeString:
    whisker: SafeString | str = ""
    if point.low is not None and point.high is not None:
        ends = f"{_up(scale, point.low):.1f}", f"{_up(scale, point.high):.1f}"
        whisker = format_html('<path class="line" stroke-width="1.3" d="M{} {}V{}"/>', f"{x:.1f}", *ends)
    y = f"{_up(scale, point.value):.1f}"
    return format_html('{}<circle class="tarn" cx="{}" cy="{}" r="4.5"/>', whisker, f"{x:.1f}", y)


def _draw_mark(mark: Mark, scale: Scale) -> SafeString:
    y = _up(scale, mark.at)
    first = y - 2 if len(mark.words) > 1 else y + 5
    words = format_html_join(
        "",
        '<text class="t2" x="0" y="{}" font-size="15">{}</text>',
        ((f"{first + 18 * number:.1f}", text) for number, text in enumerate(mark.words)),
    )
    dashes = '<path class="lead" stroke-width="1.5" stroke-dasharray="4 4" d="M70 {}H400"/>{}'
    return format_html(dashes, f"{y:.1f}", words)


def _draw_day_marks(days: Sequence[DayMark], count: int) -> Iterator[SafeString]:
    """Draw what happened; before the first moment and after the last there is room for one beside its dot."""
    for number, day in enumerate(days, 1):
        x = min(max(_along(day.at, count), _PLOT_LEFT - _BESIDE), _PLOT_RIGHT + _BESIDE)
        dots = '<path class="lead" stroke-width="1.5" stroke-dasharray="2 3" d="M{} 22V190"/>'
        yield format_html(dots, f"{x:.1f}")
        if number == len(days):
            anchor = "end" if x > _ROOM_FOR_WORDS else "middle"
            text = '<text class="t2" x="{}" y="14" font-size="15" text-anchor="{}">{}</text>'
            yield format_html(text, f"{x:.1f}", anchor, day.words)


def _values(places: Sequence[tuple[float, Moment]], scale: Scale) -> Iterator[SafeString]:
    """Write the first value above its range, and the last beside its dot."""
    (first_x, first), (last_x, last) = places[0], places[-1]
    if len(places) > 1:
        y = _up(scale, first.point.value if first.point.high is None else first.point.high) - 9
        small = '<text class="t2" x="{}" y="{}" font-size="15" text-anchor="middle">{}</text>'
        yield format_html(small, f"{first_x:.1f}", f"{y:.1f}", _number(first.point.value))
    large = '<text x="{}" y="{}" font-size="18" font-weight="600">{}</text>'
    y = _up(scale, last.point.value) + 6
    yield format_html(large, f"{last_x + 12:.1f}", f"{y:.1f}", _number(last.point.value))


def _number(value: float) -> str:
    return number_format(value, decimal_pos=2)


def _days(places: Sequence[tuple[float, Moment]]) -> Iterator[SafeString]:
    """Write the first and the last day, and one in the middle where there is room for it."""
    shown = sorted({0, len(places) - 1} | ({len(places) // 2} if len(places) > 4 else set()))  # noqa: PLR2004 - room
    text = '<text class="t2" x="{}" y="212" font-size="15" text-anchor="middle">{}</text>'
    for number in shown:
        x, moment = places[number]
        yield format_html(text, f"{x:.1f}", moment.label)


def draw_shares(counts: Sequence[int], label: Words) -> SafeString:
    """Draw how a whole is shared among ordered steps, the lowest lightest; each step keeps its tone if it is empty."""
    total = sum(counts) or 1
    edges = [100 * edge / total for edge in accumulate(counts, initial=0)]
    parts = format_html_join(
        "",
        '<rect class="s{}" x="{}" width="{}" height="10"/>',
        (
            (_tone(step, len(counts)), f"{start:.4g}", f"{end - start:.4g}")
            for step, (start, end) in enumerate(pairwise(edges))
            if end > start
        ),
    )
    return format_html(
        '<svg class="bar tall shares" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{}">{}'
        "</svg>",
        label,
        parts,
    )


def _tone(step: int, steps: int) -> int:
    return round(step * (TONES - 1) / max(1, steps - 1))
