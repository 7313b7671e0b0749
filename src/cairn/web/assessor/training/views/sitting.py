# SPDX-License-Identifier: Apache-2.0
"""The sitting: known works one after the other, each rated once, and the result after the last one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn.achievements.models import AchievementVersion
from cairn.assessment import selectors, services
from cairn.assessment.errors import no_such_submission
from cairn.assessment.models import Qualification, QualificationState
from cairn.foundation.errors import Conflict, Invalid
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.assessor.training import presenting
from cairn.web.assessor.training.places import get_rubric_version


@organization_page(Permission.SUBMISSIONS_RATE)
@require_POST
def begin(request: HttpRequest, organization: Organization, version_id: UUID) -> HttpResponse:
    """Begin a sitting; where that cannot be, say why and stay."""
    version = get_rubric_version(version_id)
    try:
        services.begin_sitting(version, acting=acting_from(request))
    except Conflict as refused:
        messages.warning(request, refused.detail)
        return redirect("training_rubric", slug=organization.slug, version_id=version.pk)
    return redirect("training_sitting", slug=organization.slug, version_id=version.pk)


@organization_page(Permission.SUBMISSIONS_RATE)
@require_http_methods(["GET", "POST"])
def sit(request: HttpRequest, organization: Organization, version_id: UUID) -> HttpResponse:
    """Show the next work of the open sitting, and keep its rating for good."""
    version = get_rubric_version(version_id)
    row = selectors.get_rubric(version, UUID(acting_from(request).id)).qualification
    if row is None or not row.anchors:
        return redirect("training_rubric", slug=organization.slug, version_id=version.pk)
    if request.method == "GET":
        return _show(request, version, row)
    try:
        row = _keep(request, version, row)
    except (Conflict, Invalid) as refused:
        return _show(request, version, row, refused)
    if row.anchors:
        return redirect("training_sitting", slug=organization.slug, version_id=version.pk)
    _say_result(request, row)
    return redirect("training_rubric", slug=organization.slug, version_id=version.pk)


def _keep(request: HttpRequest, version: AchievementVersion, row: Qualification) -> Qualification:
    try:
        anchor_id = UUID(request.POST.get("work", ""))
    except ValueError:
        raise no_such_submission() from None
    levels = presenting.read_levels(request.POST, version.definition)
    return services.rate_in_sitting(row, anchor_id, levels, acting=acting_from(request))


def _say_result(request: HttpRequest, row: Qualification) -> None:
    if row.state == QualificationState.QUALIFIED and row.qualified_at == row.changed_at:
        messages.success(request, _("You are qualified. You can rate what learners hand in from now on."))
    else:
        messages.info(request, _("That was not near enough yet. See below which levels differ, and why."))


def _show(
    request: HttpRequest,
    version: AchievementVersion,
    row: Qualification,
    refused: Conflict | Invalid | None = None,
) -> HttpResponse:
    rated = {str(rating.anchor_id) for rating in selectors.list_last_sitting(row)}
    anchor = selectors.get_anchor(UUID(next(text for text in row.anchors if text not in rated)))
    is_same = request.POST.get("work") == str(anchor.pk)
    given = presenting.read_levels(request.POST, version.definition) if is_same else {}
    context = {
        "version": version,
        "anchor": anchor,
        "number": len(rated) + 1,
        "total": len(row.anchors),
        "parts": presenting.list_work(anchor),
        "criteria": presenting.list_criteria(version.definition, given),
        "refused": refused,
    }
    return render(request, "assessor/training/sitting.html", context, status=422 if refused else 200)
