# SPDX-License-Identifier: Apache-2.0
"""Writing a known work, changing it, and retiring it."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn.achievements.models import AchievementVersion
from cairn.achievements.selectors import get_version
from cairn.assessment import selectors, services
from cairn.assessment.models import Anchor
from cairn.foundation.errors import Conflict, Invalid, NotFound
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.assessor.training import presenting
from cairn.web.issuer.anchors.forms import AnchorForm, initial_of
from cairn.web.issuer.anchors.from_meeting import initial_from_meeting


@organization_page(Permission.ASSESSMENT_PLAN)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, organization: Organization, version_id: UUID) -> HttpResponse:
    """Write a known work for a rubric; `?from=` begins with an earlier one, `?meeting=` with what was agreed there."""
    version = get_version(version_id)
    form = AnchorForm(version.definition, request.POST or None, initial=_initial(request, version))
    if request.method == "POST" and form.is_valid():
        try:
            services.write_anchor(version, form.draft, acting=acting_from(request))
        except (Conflict, Invalid) as refused:
            _say(form, refused)
        else:
            messages.success(request, _("Kept. Assessors are given it from now on."))
            return redirect("anchors_of", slug=organization.slug, achievement_id=version.achievement_id)
    return _show(request, form, version)


@organization_page(Permission.ASSESSMENT_PLAN)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, organization: Organization, anchor_id: UUID) -> HttpResponse:
    """Show a known work and change it; what assessors have rated, or can meet in the queue, stays as it was."""
    anchor = selectors.get_anchor(anchor_id)
    form = AnchorForm(
        anchor.version.definition, request.POST or None, initial=initial_of(anchor), **_fixed(anchor, request)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_anchor(anchor, form.draft, acting=acting_from(request))
        except (Conflict, Invalid) as refused:
            _say(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("anchors_of", slug=organization.slug, achievement_id=anchor.version.achievement_id)
    return _show(request, form, anchor.version, anchor)


@organization_page(Permission.ASSESSMENT_PLAN)
@require_POST
def retire(request: HttpRequest, organization: Organization, anchor_id: UUID) -> HttpResponse:
    """Give a known work to nobody any more."""
    anchor = selectors.get_anchor(anchor_id)
    services.retire_anchor(anchor, acting=acting_from(request))
    messages.success(request, _("Retired. What assessors gave it stays in the record."))
    return redirect("anchors_of", slug=organization.slug, achievement_id=anchor.version.achievement_id)


def _fixed(anchor: Anchor, request: HttpRequest) -> dict[str, bool]:
    """Say what of a known work cannot change.

    Whoever loaded the page before the work was hidden is refused by the service, and keeps what they typed.
    """
    is_hidden = anchor.seeds.exists()
    if is_hidden and "sample" in request.POST:
        return {}
    return {"is_fixed": anchor.is_retired or is_hidden or anchor.ratings.exists(), "is_hidden": is_hidden}


def _initial(request: HttpRequest, version: AchievementVersion) -> dict[str, str]:
    asked = request.GET
    with suppress(ValueError, NotFound):
        ids = UUID(asked.get("meeting", "")), UUID(asked.get("work", ""))
        return initial_from_meeting(*ids, version, acting=acting_from(request))
    try:
        earlier = selectors.get_anchor(UUID(request.GET.get("from", "")))
    except (ValueError, NotFound):
        return {"use": request.GET.get("use", "training")}
    is_same = earlier.version.achievement_id == version.achievement_id
    return initial_of(earlier) if is_same else {}


def _show(
    request: HttpRequest, form: AnchorForm, version: AchievementVersion, anchor: Anchor | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "version": version,
        "anchor": anchor,
        "is_fixed": form.is_fixed,
        "count": anchor.ratings.count() if anchor else 0,
        "parts": presenting.list_work(anchor) if anchor else (),
    }
    return render(request, "issuer/anchors/anchor.html", context, status=422 if form.errors else 200)


def _say(form: AnchorForm, refused: Conflict | Invalid) -> None:
    form.add_error(refused.field if refused.field in form.fields else None, refused.detail)
