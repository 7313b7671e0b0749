# SPDX-License-Identifier: Apache-2.0
"""What to do next, from the figures alone: where assessors agree least, which levels run together, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

from cairn.assessment.models import CalibrationMeeting
from cairn.assessment.selectors.agreement_report import name_of_work
from cairn.assessment.selectors.meeting_works import works_to_discuss
from cairn.web.public.reliability.presenting import ReportView, criterion_name, level_name, say_day, say_split


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something to do, and why."""

    deed: str
    why: str


def list_steps(view: ReportView, meetings: Sequence[CalibrationMeeting] = ()) -> tuple[NextStep, ...]:
    """Return up to three steps, the most useful first; where a meeting is called already, that is none of them."""
    is_called = any(meeting.is_ahead for meeting in meetings)
    met = None if is_called else find_met_since(view, meetings)
    first = None if is_called else _wait_after(met, view) if met else _meet(view)
    steps = (first, _tell_apart(view), _rate_more(view))
    return tuple(step for step in steps if step)


def weakest_criterion(view: ReportView) -> str:
    """Return the criterion on which assessors agree least and do differ; blank where there is none."""
    weakest = view.report.weakest
    return "" if weakest is None or weakest.split is None else weakest.criterion


def find_met_since(view: ReportView, meetings: Iterable[CalibrationMeeting]) -> CalibrationMeeting | None:
    """Return the meeting on the weakest criterion that was held since the last work was rated."""
    criterion, last_at = weakest_criterion(view), view.standing.last_at
    held = (meeting for meeting in meetings if meeting.held_at and meeting.criterion == criterion)
    return next((meeting for meeting in held if last_at is None or meeting.at > last_at), None)


def draft_agenda(view: ReportView, criterion: str) -> str:
    """Write what a meeting on a criterion can do, from the figures: between which levels its assessors differ."""
    scope = next((scope for scope in view.report.criteria if scope.criterion == criterion), None)
    if scope is None or scope.split is None:
        return ""
    split = scope.split
    names = {"lower": level_name(view.definition, split.lower), "upper": level_name(view.definition, split.upper)}
    lines = (
        gettext("%(finding)s.") % {"finding": say_split(split, view.definition)},
        gettext("1. Say of each work which level you would give, in the words of the rubric."),
        gettext("2. Agree where “%(lower)s” ends and “%(upper)s” begins.") % names,
        gettext("3. Write the rule down in one or two sentences."),
    )
    return "\n".join(lines)


def _wait_after(meeting: CalibrationMeeting, view: ReportView) -> NextStep:
    names = {"criterion": criterion_name(view.definition, meeting.criterion), "day": say_day(meeting.at)}
    return NextStep(
        gettext("You met on “%(criterion)s”, %(day)s.") % names,
        gettext("Works that are rated from now on show whether it helped."),
    )


def _meet(view: ReportView) -> NextStep | None:
    criterion = weakest_criterion(view)
    if not criterion:
        return None
    works = [name_of_work(row) for row in works_to_discuss(view.report.version, criterion)]
    deed = gettext("Meet on “%(criterion)s”.") % {"criterion": criterion_name(view.definition, criterion)}
    if not works:
        return NextStep(deed, gettext("Assessors agree least there."))
    why = ngettext(
        "Assessors agree least there. Look at work %(works)s together.",
        "Assessors agree least there. Look at works %(works)s together.",
        len(works),
    )
    return NextStep(deed, why % {"works": get_text_list(works, gettext("and"))})


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
