# SPDX-License-Identifier: Apache-2.0
"""The agreement on one rubric: the finding, the brake, what to do next, and everything that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cairn.achievements.definition import Definition
from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.achievements.selectors import get_achievement
from cairn.assessment import selectors
from cairn.assessment.meeting_calendar import criterion_of
from cairn.assessment.models import CalibrationMeeting
from cairn.assessment.selectors import MonthOfLevels, OtherRubric
from cairn.assessment.selectors.meetings import list_meetings
from cairn.foundation import clock
from cairn.foundation.access import permissions_of
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page, person_of
from cairn.web.components.charts import draw_shares
from cairn.web.components.navigation import NavItem
from cairn.web.components.tables import Column
from cairn.web.issuer.reliability.next_steps import find_met_since, list_steps, weakest_criterion
from cairn.web.issuer.reliability.raters import RaterRow, list_raters, say_raters
from cairn.web.public.reliability.presenting import (
    COEFFICIENT_COLUMNS,
    WINDOW_COLUMNS,
    ReportView,
    say_estimate,
    view_report,
)
from cairn.web.public.reliability.views import asked_version
from cairn.web.public.reliability.words import say_share, say_trend

_OTHER_COLUMNS: Final = (
    Column(gettext_lazy("Version")),
    Column(gettext_lazy("Works"), numeric=True),
    Column(gettext_lazy("Same level"), numeric=True),
    Column(gettext_lazy("Figure (likely range)"), numeric=True),
)


@dataclass(frozen=True, slots=True)
class MonthCell:
    """What a criterion was given in a month: the drawing, and the counts from the lowest level up."""

    criterion: str
    chart: SafeString
    counts: str


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of decisions."""

    month: date
    decided: int
    cells: tuple[MonthCell, ...]


@dataclass(frozen=True, slots=True)
class OtherRow:
    """Another rubric of the same achievement."""

    number: int
    n_works: int
    same: str
    value: str


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting on this rubric, on which criterion, and whether the reader may open its page."""

    meeting: CalibrationMeeting
    criterion: str
    may_open: bool

    @property
    def has_begun(self) -> bool:
        """Whether its time has come."""
        return clock.now() >= self.meeting.at


@organization_page(Permission.ACHIEVEMENTS_VIEW)
@require_safe
def show_one(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Show how closely assessors agree on one rubric; of assessors each sees their own line."""
    get_achievement(achievement_id)
    version = asked_version(request, achievement_id)
    meetings = list_meetings(achievement_id, rubric_digest(version.definition.rubric))
    view = view_report(selectors.agreement_report(version), met=[row.at for row in meetings if row.held_at])
    allowed = permissions_of(acting_from(request), organization.pk)
    context = {
        "view": view,
        "version": version,
        "crumbs": (NavItem(_("Agreement"), f"/o/{organization.slug}/reliability/"),),
        "window_columns": WINDOW_COLUMNS,
        "coefficient_columns": COEFFICIENT_COLUMNS,
        "other_columns": _OTHER_COLUMNS,
        "steps": list_steps(view, meetings),
        "trend": say_trend(view.report),
        "waiting": selectors.count_waiting_for_two(achievement_id) if view.standing.rates_all_twice else 0,
        "released": selectors.last_release_by_hand(achievement_id, view.standing.rubric_digest),
        **_deeds_of(allowed),
        **_lines_of(request, view, sees_all=Permission.SUBMISSIONS_MANAGE in allowed),
        **_meetings_of(request, meetings, view, allowed),
        **_history_of(version, view.definition),
    }
    return render(request, "issuer/reliability/report.html", context)


def _deeds_of(allowed: frozenset[Permission]) -> dict[str, object]:
    return {
        "may_plan": Permission.ASSESSMENT_PLAN in allowed,
        "may_manage": Permission.SUBMISSIONS_MANAGE in allowed,
        "may_download": Permission.REPORTS_VIEW in allowed,
    }


def _lines_of(request: HttpRequest, view: ReportView, *, sees_all: bool) -> dict[str, object]:
    person = person_of(request)
    rows: tuple[RaterRow, ...] = ()
    if person is not None:
        rows = list_raters(view.report.raters, own=person.pk, sees_all=sees_all)
    return {"raters": rows, "sees_all": sees_all, "about_raters": say_raters(rows) if sees_all and rows else ""}


def _meetings_of(
    request: HttpRequest, meetings: list[CalibrationMeeting], view: ReportView, allowed: frozenset[Permission]
) -> dict[str, object]:
    """Return the meeting that is ahead, the one to call, and the earlier ones; each links where one may read it."""
    person = acting_from(request).person_id
    sees_all, rates = Permission.SUBMISSIONS_MANAGE in allowed, Permission.SUBMISSIONS_RATE in allowed
    lines = [
        MeetingLine(row, criterion_of(row, view.definition), may_open=sees_all or (rates and row.is_for(person)))
        for row in meetings
    ]
    return {
        "ahead": next((line for line in lines if line.meeting.is_ahead), None),
        "meet_on": weakest_criterion(view),
        "has_met": find_met_since(view, meetings) is not None,
        "earlier": [line for line in lines if line.meeting.held_at],
    }


def _history_of(version: AchievementVersion, definition: Definition) -> dict[str, object]:
    months = [_month(month, definition) for month in selectors.levels_by_month(version)]
    return {
        "months": months,
        "criteria_names": [known.name or known.id for known in definition.rubric.criteria],
        "level_names": ", ".join(level.name or level.id for level in definition.rubric.levels),
        "others": [_other(rubric) for rubric in selectors.other_rubrics(version)],
    }


def _other(rubric: OtherRubric) -> OtherRow:
    same, value = say_share(rubric.same_level), say_estimate(rubric.estimate)
    return OtherRow(rubric.version.number, rubric.n_works, same, value)


def _month(month: MonthOfLevels, definition: Definition) -> MonthRow:
    names = [level.name or level.id for level in definition.rubric.levels]
    cells = []
    for known in definition.rubric.criteria:
        counts = month.criteria[known.id]
        label = ", ".join(f"{name} {count}" for name, count in zip(names, counts, strict=True))
        words = " · ".join(map(str, counts))
        cells.append(MonthCell(known.name or known.id, draw_shares(counts, label), words))
    return MonthRow(month.month, month.decided, tuple(cells))
