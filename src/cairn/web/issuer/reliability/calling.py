# SPDX-License-Identifier: Apache-2.0
"""Calling a meeting on a criterion: the form is filled in from the figures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.accounts.selectors import names_of
from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.achievements.selectors import get_achievement
from cairn.assessment import selectors, services
from cairn.assessment.models import CalibrationMeeting, DoubleRating
from cairn.assessment.selectors.meeting_works import MOST_OFFERED, works_to_discuss
from cairn.assessment.selectors.meetings import list_meetings, raters_of_rubric, suggest_moment
from cairn.assessment.services.meetings import USUAL_MINUTES
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.components.navigation import NavItem
from cairn.web.issuer.reliability.meeting_forms import CallForm
from cairn.web.issuer.reliability.next_steps import draft_agenda, weakest_criterion
from cairn.web.public.reliability.presenting import ReportView, criterion_name, level_name, view_report
from cairn.web.public.reliability.views import asked_version
from cairn.web.refusals import say_at_field

_USUAL_WORKS = 3


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Call the assessors of a rubric together on one criterion, the weakest unless `?criterion=` names another."""
    get_achievement(achievement_id)
    version = asked_version(request, achievement_id)
    ahead = find_ahead(version)
    if ahead is not None and request.method == "GET":
        return redirect("meeting", organization.slug, ahead.pk)
    view = view_report(selectors.agreement_report(version))
    criterion = _asked_criterion(request, view)
    form = _form(request, view, criterion)
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "day"):
            meeting = services.call_meeting(version, form.plan, acting=acting_from(request))
            messages.success(request, _("The meeting is called. Everybody who is invited gets a letter."))
            return redirect("meeting", organization.slug, meeting.pk)
    context = {"form": form, "version": version, "view": view, **_words(organization, view, criterion)}
    return render(request, "issuer/reliability/call.html", context, status=400 if form.errors else 200)


def find_ahead(version: AchievementVersion) -> CalibrationMeeting | None:
    """Return the meeting on the rubric of a version that is ahead."""
    meetings = list_meetings(version.achievement_id, rubric_digest(version.definition.rubric))
    return next((meeting for meeting in meetings if meeting.is_ahead), None)


def _asked_criterion(request: HttpRequest, view: ReportView) -> str:
    known = [criterion.id for criterion in view.definition.rubric.criteria]
    asked = request.GET.get("criterion", "")
    return asked if asked in known else weakest_criterion(view) or known[0]


def _form(request: HttpRequest, view: ReportView, criterion: str) -> CallForm:
    version = view.report.version
    works = works_to_discuss(version, criterion, most=MOST_OFFERED)
    people = names_of([str(person) for person in selectors.list_assessors(version.organization)])
    shown = {str(work.pk): _say_work(work, view, criterion) for work in works}
    by_name = dict(sorted(people.items(), key=lambda item: item[1].casefold()))
    return CallForm(criterion, shown, by_name, request.POST or None, initial=_initial(view, criterion, list(shown)))


def _initial(view: ReportView, criterion: str, works: list[str]) -> dict[str, Any]:
    version = view.report.version
    moment = timezone.localtime(suggest_moment(version.organization_id))
    return {
        "works": works[:_USUAL_WORKS],
        "invited": [str(person) for person in raters_of_rubric(version)],
        "day": moment.date(),
        "time": moment.time(),
        "minutes": USUAL_MINUTES,
        "agenda": draft_agenda(view, criterion),
    }


def _say_work(work: DoubleRating, view: ReportView, criterion: str) -> str:
    """Name a work and the two levels that it was given, the lower one first."""
    order = [level.id for level in view.definition.rubric.levels]
    lower, higher = sorted((work.levels_a[criterion], work.levels_b[criterion]), key=order.index)
    words = {"name": selectors.name_of_work(work), "lower": level_name(view.definition, lower)}
    return _("%(name)s: %(lower)s and %(higher)s") % {**words, "higher": level_name(view.definition, higher)}


def _words(organization: Organization, view: ReportView, criterion: str) -> dict[str, Any]:
    version = view.report.version
    home = f"/o/{organization.slug}/reliability/"
    others = [known for known in view.definition.rubric.criteria if known.id != criterion]
    return {
        "criterion": criterion_name(view.definition, criterion),
        "others": [(known.id, known.name or known.id) for known in others],
        "zone": timezone.get_current_timezone_name(),
        "crumbs": (NavItem(_("Agreement"), home), NavItem(version.name, f"{home}{version.achievement_id}")),
    }
