# SPDX-License-Identifier: Apache-2.0
"""Finding the rubric and the known work that an address names, within the scope of the organization."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.achievements.selectors import get_version
from cairn.assessment.models import Anchor, AnchorUse
from cairn.assessment.selectors import get_anchor
from cairn.foundation.errors import NotFound


def get_rubric_version(version_id: UUID) -> AchievementVersion:
    """Return a published version. Raises NotFound."""
    version = get_version(version_id)
    if not version.is_published:
        raise NotFound(_("This rubric is not published yet, so nobody rates by it."), code="not_published")
    return version


def get_practice_work(version: AchievementVersion, anchor_id: UUID) -> Anchor:
    """Return a work to practice on for the rubric of a version. Raises NotFound."""
    anchor = get_anchor(anchor_id)
    fits = anchor.rubric_digest == rubric_digest(version.definition.rubric)
    if not fits or anchor.version.achievement_id != version.achievement_id or anchor.use != AnchorUse.TRAINING:
        raise NotFound(_("There is no such work to practice on. Go back to the list."), code="no_such_anchor")
    return anchor
