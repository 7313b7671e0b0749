# SPDX-License-Identifier: Apache-2.0
"""Drafts: begun, saved as one types, copied and thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cairn.achievements.access import require_editing
from cairn.achievements.definition import Definition
from cairn.achievements.kinds import Kind
from cairn.achievements.models import Achievement, AchievementVersion, VersionState
from cairn.achievements.services.columns import columns_of
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope

if TYPE_CHECKING:
    from cairn.organizations.models import Organization


@transaction.atomic
def create_achievement(
    organization: Organization, *, name: str, kind: Kind, acting: Actor, definition: Definition | None = None
) -> AchievementVersion:
    """Begin an achievement with its first draft, blank or from a definition (a copy, an import).

    Raises PermissionDenied, Invalid: name_missing.
    """
    require(acting, Permission.ACHIEVEMENTS_EDIT, organization.pk)
    if not name.strip():
        raise Invalid(_("Give it a name. You can change it until you publish."), code="name_missing", field="name")
    given = definition or Definition(hue=organization.hue)
    begun = given.model_copy(update={"name": name.strip()[:300], "kind": kind})
    with organization_scope(organization.pk):
        achievement = Achievement(organization=organization, slug=_free_slug(begun.name), created_at=clock.now())
        achievement.save(force_insert=True)
    version = _first_draft(achievement, Definition.from_json(begun.to_json()), acting)
    audit.record("achievement.created", achievement, acting=acting, organization_id=organization.pk, name=begun.name)
    return version


def duplicate_achievement(version: AchievementVersion, *, name: str, acting: Actor) -> AchievementVersion:
    """Begin another achievement of the same organization with what a version says.

    Raises PermissionDenied, Invalid: name_missing.
    """
    definition = version.definition
    return create_achievement(
        version.organization, name=name, kind=definition.kind, acting=acting, definition=definition
    )


@transaction.atomic
def save_draft(
    version: AchievementVersion, definition: Definition, *, expected_revision: int, acting: Actor
) -> AchievementVersion:
    """Store what a draft says now, if nobody else has saved since `expected_revision`; nothing new stores nothing.

    Raises PermissionDenied, Conflict: version_published, draft_changed.
    """
    require_editing(version, acting=acting)
    before, after = version.stored, definition.to_json()
    if before == after and version.revision == expected_revision:
        return version
    changes = {**columns_of(definition), "changed_at": clock.now(), "changed_by": acting.label[:200]}
    with organization_scope(version.organization_id):
        rows = AchievementVersion.objects.filter(
            pk=version.pk, state=VersionState.DRAFT, revision=expected_revision
        ).update(revision=expected_revision + 1, **changes)
    if not rows:
        raise _overtaken(version)
    version.refresh_from_db()
    audit.record(
        "version.saved",
        version,
        acting=acting,
        organization_id=version.organization_id,
        revision=version.revision,
        changed=sorted(name for name in {*before, *after} if before.get(name) != after.get(name)),
    )
    return version


@transaction.atomic
def discard_draft(version: AchievementVersion, *, acting: Actor) -> None:
    """Throw a draft away, and the achievement with it where nothing of it was ever published.

    Raises PermissionDenied, Conflict: version_published.
    """
    require_editing(version, acting=acting)
    achievement = version.achievement
    facts = {"name": version.name, "number": version.number}
    audit.record("version.discarded", version, acting=acting, organization_id=version.organization_id, **facts)
    with organization_scope(version.organization_id):
        version.delete()
        if not achievement.versions.exists():
            achievement.delete()


def _first_draft(achievement: Achievement, definition: Definition, acting: Actor) -> AchievementVersion:
    version = AchievementVersion(
        achievement=achievement,
        organization_id=achievement.organization_id,
        number=1,
        changed_at=clock.now(),
        changed_by=acting.label[:200],
        **columns_of(definition),
    )
    version.save(force_insert=True)
    return version


def _free_slug(name: str) -> str:
    """Return a slug that the organization has not used: the name's, with a number if need be."""
    base = slugify(name)[:70] or "credential"
    taken = set(Achievement.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)


def _overtaken(version: AchievementVersion) -> Conflict:
    version.refresh_from_db()
    return Conflict(
        _(
            "%(who)s saved this draft after you opened it, so yours was not saved over it. "
            "Copy what you wrote, load the page again, and put it in."
        )
        % {"who": version.changed_by},
        code="draft_changed",
        revision=version.revision,
    )
