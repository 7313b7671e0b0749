# SPDX-License-Identifier: Apache-2.0
"""Who may do what to an achievement: authors write and publish, owners retire; each asks the organization's roles."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cairn.achievements.models import Achievement, AchievementVersion
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict
from cairn.foundation.permissions import Permission


def require_editing(version: AchievementVersion, *, acting: Actor) -> None:
    """Return if the actor may change this draft. Raises PermissionDenied, Conflict: version_published."""
    require(acting, Permission.ACHIEVEMENTS_EDIT, version.organization_id)
    require_draft(version)


def require_draft(version: AchievementVersion) -> None:
    """Return if the version may still change. Raises Conflict: version_published."""
    if version.is_published:
        raise Conflict(
            _("This version is published and can no longer change. Begin the next version instead."),
            code="version_published",
        )


def require_open(achievement: Achievement) -> None:
    """Return if the achievement is not retired. Raises Conflict: achievement_retired."""
    if achievement.retired_at is not None:
        raise Conflict(
            _("This credential is retired. Bring it back before you work on a new version."), code="achievement_retired"
        )
