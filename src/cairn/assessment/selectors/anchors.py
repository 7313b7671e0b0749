# SPDX-License-Identifier: Apache-2.0
"""Reading known works, within the scope of an organization."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.assessment.models import Anchor, AnchorUse
from cairn.foundation.errors import NotFound


def get_anchor(anchor_id: UUID) -> Anchor:
    """Return a known work with its version. Raises NotFound."""
    row: Anchor | None = Anchor.objects.select_related("version__achievement").filter(pk=anchor_id).first()
    if row is None:
        raise NotFound(_("There is no such known work here."), code="no_such_anchor")
    return row


def list_anchors(achievement_id: UUID | None = None) -> QuerySet[Anchor]:
    """Return the known works of the scope and how often each was rated (`times`), those in use first."""
    rows: QuerySet[Anchor] = Anchor.objects.select_related("version__achievement").annotate(times=Count("ratings"))
    if achievement_id is not None:
        rows = rows.filter(version__achievement_id=achievement_id)
    return rows.order_by("version__name", "version__achievement_id", "retired_at", "use", "-created_at", "pk")


def anchors_for(version: AchievementVersion, use: AnchorUse) -> list[Anchor]:
    """Return the known works for the rubric of a version that are put to one use, the oldest first."""
    return list(_for_rubric(version).filter(use=use, retired_at=None).order_by("created_at", "pk"))


def count_anchors(achievement_ids: Collection[UUID]) -> dict[tuple[UUID, str, str], int]:
    """Count the known works in use by achievement, rubric and use, in one query."""
    rows = Anchor.objects.filter(version__achievement_id__in=achievement_ids, retired_at=None)
    keys = ("version__achievement_id", "rubric_digest", "use")
    return {
        (row["version__achievement_id"], row["rubric_digest"], row["use"]): row["count"]
        for row in rows.values(*keys).annotate(count=Count("pk")).order_by(*keys)
    }


def _for_rubric(version: AchievementVersion) -> QuerySet[Anchor]:
    rows: QuerySet[Anchor] = Anchor.objects.select_related("version").filter(
        version__achievement_id=version.achievement_id, rubric_digest=rubric_digest(version.definition.rubric)
    )
    return rows
