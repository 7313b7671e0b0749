# SPDX-License-Identifier: Apache-2.0
"""The history of an achievement, and what differs between two of its versions."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cairn.achievements.art import badge_svg
from cairn.achievements.diff import Change, compare
from cairn.achievements.models import AchievementVersion
from cairn.achievements.selectors import get_achievement, list_versions
from cairn.achievements.services import begin_version
from cairn.foundation.access import permissions_of
from cairn.foundation.errors import NotFound
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.issuer.studio.places import crumbs_of, page_of


@organization_page(Permission.ACHIEVEMENTS_VIEW)
@require_safe
def history(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Show every version, and compare two."""
    achievement, versions = get_achievement(achievement_id), list_versions(achievement_id)
    before, after = _pair(request, versions)
    allowed = permissions_of(acting_from(request), organization.pk)
    context = {
        "achievement": achievement,
        "versions": versions,
        "latest": versions[0],
        "is_published": any(version.is_published for version in versions),
        "before": before,
        "after": after,
        "changes": _changes(before, after),
        "badge": badge_svg(versions[0], language=get_language() or "en", size_class="m"),
        "crumbs": crumbs_of(organization, versions[0])[:1],
        "root": page_of(organization, achievement_id),
        "may_edit": Permission.ACHIEVEMENTS_EDIT in allowed,
        "may_retire": Permission.ACHIEVEMENTS_RETIRE in allowed,
    }
    return render(request, "issuer/studio/versions.html", context)


@organization_page(Permission.ACHIEVEMENTS_EDIT)
@require_POST
def begin(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Begin the next version as a copy of the last."""
    draft = begin_version(get_achievement(achievement_id), acting=acting_from(request))
    words = _("Version %(number)s begins as a copy. Learners keep earning the published one until you publish this.")
    messages.success(request, words % {"number": draft.number})
    return HttpResponseRedirect(page_of(organization, achievement_id, "edit/basics"))


def _pair(
    request: HttpRequest, versions: list[AchievementVersion]
) -> tuple[AchievementVersion | None, AchievementVersion]:
    """Return which two to compare: those asked for, or the newest and the one before it."""
    numbered = {str(version.number): version for version in versions}
    if not versions:
        raise NotFound(_("There is no such credential. Look for it by name in the catalog."))
    after = numbered.get(request.GET.get("to", ""), versions[0])
    return numbered.get(request.GET.get("from", str(after.number - 1))), after


def _changes(before: AchievementVersion | None, after: AchievementVersion) -> tuple[Change, ...]:
    return compare(before.definition, after.definition) if before else ()
