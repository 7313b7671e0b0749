# SPDX-License-Identifier: Apache-2.0
"""The end of a rating: what will happen by the pass rule, said before it happens."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.assessment import selectors, services
from cairn.assessment.aliases import alias_of
from cairn.assessment.models import Decision, Outcome, Rating
from cairn.foundation.errors import Conflict, Invalid
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.assessor.rating.views.bench import held_rating, standing_page


@organization_page(Permission.SUBMISSIONS_RATE)
@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, organization: Organization, submission_id: UUID) -> HttpResponse:
    """Show what the pass rule says and what follows, or let it follow."""
    row = selectors.get_queued_submission(submission_id)
    rating = held_rating(request, row)
    if rating is None:
        return redirect("bench", slug=organization.slug, submission_id=row.pk)
    if request.method == "GET":
        return _show(request, rating)
    try:
        decision = _finish(request, rating)
    except Invalid as refused:
        return _show(request, rating, refused)
    except Conflict as refused:
        messages.warning(request, refused.detail)
        return redirect("bench", slug=organization.slug, submission_id=row.pk)
    messages.success(request, _say(decision))
    return _go_on(organization, rating.assessor_id)


def _go_on(organization: Organization, assessor_id: UUID) -> HttpResponse:
    """Go to the next work that the assessor holds, or to the queue."""
    following = selectors.find_held(assessor_id)
    if following is None:
        return redirect("queue", slug=organization.slug)
    return redirect("bench", slug=organization.slug, submission_id=following.pk)


def _finish(request: HttpRequest, rating: Rating) -> Decision | None:
    return services.finish_rating(
        rating,
        acting=acting_from(request),
        items_to_improve=request.POST.getlist("items"),
        begin_afresh=request.POST.get("then") == "afresh",
    )


def _show(request: HttpRequest, rating: Rating, refused: Invalid | None = None) -> HttpResponse:
    page = standing_page(rating)
    chosen = request.POST.getlist("items") if refused else page.standing.suggested_items
    definition = rating.submission.version.definition
    facts = {
        "row": rating.submission,
        "rating": rating,
        "alias": alias_of(rating.submission_id),
        "definition": definition,
        "page": page,
        "needs_feedback": not page.standing.result.passed and not rating.feedback.strip(),
        "is_last_try": page.standing.tries_left == 0,
        "items": [(item, item.id in chosen) for part in definition.evidence for item in part.items],
        "refused": refused,
        "afresh": request.POST.get("then") == "afresh",
    }
    return render(request, "assessor/rating/finish.html", facts, status=422 if refused else 200)


def _say(decision: Decision | None) -> str:
    if decision is None:
        return _("Your rating is kept. Another assessor rates the same work, and the learner is told after that.")
    return {
        Outcome.AWARD: _("Passed. The learner is told, and the credential can be issued."),
        Outcome.RETURN: _("Sent back. The learner is told which parts to improve."),
        Outcome.DECLINE: _("Not passed. The learner is told, with your feedback."),
    }[Outcome(decision.outcome)]
