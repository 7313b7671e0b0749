# SPDX-License-Identifier: Apache-2.0
"""The appeals of an organization: what waits until when, and what came of those that are decided."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cairn.assessment import selectors, services
from cairn.assessment.models import Appeal
from cairn.foundation.access import may
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.components.tables import Column
from cairn.web.issuer.voices.clocked import Clocked, read_clocks

_A_PAGE: Final = 50
_COLUMNS: Final = (Column(lazy("Credential")), Column(lazy("Filed")), Column(lazy("State")), Column(lazy("Due")))


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_safe
def list_all(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Show the appeals, what waits first, and how many changed a result."""
    rows = read_clocks(selectors.list_appeals())
    page = {
        "page": Paginator(rows, _A_PAGE).get_page(request.GET.get("page")),
        "finding": _find(rows),
        "columns": _COLUMNS,
        "rate": selectors.appeal_rates(organization.pk),
    }
    return render(request, "issuer/voices/appeals.html", page)


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_safe
def show(request: HttpRequest, organization: Organization, appeal_id: UUID) -> HttpResponse:
    """Show an appeal; whoever also rates here reads the reasons once it is decided, so that they may rate the work.

    It is noted who reads them, so that nobody becomes an assessor after that and rates it.
    """
    appeal = selectors.get_appeal(appeal_id)
    clocked = read_clocks([appeal])[0]
    definition = appeal.submission.version.definition
    is_hidden = clocked.is_waiting and may(acting_from(request), Permission.SUBMISSIONS_RATE, organization.pk)
    if not is_hidden:
        services.note_result_seen(appeal.submission, [appeal.decision.round], acting=acting_from(request))
    page = {
        "appeal": appeal,
        "clocked": clocked,
        "is_hidden": is_hidden,
        "view": selectors.describe_decision(appeal.decision, definition),
        "rating": selectors.find_appeal_rating(appeal),
        "definition": definition,
    }
    return render(request, "issuer/voices/appeal.html", page)


def _find(rows: list[Clocked[Appeal]]) -> str:
    """Say what the list comes to: what is late first, then what waits."""
    late, waiting = sum(row.is_late for row in rows), sum(row.is_waiting for row in rows)
    if late:
        return ngettext("One appeal is late", "%(count)s appeals are late", late) % {"count": late}
    if waiting:
        sentence = ngettext("One appeal waits for an assessor", "%(count)s appeals wait for an assessor", waiting)
        return sentence % {"count": waiting}
    return _("No appeal waits") if rows else _("Nobody has appealed")
