# SPDX-License-Identifier: Apache-2.0
"""The agreement on a rubric as rows of a page: each with its drawing, its numbers and a sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from cairn.achievements.definition import Definition
from cairn.achievements.translate import in_language
from cairn.assessment.reliability import FEW_WORKS, Estimate
from cairn.assessment.selectors import AgreementReport, ReliabilityStanding, ScopeAgreement, Split, TimeWindow
from cairn.web.components.charts import DayMark, Mark, Moment, RangePoint, draw_line_with_ranges, draw_range_chart
from cairn.web.components.tables import Column
from cairn.web.public.reliability.words import (
    FIGURE_WORDS,
    say_finding,
    say_interval,
    say_low,
    say_number,
    say_reason,
    say_share,
    say_state,
)

WINDOW_COLUMNS: Final = (
    Column(gettext_lazy("Works rated")),
    Column(gettext_lazy("Figure"), numeric=True),
    Column(gettext_lazy("Likely range"), numeric=True),
    Column(gettext_lazy("Same level"), numeric=True),
    Column(gettext_lazy("Works"), numeric=True),
)
COEFFICIENT_COLUMNS: Final = (
    Column(gettext_lazy("Figure")),
    Column(gettext_lazy("Value"), numeric=True),
    Column(gettext_lazy("Likely range"), numeric=True),
    Column(gettext_lazy("What it says")),
)


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion, or all of them: the drawing, the figure with its range, shares, works, and what is seen."""

    name: str
    is_all: bool
    chart: SafeString | str
    value: str
    interval: str
    same: str
    within: str
    n_works: int
    note: str


@dataclass(frozen=True, slots=True)
class WindowRow:
    """Some works that followed each other; `met` says on which days assessors met around them."""

    days: str
    value: str
    interval: str
    same: str
    n_works: int
    met: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CoefficientRow:
    """One figure of all criteria together; `undefined` says why it, or its range, is missing."""

    name: str
    value: str
    interval: str
    sentence: str
    undefined: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """What the pages of an agreement show, in the reader's language."""

    report: AgreementReport
    definition: Definition
    finding: str
    state: str
    low: str
    floor: str
    figure: str
    within: str
    same_result: str
    criteria: tuple[CriterionRow, ...]
    windows: tuple[WindowRow, ...]
    chart: SafeString | str
    coefficients: tuple[CoefficientRow, ...]

    @property
    def standing(self) -> ReliabilityStanding:
        """How the agreement stands."""
        return self.report.standing

    @property
    def is_few(self) -> bool:
        """Whether there are too few works to rely on the ranges."""
        return 0 < self.standing.n_works < FEW_WORKS

    @property
    def missing(self) -> int:
        """How many more works must be rated twice before anything can be established."""
        return max(0, self.standing.min_works - self.standing.n_works)

    @property
    def value(self) -> str:
        """The figure by which it is judged, with its range."""
        standing = self.standing
        return say_estimate(standing.estimate, floor=float(standing.floor)) if standing.estimate else ""


def view_report(report: AgreementReport, *, met: Sequence[datetime] = ()) -> ReportView:
    """Prepare what is known of the agreement on a rubric; `met` is when its assessors met, and not for the public."""
    definition = in_language(report.version.definition, get_language() or "en")
    standing = report.standing
    scopes = (*report.criteria, report.whole) if len(report.criteria) > 1 else report.criteria
    return ReportView(
        report=report,
        definition=definition,
        finding=say_finding(report),
        state=say_state(standing),
        low=say_low(standing),
        floor=say_number(float(standing.floor)),
        figure=str(FIGURE_WORDS[standing.coefficient].name),
        within=say_share(report.whole["adjacent_agreement"]),
        same_result=say_share(report.same_result),
        criteria=tuple(_criterion(scope, standing, definition) for scope in scopes) if report.is_measured else (),
        windows=tuple(_window_rows(report, met)),
        chart=_time_chart(report, met),
        coefficients=tuple(_coefficient(name, report) for name in FIGURE_WORDS),
    )


def say_estimate(estimate: Estimate, *, floor: float | None = None) -> str:
    """Write a figure with its range: 0.69 (0.52 to 0.79); beside a floor, an end that misses it never reads as it."""
    if estimate.value is None:
        return ""
    interval = say_interval(estimate, floor=floor)
    return f"{say_number(estimate.value)} ({interval})" if interval else say_number(estimate.value)


def chart_of(estimate: Estimate, floor: float) -> SafeString | str:
    """Draw a figure on the scale from 0 to 1, with the floor that it is to clear; nothing where there is none."""
    if estimate.value is None:
        return ""
    words = {"value": say_estimate(estimate, floor=floor), "floor": say_number(floor)}
    label = gettext("%(value)s; the line to clear is %(floor)s") % words
    is_open = estimate.low is None or estimate.low < floor
    return draw_range_chart(_point(estimate), label, line=floor, is_open=is_open)


def level_name(definition: Definition, level: str) -> str:
    """Return what a level is called."""
    return next((known.name or known.id for known in definition.rubric.levels if known.id == level), level)


def criterion_name(definition: Definition, criterion: str) -> str:
    """Return what a criterion is called."""
    return next((known.name or known.id for known in definition.rubric.criteria if known.id == criterion), criterion)


def say_split(split: Split, definition: Definition) -> str:
    """Say between which two levels most differences lie."""
    words = {
        "count": split.count,
        "total": split.total,
        "lower": level_name(definition, split.lower),
        "upper": level_name(definition, split.upper),
    }
    return gettext("%(count)s of %(total)s differences are between “%(lower)s” and “%(upper)s”") % words


def say_day(moment: datetime, *, with_year: bool = True) -> str:
    """Write a day, short."""
    day = timezone.localdate(moment)
    return date_format(day, "j M Y" if with_year else "j M")


def say_days(first: datetime, last: datetime) -> str:
    """Write from when to when, short."""
    start, end = (say_day(moment) for moment in (first, last))
    return start if start == end else gettext("%(start)s to %(end)s") % {"start": start, "end": end}


def _criterion(scope: ScopeAgreement, standing: ReliabilityStanding, definition: Definition) -> CriterionRow:
    estimate = scope[standing.coefficient]
    everything = gettext("All criteria")
    return CriterionRow(
        name=criterion_name(definition, scope.criterion) if scope.criterion else everything,
        is_all=not scope.criterion,
        chart=chart_of(estimate, float(standing.floor)),
        value="" if estimate.value is None else say_number(estimate.value),
        interval=say_interval(estimate, floor=float(standing.floor)),
        same=say_share(scope["percent_agreement"]),
        within=say_share(scope["adjacent_agreement"]),
        n_works=scope.n_works,
        note=_note(scope, estimate, definition),
    )


def _note(scope: ScopeAgreement, estimate: Estimate, definition: Definition) -> str:
    if estimate.undefined:
        return say_reason(estimate.undefined)
    if not scope.n_works:
        return gettext("Not rated twice yet")
    if scope.split is None:
        return gettext("The two never differed")
    return say_split(scope.split, definition)


def _window_rows(report: AgreementReport, met: Sequence[datetime]) -> Iterator[WindowRow]:
    """Return a row for each window; each meeting stands with the first works that were not over before it."""
    before: datetime | None = None
    for window in report.windows:
        is_last = window is report.windows[-1]
        here = [at for at in met if (before is None or at > before) and (is_last or at <= window.last_at)]
        yield _window_row(window, report.standing, tuple(_say_met(at, window) for at in sorted(here)))
        before = window.last_at


def _say_met(at: datetime, window: TimeWindow) -> str:
    words = {"day": say_day(at)}
    if at < window.first_at:
        return gettext("Assessors met on %(day)s, before these works.") % words
    if at > window.last_at:
        return gettext("Assessors met on %(day)s, after these works.") % words
    return gettext("Assessors met on %(day)s, while these works were rated.") % words


def _window_row(window: TimeWindow, standing: ReliabilityStanding, met: tuple[str, ...]) -> WindowRow:
    estimate = window.figures.get(standing.coefficient, Estimate(None))
    return WindowRow(
        days=say_days(window.first_at, window.last_at),
        value="" if estimate.value is None else say_number(estimate.value),
        interval=say_interval(estimate, floor=float(standing.floor)),
        same=say_share(window.figures.get("percent_agreement", Estimate(None))),
        n_works=window.n_works,
        met=met,
    )


def _time_chart(report: AgreementReport, met: Sequence[datetime]) -> SafeString | str:
    standing = report.standing
    estimates = [(window, window.figures.get(standing.coefficient, Estimate(None))) for window in report.windows]
    known = [(window, estimate) for window, estimate in estimates if estimate.value is not None]
    moments = [Moment(say_day(window.last_at, with_year=False), _point(estimate)) for window, estimate in known]
    if len(moments) < 2:  # noqa: PLR2004 - one point is no line
        return ""
    floor = say_number(float(standing.floor))
    mark = Mark(float(standing.floor), (gettext("Line to"), gettext("clear, %(floor)s") % {"floor": floor}))
    days = [_day_mark(at, [window.last_at for window, _estimate in known]) for at in sorted(met)]
    label = " ".join([_say_time(moments, floor), *(f"{day.words}." for day in days)])
    return draw_line_with_ranges(moments, label, mark=mark, days=days)


def _day_mark(at: datetime, ends: Sequence[datetime]) -> DayMark:
    """Return where a meeting stands among the moments of the line, each of which is the end of a window."""
    words = gettext("Assessors met, %(day)s") % {"day": say_day(at, with_year=False)}
    after = bisect_left(ends, at)
    if after in {0, len(ends)}:
        return DayMark(after - 0.5, words)
    start, end = ends[after - 1], ends[after]
    return DayMark(after - 1 + (at - start) / (end - start), words)


def _say_time(moments: list[Moment], floor: str) -> str:
    words = {
        "first": say_number(moments[0].point.value),
        "first_day": moments[0].label,
        "last": say_number(moments[-1].point.value),
        "last_day": moments[-1].label,
        "floor": floor,
    }
    text = gettext("%(first)s up to %(first_day)s, %(last)s up to %(last_day)s. The line to clear is %(floor)s.")
    return text % words


def _coefficient(name: str, report: AgreementReport) -> CoefficientRow:
    words, estimate = FIGURE_WORDS[name], report.whole[name]
    floor = float(report.standing.floor) if name == report.standing.coefficient else None
    return CoefficientRow(
        name=str(words.name),
        value="" if estimate.value is None else say_number(estimate.value),
        interval=say_interval(estimate, floor=floor),
        sentence=str(words.sentence),
        undefined=say_reason(estimate.undefined) if estimate.undefined else "",
    )


def _point(estimate: Estimate) -> RangePoint:
    return RangePoint(estimate.value or 0.0, estimate.low, estimate.high)


def say_works(count: int) -> str:
    """Write how many works were rated twice."""
    return ngettext("%(count)s work rated twice", "%(count)s works rated twice", count) % {"count": count}
