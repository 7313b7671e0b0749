# SPDX-License-Identifier: Apache-2.0
"""Versions: published once and for good; the next one begins as a copy."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.achievements.access import require_draft, require_open
from cairn.achievements.definition import Definition
from cairn.achievements.events import VersionPublished
from cairn.achievements.models import Achievement, AchievementVersion, VersionState
from cairn.achievements.readiness import find_problems
from cairn.achievements.services.columns import columns_of
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid
from cairn.foundation.events import emit
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope


@transaction.atomic
def publish_version(version: AchievementVersion, *, acting: Actor, note: str = "") -> AchievementVersion:
    """Fix a draft for good and open it to the public; `note` says what changed since the version before.

    Raises PermissionDenied, Conflict: version_published, achievement_retired, nothing_changed, Invalid: not_ready.
    """
    require(acting, Permission.ACHIEVEMENTS_PUBLISH, version.organization_id)
    with organization_scope(version.organization_id):
        draft: AchievementVersion = AchievementVersion.objects.select_for_update().get(pk=version.pk)
    require_draft(draft)
    require_open(draft.achievement)
    definition = draft.definition
    _check_ready(definition)
    _check_changed(draft, definition)
    _fix(draft, definition, acting, note)
    audit.record("version.published", draft, acting=acting, organization_id=draft.organization_id, number=draft.number)
    event = VersionPublished(str(draft.achievement_id), str(draft.pk), draft.number)
    emit(event, organization_id=draft.organization_id)
    return draft


@transaction.atomic
def begin_version(achievement: Achievement, *, acting: Actor) -> AchievementVersion:
    """Begin the next version as a copy of the last one.

    Raises PermissionDenied, Conflict: achievement_retired, draft_exists, nothing_published.
    """
    require(acting, Permission.ACHIEVEMENTS_EDIT, achievement.organization_id)
    require_open(achievement)
    with organization_scope(achievement.organization_id):
        last = achievement.versions.order_by("-number").first()
    if last is None or not last.is_published:
        raise Conflict(_("There is a draft already. Go on with that one, or discard it first."), code="draft_exists")
    draft = AchievementVersion(
        achievement=achievement,
        organization_id=achievement.organization_id,
        number=last.number + 1,
        changed_at=clock.now(),
        changed_by=acting.label[:200],
        **columns_of(last.definition),
    )
    draft.save(force_insert=True)
    audit.record("version.begun", draft, acting=acting, organization_id=draft.organization_id, number=draft.number)
    return draft


def _fix(draft: AchievementVersion, definition: Definition, acting: Actor, note: str) -> None:
    draft.state = VersionState.PUBLISHED
    draft.digest = definition.digest()
    draft.change_note = note.strip()[:500]
    draft.published_at = draft.changed_at = clock.now()
    draft.published_by = draft.changed_by = acting.label[:200]
    draft.save()


def _check_ready(definition: Definition) -> None:
    blocking = [finding for finding in find_problems(definition) if finding.blocks]
    if blocking:
        raise Invalid(
            _("This cannot be published yet: %(first)s") % {"first": blocking[0].what},
            code="not_ready",
            findings=tuple(finding.code for finding in blocking),
        )


def _check_changed(draft: AchievementVersion, definition: Definition) -> None:
    with organization_scope(draft.organization_id):
        before = draft.achievement.versions.filter(number=draft.number - 1).first()
    if before is not None and before.digest == definition.digest():
        raise Conflict(
            _("Nothing differs from the version before. Change something, or discard this draft."),
            code="nothing_changed",
        )
