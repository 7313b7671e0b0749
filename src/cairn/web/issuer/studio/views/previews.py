# SPDX-License-Identifier: Apache-2.0
"""What others will see: the learner's page, the employer's, the JSON; and the way in for learners."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cairn.achievements.mapping import achievement_document
from cairn.achievements.models import AchievementVersion
from cairn.achievements.selectors import current_version
from cairn.foundation.access import may
from cairn.foundation.errors import NotFound
from cairn.foundation.permissions import Permission
from cairn.foundation.qr import draw_qr
from cairn.organizations.models import Organization
from cairn.standards.codecs import dump_json
from cairn.web.access import acting_from, organization_page
from cairn.web.components.navigation import NavItem
from cairn.web.issuer.studio.places import crumbs_of, get_latest, page_of
from cairn.web.public.catalog.presenting import view_achievement

_READERS: Final = {
    "learner": gettext_lazy("As a learner"),
    "employer": gettext_lazy("As an employer"),
    "machine": gettext_lazy("As Open Badges JSON"),
}


@organization_page(Permission.ACHIEVEMENTS_VIEW)
@require_safe
def preview(request: HttpRequest, organization: Organization, achievement_id: UUID, reader: str) -> HttpResponse:
    """Show the draft, or the latest version, as somebody else will see it."""
    if reader not in _READERS:
        raise Http404(reader)
    version = get_latest(achievement_id)
    context = {
        "version": version,
        "view": view_achievement(version),
        "reader": reader,
        "tabs": _tabs(organization, version),
        "root": page_of(organization, achievement_id),
        "document": dump_json(achievement_document(version), indent=True).decode() if reader == "machine" else "",
    }
    return render(request, f"issuer/studio/as_{reader}.html", context)


@organization_page(Permission.ACHIEVEMENTS_VIEW)
@require_safe
def invite(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Give the link and the code by which learners begin."""
    version = current_version(achievement_id)
    if version is None:
        raise NotFound(_("Publish it first. Then there is a page to invite learners to."), code="nothing_published")
    link = f"{settings.CAIRN_BASE_URL}/achievements/{achievement_id}"
    context = {
        "version": version,
        "link": link,
        "may_award": may(acting_from(request), Permission.AWARDS_ISSUE, organization.pk),
        "may_invite": may(acting_from(request), Permission.SUBMISSIONS_INVITE, organization.pk),
        "code": mark_safe(draw_qr(link, label=_("QR code of the link"))),  # noqa: S308  # drawn by us
        "crumbs": crumbs_of(organization, version),
        "root": page_of(organization, achievement_id),
    }
    return render(request, "issuer/studio/invite.html", context)


def _tabs(organization: Organization, version: AchievementVersion) -> tuple[NavItem, ...]:
    return tuple(
        NavItem(label, page_of(organization, version.achievement_id, f"as/{reader}"))
        for reader, label in _READERS.items()
    )
