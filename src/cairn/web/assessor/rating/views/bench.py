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
from cairn.assessment.errors import rating_final
from cairn.assessment.models import Rating, Submission
from cairn.foundation.errors import Conflict, NotFound
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.assessor.rating import presenting
from cairn.web.assessor.rating.drafts import read_draft
from cairn.web.assessor.rating.views.closed import show_closed

_DIGITS: Final = 10


@organization_page(Permission.SUBMISSIONS_VIEW)
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest, organization: Organization, submission_id: UUID) -> HttpResponse:
    """Show a piece of work to whoever holds it, and keep the rating; to others, say how to get it.

    What is typed where it cannot be kept any more comes back, to be read and copied.
    """
    row = selectors.get_queued_submission(submission_id)
    rating = held_rating(request, row)
    if request.method == "GET":
        return _show(request, row, rating) if rating else show_closed(request, organization, row)
    try:
        saved = _save(request, rating)
    except Conflict as refused:
        if request.headers.get("X-Cairn-Autosave"):
            raise
        return show_closed(request, organization, selectors.get_queued_submission(submission_id), refused)
    return _answer(request, organization, saved)


@organization_page(Permission.SUBMISSIONS_RATE)
@require_safe
def show_standing(request: HttpRequest, _organization: Organization, submission_id: UUID) -> HttpResponse:
    """Answer with what the pass rule says now, as a piece of the page."""
    row = selectors.get_queued_submission(submission_id)
    rating = selectors.get_rating(row, _person_id(request))
    return render(request, "assessor/rating/standing.html", {"page": standing_page(rating)})


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
    """Return the rating in progress, where the visitor holds the work and it can be rated."""
    if row.locked_at is not None:
        return None
    try:
        return selectors.get_rating(row, _person_id(request))
    except NotFound:
        return None


def standing_page(rating: Rating) -> presenting.StandingPage:
    """Return where a rating stands, in words."""
    return presenting.describe_standing(selectors.assess_standing(rating), rating.submission.version.definition)


def _save(request: HttpRequest, rating: Rating | None) -> Rating:
    if rating is None:
        raise rating_final()
    version = request.POST.get("version", "")
    return services.save_rating(
        rating,
        read_draft(request.POST, rating.submission.version.definition),
        expected_revision=int(version) if version.isdecimal() and len(version) < _DIGITS else 0,
        acting=acting_from(request),
    )


def _answer(request: HttpRequest, organization: Organization, saved: Rating) -> HttpResponse:
    if request.headers.get("X-Cairn-Autosave"):
        return JsonResponse({"version": str(saved.revision)})
    if request.POST.get("go") == "finish":
        return redirect("bench_finish", slug=organization.slug, submission_id=saved.submission_id)
    messages.success(request, _("Saved."))
    return redirect("bench", slug=organization.slug, submission_id=saved.submission_id)


def _show(request: HttpRequest, row: Submission, rating: Rating) -> HttpResponse:
    definition = row.version.definition
    masker = selectors.masker_for(row)
    parts = selectors.blind_progress(row, masker=masker)
    carried = selectors.carried_levels(row, selectors.find_carried(row))
    page = {
        "row": row,
        "rating": rating,
        "alias": alias_of(row.pk),
        "definition": definition,
        "parts": presenting.list_parts(parts, rating),
        "criteria": presenting.list_criteria(definition, rating, carried),
        "declaration": selectors.blind_declaration(row, masker=masker),
        "map": selectors.blind_map(row, masker=masker),
        "attestations": selectors.describe_attestations(row, masker=masker),
        "done": presenting.say_done(row),
        "history": selectors.blind_history(row, masker=masker),
        "page": standing_page(rating),
    }
    return render(request, "assessor/rating/bench.html", page)


def _person_id(request: HttpRequest) -> UUID:
    return UUID(acting_from(request).id)
