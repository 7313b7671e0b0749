# SPDX-License-Identifier: Apache-2.0
"""The end of a series, with a reason; nothing public ever vanishes."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.achievements.events import AchievementReopened, AchievementRetired
from cairn.achievements.models import Achievement
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid
from cairn.foundation.events import emit
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope


@transaction.atomic
def retire_achievement(achievement: Achievement, *, reason: str, acting: Actor) -> Achievement:
    """Take no more learners; the page stays, says why, and what was earned stays good.

    Raises PermissionDenied, Invalid: reason_missing, Conflict: achievement_retired, nothing_published.
    """
    row = _locked(achievement, acting)
    words = _checked(reason)
    if row.retired_at is not None:
        raise Conflict(_("This credential is retired already."), code="achievement_retired")
    with organization_scope(row.organization_id):
        if not row.versions.filter(state="published").exists():
            raise Conflict(_("Nothing was published yet. Discard the draft instead."), code="nothing_published")
    row.retired_at, row.retired_reason = clock.now(), words
    row.save(update_fields=["retired_at", "retired_reason"])
    audit.record("achievement.retired", row, acting=acting, organization_id=row.organization_id, reason=words)
    emit(AchievementRetired(str(row.pk), words), organization_id=row.organization_id)
    return row


@transaction.atomic
def reopen_achievement(achievement: Achievement, *, reason: str, acting: Actor) -> Achievement:
    """Take learners again after a retirement.

    Raises PermissionDenied, Invalid: reason_missing, Conflict: not_retired.
    """
    row = _locked(achievement, acting)
    words = _checked(reason)
    if row.retired_at is None:
        raise Conflict(_("This credential is not retired."), code="not_retired")
    row.retired_at, row.retired_reason = None, ""
    row.save(update_fields=["retired_at", "retired_reason"])
    audit.record("achievement.reopened", row, acting=acting, organization_id=row.organization_id, reason=words)
    emit(AchievementReopened(str(row.pk), words), organization_id=row.organization_id)
    return row


def _locked(achievement: Achievement, acting: Actor) -> Achievement:
    require(acting, Permission.ACHIEVEMENTS_RETIRE, achievement.organization_id)
    with organization_scope(achievement.organization_id):
        row: Achievement = Achievement.objects.select_for_update().get(pk=achievement.pk)
    return row


def _checked(reason: str) -> str:
    words = reason.strip()[:500]
    if not words:
        raise Invalid(_("Say why, in a sentence. It stands on the public page."), code="reason_missing", field="reason")
    return words
