# SPDX-License-Identifier: Apache-2.0
"""What a member who observes learners is asked to say: a list, and one request with its form."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.assessment import selectors, services
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.components.tables import Column
from cairn.web.learner.voices.attestations import answer_request

_A_PAGE: Final = 50
_COLUMNS: Final = (Column(lazy("Learner")), Column(lazy("Credential")), Column(lazy("Asked")), Column(lazy("State")))


@organization_page(Permission.SUBMISSIONS_OBSERVE)
@require_safe
def list_all(request: HttpRequest, _organization: Organization) -> HttpResponse:
    """Show what somebody is asked to say."""
    rows = selectors.list_observations(UUID(acting_from(request).id))
    lines = [(row, selectors.is_attestation_open(row)) for row in rows]
    page = {
        "page": Paginator(lines, _A_PAGE).get_page(request.GET.get("page")),
        "waiting": sum(is_open and row.made_at is None for row, is_open in lines),
        "columns": _COLUMNS,
    }
    return render(request, "issuer/voices/observations.html", page)


@organization_page(Permission.SUBMISSIONS_OBSERVE)
@require_http_methods(["GET", "POST"])
def observe(request: HttpRequest, _organization: Organization, attestation_id: UUID) -> HttpResponse:
    """Show one request, or take in what somebody has seen."""
    acting = acting_from(request)
    row = selectors.get_observation(attestation_id, UUID(acting.id))
    return answer_request(request, row, acting)


@organization_page(Permission.SUBMISSIONS_OBSERVE)
@require_POST
def take_back(request: HttpRequest, organization: Organization, attestation_id: UUID) -> HttpResponse:
    """Take back what one has said."""
    acting = acting_from(request)
    row = selectors.get_observation(attestation_id, UUID(acting.id))
    services.take_back_attestation(row, acting=acting)
    messages.success(request, _("Taken back. Nobody reads it any more."))
    return redirect("observations", slug=organization.slug)
