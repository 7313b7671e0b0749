# SPDX-License-Identifier: Apache-2.0
"""How assessors stand with each rubric, what known works say of drift, and the offer to practice again."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.selectors import names_of
from cairn.achievements.selectors import list_latest
from cairn.assessment import selectors, services
from cairn.assessment.models import Qualification, RecalibrationReason
from cairn.assessment.selectors import AssessorDrift
from cairn.foundation.errors import NotFound
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.organizations.selectors import get_member
from cairn.web.access import acting_from, organization_page
from cairn.web.assessor.training import presenting
from cairn.web.components.tables import Column

_A_PAGE: Final = 100
_STANDINGS: Final = (
    Column(gettext_lazy("Assessor")),
    Column(gettext_lazy("Credential")),
    Column(gettext_lazy("Qualification")),
    Column(gettext_lazy("Last sitting"), numeric=True),
)
_DRIFT: Final = (
    Column(gettext_lazy("Assessor")),
    Column(gettext_lazy("Known works"), numeric=True),
    Column(gettext_lazy("Agreed levels")),
    Column(gettext_lazy("Mean difference in levels")),
    Column(gettext_lazy("Earlier half, later half")),
    Column(gettext_lazy("What you can do"), hidden=True),
)


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_safe
def show(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Show who is qualified for what, and the drift of each assessor."""
    standings, drift = selectors.list_standings(), selectors.list_drift()
    names = {version.achievement_id: version.name for version in list_latest()}
    people = names_of({str(row.assessor_id) for row in drift})
    page = Paginator(standings, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "organization": organization,
        "finding": _say_finding(standings, drift),
        "page": page,
        "standings": [
            (row, names.get(row.achievement_id, ""), presenting.say_qualification(row)) for row in page.object_list
        ],
        "columns": _STANDINGS,
        "drift": [
            (row, people[str(row.assessor_id)], names.get(row.achievement_id, ""), presenting.say_drift(row.drift))
            for row in drift
        ],
        "drift_columns": _DRIFT,
    }
    return render(request, "issuer/anchors/assessors.html", context)


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_POST
def offer(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Offer an assessor works to practice on, because their ratings of known works have moved."""
    try:
        achievement, person = (UUID(text) for text in request.POST.get("offer", "").split("."))
    except ValueError:
        raise NotFound(_("Choose an assessor from the list."), code="no_such_assessor") from None
    member = get_member(organization, person)
    offered = services.offer_recalibration(
        achievement, [member.person_id], acting=acting_from(request), reason=RecalibrationReason.DRIFT
    )
    if offered:
        messages.success(request, _("Offered. %(name)s is told by mail.") % {"name": member.person})
    else:
        messages.warning(
            request, _("Nothing was offered: there is an open offer, or there are no works to practice on.")
        )
    return redirect("assessors", slug=organization.slug)


def _say_finding(standings: list[Qualification], drift: list[AssessorDrift]) -> str:
    flagged = len({row.assessor_id for row in drift if row.drift.flags})
    if flagged:
        return ngettext(
            "The ratings of one assessor may have moved",
            "The ratings of %(count)s assessors may have moved",
            flagged,
        ) % {"count": flagged}
    qualified = len({row.assessor_id for row in standings if selectors.holds_now(row)})
    if not qualified:
        return _("Nobody is qualified yet")
    return ngettext("One assessor is qualified", "%(count)s assessors are qualified", qualified) % {"count": qualified}
