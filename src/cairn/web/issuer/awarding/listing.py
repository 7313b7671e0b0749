# SPDX-License-Identifier: Apache-2.0
"""The list of awards: search, narrow, choose many."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cairn.achievements.selectors import list_latest, list_published
from cairn.credentials.models import Award, AwardState, CredentialState
from cairn.credentials.selectors import AwardFilter, list_awards, list_batches
from cairn.credentials.services.many import Verb
from cairn.foundation.access import permissions_of
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.components.tables import Column
from cairn.web.issuer.awarding.presenting import VERBS, name_of, status_of

PAGE_SIZE: Final = 50
MOST_AT_ONCE: Final = 20_000
_COLUMNS: Final = (
    Column(_("Choose"), hidden=True),
    Column(_("Holder")),
    Column(_("Earned")),
    Column(_("On")),
    Column(_("State")),
)
_STATES: Final = (
    (CredentialState.VALID, _("Valid")),
    (CredentialState.SUSPENDED, _("On hold")),
    (CredentialState.REVOKED, _("Revoked")),
    (AwardState.RESERVED, _("Being signed")),
    (AwardState.STOPPED, _("Stopped by a check")),
    (AwardState.UNDONE, _("Undone")),
)


@organization_page(Permission.AWARDS_VIEW)
@require_safe
def awards(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Show who was awarded what, the newest first."""
    wanted = filter_from(request.GET)
    page = Paginator(list_awards(wanted), PAGE_SIZE).get_page(request.GET.get("page"))
    allowed = permissions_of(acting_from(request), organization.pk)
    context = {
        "page": page,
        "rows": [(row, name_of(row), status_of(row)) for row in page.object_list],
        "columns": _COLUMNS,
        "wanted": wanted,
        "is_narrowed": wanted != AwardFilter(),
        "states": _STATES,
        "achievements": list_latest().values_list("achievement_id", "name"),
        "batches": list_batches()[:5],
        "verbs": [(verb, VERBS[verb].button) for verb in Verb if verb.permission in allowed],
        "may_issue": Permission.AWARDS_ISSUE in allowed,
        "may_begin": list_published().exists(),
        "may_export": Permission.AWARDS_EXPORT in allowed,
    }
    return render(request, "issuer/awarding/list.html", context)


def filter_from(asked: QueryDict) -> AwardFilter:
    """Read what is looked for; what cannot be read is not looked for."""
    return AwardFilter(
        words=asked.get("q", "")[:200],
        achievement_id=_uuid(asked.get("achievement", "")),
        state=asked.get("state", "")[:20],
        batch_id=_uuid(asked.get("batch", "")),
    )


def chosen_awards(asked: QueryDict) -> QuerySet[Award]:
    """Return the awards that were chosen: those that are ticked, or everything that was looked for."""
    if asked.get("all"):
        return list_awards(filter_from(asked))
    return list_awards().filter(pk__in=list(filter(None, map(_uuid, asked.getlist("award")))))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
