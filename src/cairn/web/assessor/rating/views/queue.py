# SPDX-License-Identifier: Apache-2.0
"""The queue: one line for each piece of work, what is due first first, and nobody's name."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cairn.assessment import selectors, services
from cairn.assessment.errors import no_such_submission
from cairn.assessment.selectors import Queue, QueueFilter
from cairn.foundation.access import may
from cairn.foundation.errors import Conflict
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.assessor.rating.presenting import say_finding
from cairn.web.components.tables import Column

_A_PAGE: Final = 50
_COLUMNS: Final = (
    Column(_("Learner")),
    Column(_("Credential")),
    Column(_("Try")),
    Column(_("State")),
    Column(_("Due, in working days")),
    Column(_("What you can do"), hidden=True),
)


@organization_page(Permission.SUBMISSIONS_VIEW)
@require_safe
def show_queue(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Show what an assessor holds and what waits."""
    acting = acting_from(request)
    wanted = _read_filter(request)
    queue = selectors.list_queue(_person_id(request), wanted)
    page = {
        "queue": queue,
        "finding": say_finding(queue),
        "first": _first(queue),
        "waiting": Paginator(queue.waiting, _A_PAGE).get_page(request.GET.get("page")),
        "columns": _COLUMNS,
        "wanted": wanted,
        "may_rate": may(acting, Permission.SUBMISSIONS_RATE, organization.pk),
    }
    return render(request, "assessor/rating/queue.html", page)


@organization_page(Permission.SUBMISSIONS_RATE)
@require_POST
def take(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Take a piece of work from the queue; where somebody was faster, say so and stay."""
    row = selectors.get_queued_submission(_read_id(request.POST.get("take", "")))
    try:
        services.start_rating(row, acting=acting_from(request))
    except Conflict as refused:
        messages.warning(request, refused.detail)
        return redirect("queue", slug=organization.slug)
    return redirect("bench", slug=organization.slug, submission_id=row.pk)


def _first(queue: Queue) -> selectors.QueueLine | None:
    """Return what the assessor should open first: the soonest due of their own."""
    return queue.mine[0] if queue.mine else None


def _person_id(request: HttpRequest) -> UUID:
    person_id = acting_from(request).person_id
    if person_id is None:
        raise no_such_submission()
    return person_id


def _read_filter(request: HttpRequest) -> QueueFilter:
    wanted = request.GET.get("credential", "")
    return QueueFilter(
        achievement_id=_read_id(wanted) if wanted else None,
        only_due=request.GET.get("due") == "soon",
    )


def _read_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise no_such_submission() from None
