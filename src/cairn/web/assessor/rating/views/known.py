# SPDX-License-Identifier: Apache-2.0
"""Writers that an assessor knows: said on the workbench, listed by the names that their works had, and ended again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cairn.assessment import selectors, services
from cairn.foundation.errors import NotFound
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.components.tables import Column

_COLUMNS = (
    Column(gettext_lazy("Learner")),
    Column(gettext_lazy("Credential")),
    Column(gettext_lazy("Said on")),
    Column(gettext_lazy("What you can do"), hidden=True),
)


@organization_page(Permission.SUBMISSIONS_RATE)
@require_safe
def show_known(request: HttpRequest, _organization: Organization) -> HttpResponse:
    """Show the writers that an assessor said they know, by the names that their works had."""
    person_id = UUID(acting_from(request).id)
    page = {
        "declared": selectors.list_declared(person_id),
        "entered": selectors.count_entered(person_id),
        "columns": _COLUMNS,
    }
    return render(request, "assessor/rating/known.html", page)


@organization_page(Permission.SUBMISSIONS_RATE)
@require_POST
def declare(request: HttpRequest, organization: Organization, submission_id: UUID) -> HttpResponse:
    """Say that one knows the writer of a work that one holds."""
    row = selectors.get_queued_submission(submission_id)
    rating = selectors.get_rating(row, UUID(acting_from(request).id))
    services.declare_conflict(rating, acting=acting_from(request))
    messages.success(request, _("Another assessor rates this work. You do not get work of this writer any more."))
    return redirect("queue", slug=organization.slug)


@organization_page(Permission.SUBMISSIONS_RATE)
@require_POST
def end(request: HttpRequest, organization: Organization, conflict_id: UUID) -> HttpResponse:
    """End a conflict that the assessor declared; those of others are not there."""
    conflict = selectors.get_conflict(conflict_id)
    if conflict.assessor_id != acting_from(request).person_id:
        raise NotFound(_("This is not on your list. Load the page again."), code="no_such_conflict")
    services.end_conflict(conflict, acting=acting_from(request))
    messages.success(request, _("Taken off your list. Work of this writer can come to you again."))
    return redirect("known_writers", slug=organization.slug)
