# SPDX-License-Identifier: Apache-2.0
"""The studio's first page: drafts, what is published, what is retired."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cairn.achievements.models import AchievementVersion
from cairn.achievements.selectors import count_states, find_draft, get_achievement, list_latest
from cairn.foundation.access import may
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.components.navigation import NavItem
from cairn.web.components.tables import Column
from cairn.web.issuer.studio.places import home_of, page_of, rubrics_of

_PAGE: Final = 30
_COLUMNS: Final = (
    Column(gettext_lazy("Credential")),
    Column(gettext_lazy("Kind")),
    Column(gettext_lazy("State")),
    Column(gettext_lazy("Last change")),
)
_STATES: Final = {
    "": gettext_lazy("All"),
    "draft": gettext_lazy("Drafts"),
    "published": gettext_lazy("Published"),
    "retired": gettext_lazy("Retired"),
}


@organization_page(Permission.ACHIEVEMENTS_VIEW)
@require_safe
def studio(request: HttpRequest, organization: Organization) -> HttpResponse:
    """List an organization's achievements."""
    words, state = request.GET.get("q", "")[:200].strip(), request.GET.get("state", "")
    counts = count_states()
    context = {
        "words": words,
        "state": state,
        "page": Paginator(list_latest(words=words, state=state), _PAGE).get_page(request.GET.get("page")),
        "columns": _COLUMNS,
        "counts": counts,
        "tabs": _tabs(organization, counts, state),
        "may_edit": may(acting_from(request), Permission.ACHIEVEMENTS_EDIT, organization.pk),
        "home": home_of(organization),
        "rubrics": rubrics_of(organization),
    }
    return render(request, "issuer/studio/studio.html", context)


@organization_page(Permission.ACHIEVEMENTS_VIEW)
@require_safe
def achievement(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Lead to the draft, for whoever may write it, or else to the versions."""
    writes = may(acting_from(request), Permission.ACHIEVEMENTS_EDIT, organization.pk)
    series = get_achievement(achievement_id)
    draft: AchievementVersion | None = find_draft(series.pk) if writes else None
    return HttpResponseRedirect(page_of(organization, series.pk, "edit/basics" if draft else "versions"))


def _tabs(organization: Organization, counts: dict[str, int], state: str) -> tuple[NavItem, ...]:
    home = home_of(organization)
    return tuple(
        NavItem(
            _("%(state)s (%(count)s)") % {"state": label, "count": counts[name]},
            f"{home}?state={name}" if name else home,
            current=name == state,
        )
        for name, label in _STATES.items()
    )
