# SPDX-License-Identifier: Apache-2.0
"""The home of an organization: what needs a person, its programs, what was awarded lately, and who is there."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from cairn.achievements.selectors import list_latest
from cairn.credentials.selectors import list_awards
from cairn.foundation.access import permissions_of
from cairn.foundation.permissions import Permission
from cairn.organizations import selectors
from cairn.organizations.models import Organization
from cairn.organizations.roles import Role
from cairn.web.access import acting_from, organization_page
from cairn.web.components.tables import Column
from cairn.web.issuer.organization.waiting import list_waiting

_PROGRAMS = (Column(_("Program")), Column(_("Kind")), Column(_("State")), Column(_("Last changed")))
_FEW = 12
_LATELY = 5


@organization_page(Permission.ORGANIZATION_VIEW)
def home(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Show what waits and how things stand."""
    acting = acting_from(request)
    allowed = permissions_of(acting, organization.pk)
    context: dict[str, object] = {
        "waiting": list_waiting(organization, allowed, acting.person_id),
        "columns": _PROGRAMS,
        "may_write": Permission.ACHIEVEMENTS_EDIT in allowed,
        "children": selectors.list_children(organization),
    }
    if Permission.ACHIEVEMENTS_VIEW in allowed:
        context["programs"] = list_latest().select_related("achievement")[:_FEW]
    if Permission.AWARDS_VIEW in allowed:
        context["awards"] = list_awards()[:_LATELY]
    if Permission.MEMBERS_VIEW in allowed:
        context["people"] = _people(organization)
    return render(request, "issuer/organization/home.html", context)


def _people(organization: Organization) -> list[tuple[Role, int]]:
    """Count the members of each role that anybody has; somebody with two roles counts in both."""
    rows = selectors.list_members(organization).values_list("roles", flat=True)
    counts = Counter(role for roles in rows for role in roles)
    return [(role, counts[role]) for role in Role if counts[role]]
