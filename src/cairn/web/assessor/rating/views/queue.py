# SPDX-License-Identifier: Apache-2.0
"""The queue: one line for each piece of work, what is due first first, and nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cairn.assessment import selectors, services
from cairn.assessment.errors import no_such_submission
from cairn.assessment.models import Track
from cairn.assessment.selectors import QueueFilter, QueueLine
from cairn.assessment.selectors.queue import PAGE_SIZE
from cairn.foundation.access import may
from cairn.foundation.errors import Conflict, PermissionDenied
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.assessor.rating.hiding import list_hidden
from cairn.web.assessor.rating.presenting import say_finding
from cairn.web.assessor.rating.tongues import language_choices, rated_languages
from cairn.web.components.tables import Column

_DIGITS: Final = 6
_PAGES: Final = {"page": "page", "held_page": "mine"}
"""What a page of the queue is called in its address."""
_COLUMNS: Final = (
    Column(gettext_lazy("Learner")),
    Column(gettext_lazy("Credential")),
    Column(gettext_lazy("Try")),
    Column(gettext_lazy("Work")),
    Column(gettext_lazy("State")),
    Column(gettext_lazy("Due, in working days")),
    Column(gettext_lazy("What you can do"), hidden=True),
)


@organization_page(Permission.SUBMISSIONS_VIEW)
@require_safe
def show_queue(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Show what an assessor holds and what waits."""
    wanted = _read_filter(request)
    pages = {name: _read_number(request.GET.get(asked, "")) for name, asked in _PAGES.items()}
    queue = selectors.list_queue(_person_id(request), wanted, **pages)
    page = {
        "queue": queue,
        "finding": say_finding(queue),
        "first": queue.first,
        "mine": _page_of(queue.mine, queue.held_page, queue.held_total),
        "waiting": _page_of(queue.waiting, queue.page, queue.waiting_total),
        "columns": _COLUMNS,
        "wanted": wanted,
        "is_filtered": wanted != QueueFilter(),
        "languages": language_choices(queue.languages),
        "hidden": list_hidden(queue.hidden),
        "rates_in": (rates_in := rated_languages(organization, queue)),
        "rates_in_words": ", ".join(tongue.name for tongue in rates_in if tongue.is_chosen) or _("Every language"),
        "may_rate": may(acting_from(request), Permission.SUBMISSIONS_RATE, organization.pk),
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


@organization_page(Permission.SUBMISSIONS_RATE)
@require_POST
def take_next(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Take the work that is due first of those that the assessor may rate."""
    rating = services.take_next(_read_filter(request), acting=acting_from(request))
    if rating is None:
        messages.info(request, _("Nothing waits that you can rate just now."))
        return redirect("queue", slug=organization.slug)
    return redirect("bench", slug=organization.slug, submission_id=rating.submission_id)


@organization_page(Permission.SUBMISSIONS_RATE)
@require_POST
def state_languages(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Keep in which languages the assessor rates."""
    services.state_languages(organization, request.POST.getlist("languages"), acting=acting_from(request))
    messages.success(request, _("Saved. The queue shows work in these languages."))
    return redirect("queue", slug=organization.slug)


def _page_of(lines: Sequence[QueueLine], number: int, total: int) -> Page[QueueLine]:
    paginator = Paginator[QueueLine](range(total), PAGE_SIZE)  # type: ignore[arg-type]  # only counted
    return Page(lines, number, paginator)


def _person_id(request: HttpRequest) -> UUID:
    person_id = acting_from(request).person_id
    if person_id is None:
        raise PermissionDenied(_("Work is rated by a person."), code="not_a_person")
    return person_id


def _read_filter(request: HttpRequest) -> QueueFilter:
    wanted = request.GET.get("credential", "")
    track = request.GET.get("track", "")
    return QueueFilter(
        achievement_id=_read_id(wanted) if wanted else None,
        only_due=request.GET.get("due") == "soon",
        language=request.GET.get("language", ""),
        track=track if track in Track else "",
    )


def _read_number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else 1


def _read_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise no_such_submission() from None
