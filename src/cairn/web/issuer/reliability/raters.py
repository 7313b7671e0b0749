# SPDX-License-Identifier: Apache-2.0
"""The lines of assessors: each sees their own, and whoever looks after submissions sees all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from cairn.accounts.selectors import names_of
from cairn.assessment.reliability import Estimate
from cairn.assessment.selectors import RaterAgreement
from cairn.web.components.charts import RangePoint, Scale, draw_range_chart
from cairn.web.public.reliability.words import say_interval, say_number

_FEW: Final = 10
_STEP: Final = 0.05


@dataclass(frozen=True, slots=True)
class RaterRow:
    """One assessor: the difference from the others with its range, in words, and whether it changes."""

    name: str
    is_own: bool
    chart: SafeString
    value: str
    interval: str
    words: str
    drift: str
    trend: str
    n_works: int


def list_raters(raters: Sequence[RaterAgreement], *, own: UUID, sees_all: bool) -> tuple[RaterRow, ...]:
    """Return the lines that somebody may see, those who give most first."""
    shown = [rater for rater in raters if sees_all or rater.person_id == own]
    names = names_of([str(rater.person_id) for rater in shown if rater.person_id])
    scale = _scale(shown)
    return tuple(_row(rater, names, own, scale) for rater in sorted(shown, key=lambda rater: -rater.difference))


def say_raters(rows: Iterable[RaterRow]) -> str:
    """Say who gives more and who gives less than the others, where that is sure; blank where nobody is."""
    found = [row for row in rows if row.words in {gettext("Gives more"), gettext("Gives less")}]
    if not found:
        return gettext("Nobody surely gives more or less than the others.")
    parts = ", ".join(gettext("%(name)s %(value)s") % {"name": row.name, "value": row.value} for row in found)
    return gettext(
        "Some give more or less than the others of the same works, in levels: %(parts)s. Each is fair on their own; "
        "together they make luck of who is drawn."
    ) % {"parts": parts}


def _scale(raters: Sequence[RaterAgreement]) -> Scale:
    """Reach a level to each side, or as far as anybody goes."""
    ends = [abs(end) for rater in raters for end in (rater.difference, rater.low, rater.high) if end is not None]
    reach = max([1.0, *ends])
    return Scale(-reach, reach)


def _row(rater: RaterAgreement, names: Mapping[str, str], own: UUID, scale: Scale) -> RaterRow:
    estimate = Estimate(rater.difference, rater.low, rater.high)
    value, interval = say_number(rater.difference, signed=True), say_interval(estimate, signed=True)
    label = gettext("%(value)s levels, likely range %(interval)s; the line is no difference")
    return RaterRow(
        name=names.get(str(rater.person_id), rater.name) or gettext("Somebody who has left"),
        is_own=rater.person_id == own,
        chart=draw_range_chart(
            RangePoint(rater.difference, rater.low, rater.high),
            label % {"value": value, "interval": interval or gettext("not known")},
            scale=scale,
            line=0.0,
        ),
        value=value,
        interval=interval,
        words=_words(rater),
        drift=_drift(rater),
        trend=_trend(rater),
        n_works=rater.n_works,
    )


def _words(rater: RaterAgreement) -> str:
    if rater.low is None or rater.high is None or rater.n_works < _FEW:
        return gettext("Too few works to tell")
    if rater.low > 0:
        return gettext("Gives more")
    return gettext("Gives less") if rater.high < 0 else gettext("Neither")


def _drift(rater: RaterAgreement) -> str:
    if rater.early is None or rater.late is None:
        return ""
    words = {"early": say_number(rater.early, signed=True), "late": say_number(rater.late, signed=True)}
    return gettext("%(early)s at first, %(late)s lately.") % words


def _trend(rater: RaterAgreement) -> str:
    if rater.early is None or rater.late is None or rater.n_works < _FEW:
        return ""
    change = abs(rater.late) - abs(rater.early)
    if abs(change) < _STEP:
        return gettext("In step")
    return gettext("Coming closer") if change < 0 else gettext("Moving apart")
