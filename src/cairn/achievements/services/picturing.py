# SPDX-License-Identifier: Apache-2.0
"""An own picture for a draft: looked at, cleaned and made square before it is kept."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from cairn.achievements.access import require_editing
from cairn.achievements.art import square_png
from cairn.achievements.models import AchievementVersion
from cairn.achievements.services.authoring import save_draft
from cairn.foundation.actors import Actor
from cairn.foundation.files.inspection import Family, UploadLimits, inspect_upload
from cairn.foundation.files.storage import store_bytes

_LIMITS: Final = UploadLimits(size=2_000_000, families=frozenset({Family.PICTURE}))


@transaction.atomic
def set_picture(version: AchievementVersion, data: bytes, *, name: str, acting: Actor) -> AchievementVersion:
    """Give a draft a picture of its own. Raises PermissionDenied, Conflict, UploadRefused."""
    require_editing(version, acting=acting)
    found = inspect_upload(data, name=name, limits=_LIMITS)
    file = store_bytes(
        square_png(found.data),
        name=f"{version.achievement.slug}.png",
        media_type="image/png",
        owner_id=None,
        organization_id=version.organization_id,
        notes=list(found.notes),
    )
    definition = version.definition.model_copy(update={"image_id": str(file.pk)})
    return save_draft(version, definition, expected_revision=version.revision, acting=acting)


def remove_picture(version: AchievementVersion, *, acting: Actor) -> AchievementVersion:
    """Let the badge be drawn again. Raises PermissionDenied, Conflict."""
    definition = version.definition.model_copy(update={"image_id": "", "image_alt": ""})
    return save_draft(version, definition, expected_revision=version.revision, acting=acting)
