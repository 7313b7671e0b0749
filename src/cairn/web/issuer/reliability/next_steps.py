# SPDX-License-Identifier: Apache-2.0
"""What to do next, from the figures alone: where assessors agree least, which levels run together, what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

from cairn.assessment import selectors
from cairn.web.public.reliability.presenting import ReportView, criterion_name, level_name


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something to do, and why."""

    deed: str
    why: str


def list_steps(view: ReportView) -> tuple[NextStep, ...]:
    """Return up to three steps, the most useful first."""
    steps = (_meet(view), _tell_apart(view), _rate_more(view))
    return tuple(step for step in steps if step)


def _meet(view: ReportView) -> NextStep | None:
    weakest = view.report.weakest
    if weakest is None or weakest.split is None:
        return None
    works = selectors.works_that_differ(view.report.version, weakest.criterion)
    deed = gettext("Meet on “%(criterion)s”.") % {"criterion": criterion_name(view.definition, weakest.criterion)}
    if not works:
        return NextStep(deed, gettext("Assessors agree least there."))
    why = ngettext(
        "Assessors agree least there. Look at work %(works)s together.",
        "Assessors agree least there. Look at works %(works)s together.",
        len(works),
    )
    return NextStep(deed, why % {"works": get_text_list(list(works), gettext("and"))})


def _tell_apart(view: ReportView) -> NextStep | None:
    split = view.report.whole.split
    if split is None:
        return None
    names = {
        "lower": level_name(view.definition, split.lower),
        "upper": level_name(view.definition, split.upper),
        "count": split.count,
        "total": split.total,
    }
    return NextStep(
        gettext("Say where “%(lower)s” ends and “%(upper)s” begins.") % names,
        gettext("%(count)s of %(total)s differences are there.") % names,
    )


def _rate_more(view: ReportView) -> NextStep | None:
    if not view.missing:
        return None
    return NextStep(
        ngettext("Rate %(count)s more work twice.", "Rate %(count)s more works twice.", view.missing)
        % {"count": view.missing},
        gettext("Your rule needs %(least)s before it says anything.") % {"least": view.standing.min_works},
    )
