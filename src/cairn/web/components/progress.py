# SPDX-License-Identifier: Apache-2.0
"""How far something is: bars, steps along a way, and a value with its likely range on one fixed scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import accumulate

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from cairn.web.components.marks import Words


class StepState(StrEnum):
    """Where a step of a way stands."""

    DONE = "done"
    NOTED = "noted"
    FAILED = "failed"
    HERE = "here"
    TODO = "todo"
    CLOSED = "closed"

    @property
    def icon(self) -> str:
        """The mark of the state."""
        return _STEP_ICONS[self]

    @property
    def words(self) -> str:
        """The state for a reader who does not see the mark."""
        return {
            StepState.DONE: gettext("Done"),
            StepState.NOTED: gettext("Worth knowing"),
            StepState.FAILED: gettext("Failed"),
            StepState.HERE: gettext("You are here"),
            StepState.TODO: gettext("Still to do"),
            StepState.CLOSED: gettext("Closed for now"),
        }[self]


_STEP_ICONS = {
    StepState.DONE: "good",
    StepState.NOTED: "note",
    StepState.FAILED: "bad",
    StepState.HERE: "here",
    StepState.TODO: "todo",
    StepState.CLOSED: "lock",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a way (`trail`, `waymarks`): what it is, where it stands, a line about it, when, and where it leads."""

    title: Words
    state: StepState = StepState.TODO
    detail: Words = ""
    at: date | datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: what it counts, how many, and its tone (`good`, `open`, `wait`, `blaze`, `bad` or none)."""

    label: Words
    count: int
    tone: str = ""


def draw_bar(segments: Sequence[Segment], *, whole: int = 0, tall: bool = False, label: Words = "") -> SafeString:
    """Draw counts as parts of one bar; its text says the same, part by part, unless a label says it better."""
    total = whole or sum(segment.count for segment in segments) or 1
    starts = accumulate((segment.count for segment in segments), initial=0)
    parts = format_html_join(
        "",
        '<rect x="{}" width="{}" height="10"{}/>',
        (
            (_percent(start, total), _percent(segment.count, total), _tone(segment.tone))
            for start, segment in zip(starts, segments, strict=False)
            if segment.count
        ),
    )
    return format_html(
        '<svg class="bar{}" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        " tall" if tall else "",
        label or ", ".join(f"{segment.count} {segment.label}" for segment in segments),
        parts,
    )


def draw_progress(done: int, total: int, label: Words = "") -> SafeString:
    """Draw how much of a whole is done."""
    words = label or gettext("%(done)s of %(total)s") % {"done": done, "total": total}
    return draw_bar([Segment(words, min(done, total))], whole=total, label=words)


def draw_range(value: float, low: float, high: float, *, floor: float | None = None) -> SafeString:
    """Draw a value from 0 to 1 with its likely range, a dotted line to clear, and an open dot where it falls short.

    The numbers are part of the drawing's text; the page writes them beside it too.
    """
    under = floor is not None and low < floor
    line = format_html('<path class="floor" d="M{0} 1V21"/>', _place(floor)) if floor is not None else ""
    return format_html(
        '<svg class="fig range{}" viewBox="0 0 180 22" role="img" aria-label="{}"><path class="rule" d="M4 11H176"/>{}'
        '<path class="line" stroke-width="2.5" d="M{} 11H{}"/><circle class="tarn" cx="{}" cy="11" r="5"/></svg>',
        " is-low" if under else "",
        _range_words(value, low, high, floor),
        line,
        _place(low),
        _place(high),
        _place(value),
    )


def _range_words(value: float, low: float, high: float, floor: float | None) -> str:
    numbers = {"value": f"{value:.2f}", "low": f"{low:.2f}", "high": f"{high:.2f}"}
    if floor is None:
        return gettext("%(value)s, likely range %(low)s to %(high)s") % numbers
    return gettext("%(value)s, likely range %(low)s to %(high)s, line at %(floor)s") % {
        **numbers,
        "floor": f"{floor:.2f}",
    }


def _place(share: float) -> str:
    """Where a share stands on the scale, which runs from 4 to 176."""
    return f"{4 + 172 * min(max(share, 0), 1):.1f}"


def _percent(count: int, total: int) -> str:
    return f"{100 * count / total:.4g}"


def _tone(name: str) -> SafeString | str:
    return format_html(' class="{}"', name) if name else ""
