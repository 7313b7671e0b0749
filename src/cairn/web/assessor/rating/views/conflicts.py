# SPDX-License-Identifier: Apache-2.0
"""Conflicts between people by name, as whoever looks after the queue enters and ends them."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cairn.assessment import selectors, services
from cairn.foundation.errors import DomainError
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.assessor.rating.forms import ConflictForm
from cairn.web.components.tables import Column

_A_PAGE: Final = 50
_COLUMNS: Final = (
    Column(gettext_lazy("Assessor")),
    Column(gettext_lazy("Learner")),
    Column(gettext_lazy("Why")),
    Column(gettext_lazy("Since")),
    Column(gettext_lazy("What you can do"), hidden=True),
)


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def show_conflicts(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Show who has to do with whom, and let somebody enter one more."""
    acting = acting_from(request)
    form = ConflictForm(request.POST if request.method == "POST" else None, organization=organization)
    if form.is_valid():
        try:
            services.enter_conflict(
                organization, form.pair, form.chosen_kind, note=form.cleaned_data["note"], acting=acting
            )
        except DomainError as refused:
            form.add_error(refused.field or None, refused.detail)
        else:
            messages.success(request, _("Entered. What the assessor held of this learner is back in the queue."))
            return redirect("conflicts", slug=organization.slug)
    page = {
        "form": form,
        "conflicts": Paginator(selectors.list_conflicts(), _A_PAGE).get_page(request.GET.get("page")),
        "columns": _COLUMNS,
    }
    return render(request, "assessor/rating/conflicts.html", page, status=422 if form.errors else 200)


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_POST
def end(request: HttpRequest, organization: Organization, conflict_id: UUID) -> HttpResponse:
    """End a conflict."""
    services.end_conflict(selectors.get_conflict(conflict_id), acting=acting_from(request))
    messages.success(request, _("Ended. The assessor can get work of this learner again."))
    return redirect("conflicts", slug=organization.slug)
