# SPDX-License-Identifier: Apache-2.0
"""The workbench: evidence beside the public rubric, kept as it is typed, with the pass rule's word on every save."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.assessment import selectors, services
from cairn.assessment.aliases import alias_of
from cairn.assessment.models import Rating, Submission
from cairn.assessment.services import Declaration
from cairn.foundation.errors import NotFound
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.assessor.rating import presenting
from cairn.web.assessor.rating.drafts import read_draft

_DIGITS: Final = 10


@organization_page(Permission.SUBMISSIONS_VIEW)
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest, organization: Organization, submission_id: UUID) -> HttpResponse:
    """Show a piece of work to whoever holds it, and keep the rating; to others, say how to get it."""
    row = selectors.get_queued_submission(submission_id)
    rating = held_rating(request, row)
    if rating is None:
        return _show_closed(request, organization, row)
    if request.method == "GET":
        return _show(request, row, rating)
    saved = _save(request, rating)
    if request.headers.get("X-Cairn-Autosave"):
        return JsonResponse({"version": str(saved.revision)})
    if request.POST.get("go") == "finish":
        return redirect("bench_finish", slug=organization.slug, submission_id=row.pk)
    messages.success(request, _("Saved."))
    return redirect("bench", slug=organization.slug, submission_id=row.pk)


@organization_page(Permission.SUBMISSIONS_RATE)
@require_safe
def show_standing(request: HttpRequest, _organization: Organization, submission_id: UUID) -> HttpResponse:
    """Answer with what the pass rule says now, as a piece of the page."""
    row = selectors.get_queued_submission(submission_id)
    rating = selectors.get_rating(row, _person_id(request))
    return render(request, "assessor/rating/_standing.html", {"page": standing_page(rating)})


@organization_page(Permission.SUBMISSIONS_RATE)
@require_POST
def put_back(request: HttpRequest, organization: Organization, submission_id: UUID) -> HttpResponse:
    """Give a piece of work back to the queue."""
    row = selectors.get_queued_submission(submission_id)
    rating = selectors.get_rating(row, _person_id(request))
    services.put_back_rating(rating, acting=acting_from(request))
    messages.success(request, _("Put back. What you typed waits for you, should you take it again."))
    return redirect("queue", slug=organization.slug)


def held_rating(request: HttpRequest, row: Submission) -> Rating | None:
    """Return the rating in progress, where the visitor holds the work."""
    try:
        return selectors.get_rating(row, _person_id(request))
    except NotFound:
        return None


def standing_page(rating: Rating) -> presenting.StandingPage:
    """Return where a rating stands, in words."""
    return presenting.describe_standing(selectors.assess_standing(rating), rating.submission.version.definition)


def _save(request: HttpRequest, rating: Rating) -> Rating:
    version = request.POST.get("version", "")
    return services.save_rating(
        rating,
        read_draft(request.POST, rating.submission.version.definition),
        expected_revision=int(version) if version.isdecimal() and len(version) < _DIGITS else 0,
        acting=acting_from(request),
    )


def _show(request: HttpRequest, row: Submission, rating: Rating) -> HttpResponse:
    definition = row.version.definition
    parts = selectors.progress_of(row)
    carried = selectors.carried_levels(row, selectors.find_carried(row))
    page = {
        "row": row,
        "rating": rating,
        "alias": alias_of(row.pk),
        "definition": definition,
        "parts": presenting.list_parts(parts, rating),
        "criteria": presenting.list_criteria(definition, rating, carried),
        "declaration": Declaration.from_json(row.declaration),
        "history": _history(row),
        "page": standing_page(rating),
    }
    return render(request, "assessor/rating/bench.html", page)


def _show_closed(request: HttpRequest, organization: Organization, row: Submission) -> HttpResponse:
    """Show that the work is somebody else's to rate, free to be taken, or decided; never the evidence."""
    acting = acting_from(request)
    page = {
        "row": row,
        "alias": alias_of(row.pk),
        "organization": organization,
        "is_own": row.learner_id == acting.person_id,
        "history": [] if row.learner_id == acting.person_id else _history(row),
    }
    return render(request, "assessor/rating/closed.html", page)


def _history(row: Submission) -> list[selectors.DecisionView]:
    definition = row.version.definition
    return [selectors.describe_decision(decision, definition) for decision in selectors.list_decisions(row)]


def _person_id(request: HttpRequest) -> UUID:
    return UUID(acting_from(request).id)
