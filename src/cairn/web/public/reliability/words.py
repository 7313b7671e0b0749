# SPDX-License-Identifier: Apache-2.0
"""Figures of agreement in words: what each is called, what it says in a sentence, why it is not to be had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import get_language_bidi, gettext, gettext_lazy

from cairn.assessment.reliability import Estimate, Reason
from cairn.assessment.rounding import round_below
from cairn.assessment.selectors import AgreementReport, ReliabilityStanding, StandingState, WhyNotEstablished
from cairn.web.components.formats import format_share
from cairn.web.components.marks import Words

_MINUS: Final = "\N{MINUS SIGN}"
_LEFT_TO_RIGHT: Final = "\N{LEFT-TO-RIGHT ISOLATE}"
_AS_BEFORE: Final = "\N{POP DIRECTIONAL ISOLATE}"


@dataclass(frozen=True, slots=True)
class FigureWords:
    """What a figure is called, and what it tells."""

    name: Words
    sentence: Words


FIGURE_WORDS: Final[Mapping[str, FigureWords]] = {
    "percent_agreement": FigureWords(
        gettext_lazy("Same level"),
        gettext_lazy("How often two assessors give the same level. Luck counts as agreement here."),
    ),
    "adjacent_agreement": FigureWords(
        gettext_lazy("Within one level"),
        gettext_lazy("How often two assessors are at most one level apart."),
    ),
    "cohen_kappa": FigureWords(
        gettext_lazy("Cohen’s kappa"),
        gettext_lazy("Takes away the agreement that luck alone would give. Every difference costs the same."),
    ),
    "cohen_kappa_linear": FigureWords(
        gettext_lazy("Cohen’s kappa, linear weights"),
        gettext_lazy("The same, and a gap of two levels costs twice as much as a gap of one."),
    ),
    "cohen_kappa_quadratic": FigureWords(
        gettext_lazy("Cohen’s kappa, quadratic weights"),
        gettext_lazy("The same, and a gap of two levels costs four times as much as a gap of one."),
    ),
    "fleiss_kappa": FigureWords(
        gettext_lazy("Fleiss’ kappa"),
        gettext_lazy("Like Cohen’s kappa, for any number of assessors who are drawn from a group."),
    ),
    "krippendorff_alpha_nominal": FigureWords(
        gettext_lazy("Krippendorff’s alpha, nominal"),
        gettext_lazy(
            "Compares the differences that are seen with those that luck would make; every one counts the same."
        ),
    ),
    "krippendorff_alpha_ordinal": FigureWords(
        gettext_lazy("Krippendorff’s alpha, ordinal"),
        gettext_lazy("The same for levels in an order: a difference costs more, the more ratings lie in between."),
    ),
    "krippendorff_alpha_interval": FigureWords(
        gettext_lazy("Krippendorff’s alpha, interval"),
        gettext_lazy("The same for levels at equal steps: a gap of two costs four times as much as a gap of one."),
    ),
    "gwet_ac1": FigureWords(
        gettext_lazy("Gwet’s AC1"),
        gettext_lazy("Stays steady where nearly all works are at one level, which makes kappa low."),
    ),
    "gwet_ac2": FigureWords(
        gettext_lazy("Gwet’s AC2"),
        gettext_lazy("The same with quadratic weights: big gaps cost more."),
    ),
    "icc": FigureWords(
        gettext_lazy("Intraclass correlation"),
        gettext_lazy("The share of all differences in levels that comes from the works and not from the assessors."),
    ),
}

REASON_WORDS: Final[Mapping[str, Words]] = {
    Reason.NOTHING_COMPARED: gettext_lazy("No work was rated by two raters, so there is nothing to compare."),
    Reason.MORE_THAN_TWO: gettext_lazy(
        "A work has more than two raters, and Cohen's kappa compares two. Read Krippendorff's alpha."
    ),
    Reason.ONE_LEVEL: gettext_lazy(
        "All ratings that count here are at one level, so agreement cannot be told from chance."
    ),
    Reason.ONE_UNIT: gettext_lazy("It compares works with each other, and only one was rated."),
    Reason.NO_INTERVAL_ONE_WORK: gettext_lazy("Only one work was rated by two raters, so there is no range to give."),
    Reason.NO_INTERVAL_UNSTABLE: gettext_lazy(
        "In more than 5 of 100 draws of these works the figure is undefined, so there is no range."
    ),
}


def say_reason(reason: str) -> str:
    """Say in the reader's language why there is no figure, or no range of it."""
    return str(REASON_WORDS.get(reason, reason))


def say_number(value: float, places: int = 2, *, signed: bool = False) -> str:
    """Write a figure in the reader's language, with a true minus sign; `signed` shows a plus as well."""
    rounded = round(value, places)
    text = number_format(abs(rounded), decimal_pos=places)
    sign = _MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    # From right to left, a sign would otherwise be read as standing behind its number.
    return f"{_LEFT_TO_RIGHT}{sign}{text}{_AS_BEFORE}" if sign and get_language_bidi() else f"{sign}{text}"


def say_interval(estimate: Estimate, *, signed: bool = False, floor: float | None = None) -> str:
    """Write a likely range, whose low end never reads as a floor that it misses; blank where there is none."""
    if estimate.low is None or estimate.high is None:
        return ""
    low = estimate.low if floor is None else round_below(estimate.low, floor)
    ends = {"low": say_number(low, signed=signed), "high": say_number(estimate.high, signed=signed)}
    return gettext("%(low)s to %(high)s") % ends


def say_low(standing: ReliabilityStanding) -> str:
    """Write the low end of the range, rounded down where it would look like the floor that it misses."""
    low = standing.estimate.low if standing.estimate else None
    return "" if low is None else say_number(round_below(low, float(standing.floor)))


def say_share(estimate: Estimate) -> str:
    """Write a share for people: 48 in 100; blank where there is none."""
    return "" if estimate.value is None else format_share(estimate.value)


def say_finding(report: AgreementReport) -> str:
    """Say in a sentence or two how closely assessors agree, and whether that is close enough."""
    standing = report.standing
    if standing.why is not None and standing.why is not WhyNotEstablished.TOO_FEW:
        return str(_WITHOUT_FIGURES[standing.why])
    same = report.whole["percent_agreement"].value or 0.0
    words = {"count": round(100 * same), "verdict": _verdict(standing)}
    return gettext("Two assessors give the same level %(count)s times in 100. %(verdict)s") % words


_WITHOUT_FIGURES: Final[Mapping[WhyNotEstablished, Words]] = {
    WhyNotEstablished.NOTHING_RATED_TWICE: gettext_lazy("No work has been rated by two assessors yet."),
    WhyNotEstablished.NOT_MEASURED: gettext_lazy("The first works have been rated twice, and are being counted."),
    WhyNotEstablished.NO_RANGE: gettext_lazy("These works do not tell how closely assessors agree."),
}


def _verdict(standing: ReliabilityStanding) -> str:
    if standing.state is StandingState.ESTABLISHED:
        return gettext("That is close enough to let one assessor decide.")
    if standing.why is WhyNotEstablished.TOO_FEW:
        return gettext("That is from too few works to rely on.")
    value = standing.estimate.value if standing.estimate else None
    if value is not None and value >= float(standing.floor):
        return gettext("It is not sure that this is close enough to let one assessor decide.")
    return gettext("That is too seldom to let one assessor decide.")


def say_trend(report: AgreementReport) -> str:
    """Say whether agreement grows: the first and the last works of a window, where their ranges leave no doubt."""
    if len(report.windows) < 2:  # noqa: PLR2004 - nothing to compare
        return gettext("We cannot say yet. There are too few works to compare early ones with late ones.")
    first, last = (report.windows[place].figures.get(report.standing.coefficient) for place in (0, -1))
    if first is None or last is None or None in {first.low, first.high, last.low, last.high}:
        return gettext("We cannot say yet. The figure cannot be had for all of the time.")
    if (last.low or 0) > (first.high or 0):
        return gettext("Yes. Even the low end of the last range is above the first one.")
    if (last.high or 0) < (first.low or 0):
        return gettext("No, it has slipped. Even the high end of the last range is below the first one.")
    return gettext("We cannot say yet. The first and the last range overlap, so that they may be the same.")


def say_state(standing: ReliabilityStanding) -> str:
    """Say in a few words how the agreement stands."""
    if standing.state is StandingState.ESTABLISHED:
        return gettext("Established")
    if standing.state is StandingState.BELOW_FLOOR:
        return gettext("May be below the floor")
    return gettext("Not yet established")
