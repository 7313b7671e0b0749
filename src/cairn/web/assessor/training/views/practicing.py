# SPDX-License-Identifier: Apache-2.0
"""Practice: rate a known work, then see the agreed levels and the reasons beside one's own."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cairn.achievements.models import AchievementVersion
from cairn.assessment import selectors, services
from cairn.assessment.models import Anchor, AnchorUse
from cairn.foundation.errors import Invalid
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.assessor.training import presenting
from cairn.web.assessor.training.places import get_practice_work, get_rubric_version


@organization_page(Permission.SUBMISSIONS_RATE)
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest, organization: Organization, version_id: UUID, anchor_id: UUID) -> HttpResponse:
    """Show a known work with the rubric, and keep the levels that are given."""
    version = get_rubric_version(version_id)
    anchor = get_practice_work(version, anchor_id)
    if request.method == "GET":
        return _show(request, version, anchor)
    try:
        services.practice(anchor, presenting.read_levels(request.POST, version.definition), acting=acting_from(request))
    except Invalid as refused:
        return _show(request, version, anchor, refused)
    return redirect("training_agreed", slug=organization.slug, version_id=version.pk, anchor_id=anchor.pk)


@organization_page(Permission.SUBMISSIONS_RATE)
@require_safe
def show_agreed(request: HttpRequest, organization: Organization, version_id: UUID, anchor_id: UUID) -> HttpResponse:
    """Show what was agreed on beside what was given last; before that, lead to the rating."""
    version = get_rubric_version(version_id)
    anchor = get_practice_work(version, anchor_id)
    practiced = selectors.list_practiced(version, UUID(acting_from(request).id))
    rating = practiced.get(anchor.pk)
    if rating is None:
        return redirect("training_practice", slug=organization.slug, version_id=version.pk, anchor_id=anchor.pk)
    works = selectors.anchors_for(version, AnchorUse.TRAINING)
    rated = presenting.describe_rated(rating)
    context = {
        "organization": organization,
        "version": version,
        "anchor": anchor,
        "rated": rated,
        "near": presenting.say_near(rated.near),
        "parts": presenting.list_work(anchor),
        "next": next((work for work in works if work.pk not in practiced), None),
    }
    return render(request, "assessor/training/agreed.html", context)


def _show(
    request: HttpRequest, version: AchievementVersion, anchor: Anchor, refused: Invalid | None = None
) -> HttpResponse:
    context = {
        "version": version,
        "anchor": anchor,
        "parts": presenting.list_work(anchor),
        "criteria": presenting.list_criteria(
            version.definition, presenting.read_levels(request.POST, version.definition)
        ),
        "refused": refused,
    }
    return render(request, "assessor/training/practice.html", context, status=422 if refused else 200)
