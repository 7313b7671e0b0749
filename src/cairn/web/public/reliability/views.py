# SPDX-License-Identifier: Apache-2.0
"""Whether assessors of an achievement agree: the page for everybody, and the figures for machines."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from cairn.achievements.models import AchievementVersion
from cairn.achievements.selectors import get_public_version
from cairn.assessment import selectors
from cairn.foundation.errors import NotFound
from cairn.foundation.scopes import organization_scope
from cairn.web.access import public_page
from cairn.web.components.navigation import NavItem
from cairn.web.public.reliability.presenting import COEFFICIENT_COLUMNS, WINDOW_COLUMNS, view_report

_DIGITS: Final = 5


@public_page
@require_safe
@vary_on_headers("Accept-Language", "Cookie")
def reliability(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Say how closely assessors agree, from how many works, and what the organization asks of them."""
    version = asked_version(request, achievement_id)
    with organization_scope(version.organization_id):
        report = selectors.agreement_report(version)
        released = selectors.last_release_by_hand(achievement_id, report.standing.rubric_digest)
    page = {
        "view": view_report(report),
        "version": version,
        "released": released,
        "window_columns": WINDOW_COLUMNS,
        "coefficient_columns": COEFFICIENT_COLUMNS,
        "crumbs": (NavItem(_("Find"), "/catalog"), NavItem(version.name, f"/achievements/{achievement_id}")),
    }
    return render(request, "public/reliability/reliability.html", page)


@public_page
@require_safe
def figures(request: HttpRequest, achievement_id: UUID) -> JsonResponse:
    """Give the figures as `cairn reliability --json` writes them; nothing of one assessor is among them."""
    version = asked_version(request, achievement_id)
    with organization_scope(version.organization_id):
        found = selectors.public_figures(version)
    return JsonResponse(found, headers={"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"})


def asked_version(request: HttpRequest, achievement_id: UUID) -> AchievementVersion:
    """Return the published version that is asked for, with a rubric. Raises NotFound."""
    number = request.GET.get("version", "")
    if number and not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        raise NotFound(_("There is no such version. Leave it out of the address to see the latest."))
    version = get_public_version(achievement_id, int(number) if number else None)
    if not version.definition.rubric.criteria:
        raise NotFound(_("Nothing is rated by a rubric here, so there is no agreement to measure."))
    return version
