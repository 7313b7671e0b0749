# SPDX-License-Identifier: Apache-2.0
"""How the pass line of an achievement was set."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.achievements.models import AchievementVersion
from cairn.achievements.selectors import get_achievement, get_public_version
from cairn.assessment import selectors, services
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.issuer.assessment.forms import PassLineForm
from cairn.web.refusals import say_at_field


@organization_page(Permission.ASSESSMENT_PLAN)
@require_http_methods(["GET", "POST"])
def pass_line(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Show how the line was set, and record another meeting of a panel."""
    version = get_public_version(get_achievement(achievement_id).pk)
    rubric = version.definition.rubric
    form = PassLineForm(request.POST if request.method == "POST" else None, rubric=rubric)
    if request.method == "POST" and form.is_valid() and _record(request, version, form):
        messages.success(request, _("Recorded, with the judgments as they were given."))
        return redirect("pass_line", slug=organization.slug, achievement_id=achievement_id)
    page = {
        "form": form,
        "version": version,
        "criteria": rubric.criteria,
        "records": selectors.list_standard_settings(achievement_id),
        "line": rubric.pass_rule.min_percent,
    }
    return render(request, "issuer/assessment/pass_line.html", page, status=400 if form.errors else 200)


def _record(request: HttpRequest, version: AchievementVersion, form: PassLineForm) -> bool:
    try:
        judgments = form.read_judgments()
    except ValidationError as wrong:
        form.add_error("judgments", wrong)
        return False
    with say_at_field(form, "judgments"):
        services.record_standard_setting(version, judgments, form.read_meeting(), acting=acting_from(request))
    return not form.errors
