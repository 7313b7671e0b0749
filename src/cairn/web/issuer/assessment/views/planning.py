# SPDX-License-Identifier: Apache-2.0
"""How each achievement is assessed, and when the organization works."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cairn.achievements.models import AchievementVersion
from cairn.achievements.selectors import get_achievement, get_public_version, list_published
from cairn.assessment import selectors, services
from cairn.assessment.policy import RECOMMENDED, Policy
from cairn.foundation.access import may
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.components.tables import Column
from cairn.web.issuer.assessment.forms import CalendarForm, PolicyForm
from cairn.web.refusals import say_at_field

_COLUMNS = (
    Column(gettext_lazy("Credential")),
    Column(gettext_lazy("Rated twice")),
    Column(gettext_lazy("Assessors")),
    Column(gettext_lazy("Floor of agreement"), numeric=True),
    Column(gettext_lazy("Open"), hidden=True),
)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One achievement and how it is assessed; None where nothing was stated."""

    version: AchievementVersion
    policy: Policy | None


@organization_page(Permission.ASSESSMENT_PLAN)
@require_safe
def show_plans(request: HttpRequest, organization: Organization) -> HttpResponse:
    """List what is assessed and how."""
    rubrics = [row for row in list_published() if row.definition.rubric.criteria]
    stated = selectors.policies_for(row.achievement_id for row in rubrics)
    lines = [PlanLine(row, stated.get(row.achievement_id)) for row in rubrics]
    page = {
        "lines": lines,
        "columns": _COLUMNS,
        "calendar": selectors.calendar_for(organization.pk),
        "without": sum(line.policy is None for line in lines),
        "compares_groups": not may(acting_from(request), Permission.SUBMISSIONS_RATE, organization.pk),
    }
    return render(request, "issuer/assessment/plans.html", page)


@organization_page(Permission.ASSESSMENT_PLAN)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """State how one achievement is assessed; what was recommended stands there at first."""
    version = get_public_version(get_achievement(achievement_id).pk)
    stated = selectors.policies_for([achievement_id]).get(achievement_id)
    form = PolicyForm(request.POST) if request.method == "POST" else PolicyForm.of(stated or RECOMMENDED)
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "second_share"):
            services.state_policy(version.achievement, form.policy(), acting=acting_from(request))
            messages.success(request, _("Kept. It holds for work that is handed in from now on."))
            return redirect("assessment_plans", slug=organization.slug)
    page = {"form": form, "version": version, "is_stated": stated is not None}
    return render(request, "issuer/assessment/plan.html", page, status=400 if form.errors else 200)


@organization_page(Permission.ASSESSMENT_PLAN)
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest, organization: Organization) -> HttpResponse:
    """State when the organization works and how long its clocks run."""
    known = selectors.calendar_for(organization.pk), selectors.find_calendar(organization.pk)
    form = CalendarForm(request.POST) if request.method == "POST" else CalendarForm.of(*known)
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "weekend"):
            services.state_calendar(
                organization, form.calendar(), form.cleaned_data["holidays"], acting=acting_from(request)
            )
            messages.success(request, _("Kept. Clocks that run already keep their end."))
            return redirect("assessment_plans", slug=organization.slug)
    return render(request, "issuer/assessment/calendar.html", {"form": form}, status=400 if form.errors else 200)
