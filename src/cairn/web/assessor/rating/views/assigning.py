# SPDX-License-Identifier: Apache-2.0
"""Who rates what: what each assessor holds, handing out what waits, and giving a work to somebody else."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.assessment import selectors, services
from cairn.assessment.aliases import alias_of
from cairn.assessment.services import HandedOut
from cairn.foundation.errors import DomainError
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.assessor.rating.forms import ReassignForm
from cairn.web.components.tables import Column

_A_PAGE: Final = 50
_PEOPLE: Final = (
    Column(gettext_lazy("Assessor")),
    Column(gettext_lazy("Rates in")),
    Column(gettext_lazy("Holds"), numeric=True),
    Column(gettext_lazy("Late"), numeric=True),
    Column(gettext_lazy("First due")),
)
_WORKS: Final = (
    Column(gettext_lazy("Learner")),
    Column(gettext_lazy("Credential")),
    Column(gettext_lazy("Assessor")),
    Column(gettext_lazy("Due")),
    Column(gettext_lazy("What you can do"), hidden=True),
)


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_safe
def show_assigning(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Show what each assessor holds, and what nobody has taken."""
    held = Paginator(selectors.list_held(), _A_PAGE).get_page(request.GET.get("page"))
    page = {
        "waiting": selectors.list_unclaimed().count(),
        "loads": selectors.list_loads(organization),
        "held": held,
        "lines": [(row, alias_of(row.submission_id)) for row in held],
        "people": _PEOPLE,
        "works": _WORKS,
        "is_handing_out": selectors.is_handing_out(),
    }
    return render(request, "assessor/rating/assigning.html", page)


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_POST
def hand_out(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Hand out what waits."""
    messages.success(request, _say(services.assign_waiting(organization, acting=acting_from(request))))
    return redirect("assigning", slug=organization.slug)


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_POST
def choose(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Choose whether work is handed out as it comes in, or taken."""
    is_on = request.POST.get("choice") == "hand_out"
    services.choose_handing_out(organization, is_on=is_on, acting=acting_from(request))
    messages.success(
        request, _("Work is handed out as it comes in.") if is_on else _("Assessors take work themselves.")
    )
    return redirect("assigning", slug=organization.slug)


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def reassign(request: HttpRequest, organization: Organization, rating_id: UUID) -> HttpResponse:
    """Give a work that somebody holds to somebody else."""
    rating = selectors.get_held(rating_id)
    form = ReassignForm(request.POST if request.method == "POST" else None, organization=organization, rating=rating)
    if form.is_valid():
        try:
            services.reassign_rating(rating, form.to, reason=form.cleaned_data["reason"], acting=acting_from(request))
        except DomainError as refused:
            form.add_error(refused.field or None, refused.detail)
        else:
            messages.success(request, _("Given to somebody else. What was typed stays with the one before."))
            return redirect("assigning", slug=organization.slug)
    page = {"form": form, "rating": rating, "alias": alias_of(rating.submission_id)}
    return render(request, "assessor/rating/reassign.html", page, status=422 if form.errors else 200)


def _say(done: HandedOut) -> str:
    if not done.works:
        return _("Nothing was handed out: nothing waits, or nobody may rate what waits.")
    given = ngettext("%(count)s work was handed out.", "%(count)s works were handed out.", done.works)
    words = [given % {"count": done.works}]
    if done.left:
        left = ngettext(
            "%(count)s waits still: nobody may rate it.", "%(count)s wait still: nobody may rate them.", done.left
        )
        words.append(left % {"count": done.left})
    return " ".join(words)
