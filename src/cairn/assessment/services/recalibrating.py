# SPDX-License-Identifier: Apache-2.0
"""Recalibration: assessors whose ratings have moved are asked to practice on the works where agreement is worst."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.achievements.selectors import current_version
from cairn.assessment import qualification_notices
from cairn.assessment.models import (
    Anchor,
    AnchorRating,
    AnchorUse,
    DoubleRating,
    Recalibration,
    RecalibrationReason,
)
from cairn.assessment.selectors.anchors import anchors_for
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.permissions import Permission

MOST_ANCHORS: Final = 3
_MOST_PAIRS: Final = 200


@transaction.atomic
def offer_recalibration(
    achievement_id: UUID,
    assessors: Collection[UUID],
    *,
    acting: Actor,
    reason: RecalibrationReason = RecalibrationReason.BRAKE,
) -> list[Recalibration]:
    """Ask assessors to practice again, for the rubric of today; nobody has two offers for it at a time.

    Where there is nothing to practice on, nothing is offered. Raises PermissionDenied.
    """
    version = current_version(achievement_id)
    if version is None:
        return []
    require(acting, Permission.SUBMISSIONS_MANAGE, version.organization_id)
    anchors = worst_anchors(version)
    if not anchors:
        return []
    return [row for person_id in assessors if (row := _offer(version, person_id, anchors, reason, acting))]


def worst_anchors(version: AchievementVersion) -> list[Anchor]:
    """Return the works to practice on where agreement is worst: those on which the weak criteria were missed most.

    The weak criteria are those on which double ratings differ most often; a work that nobody has rated comes first.
    """
    weak = _weak_criteria(version)
    anchors = anchors_for(version, AnchorUse.TRAINING)
    ratings = AnchorRating.objects.filter(anchor__in=anchors).values_list("anchor_id", "levels")
    missed, given = Counter[UUID](), Counter[UUID]()
    agreed = {anchor.pk: anchor.levels for anchor in anchors}
    for anchor_id, levels in ratings:
        compared = [known for known in agreed[anchor_id] if not weak or known in weak]
        given[anchor_id] += len(compared)
        missed[anchor_id] += sum(levels.get(known) != agreed[anchor_id][known] for known in compared)
    share = {anchor.pk: missed[anchor.pk] / given[anchor.pk] if given[anchor.pk] else 1.0 for anchor in anchors}
    return sorted(anchors, key=lambda anchor: (-share[anchor.pk], anchor.created_at))[:MOST_ANCHORS]


def close_recalibration(rating: AnchorRating, *, acting: Actor) -> None:
    """Close the offer that this rating was the last one of; there may be none."""
    _close_done(
        Recalibration.objects.filter(assessor_id=rating.assessor_id, rubric_digest=rating.anchor.rubric_digest), acting
    )


def close_recalibrations_on(anchor: Anchor, *, acting: Actor) -> None:
    """Close the offers of which nothing is left to practice on now that a work is retired, or for something else."""
    _close_done(Recalibration.objects.filter(rubric_digest=anchor.rubric_digest), acting)


def _close_done(offers: QuerySet[Recalibration], acting: Actor) -> None:
    """Close those of some offers on whose works the assessor has practiced, but for works that are there no more."""
    for offer in offers.select_for_update().filter(done_at=None).order_by("pk"):
        rated = AnchorRating.objects.filter(assessor_id=offer.assessor_id, rated_at__gte=offer.offered_at)
        open_still = {UUID(text) for text in offer.anchors} - set(rated.values_list("anchor_id", flat=True))
        if not Anchor.objects.filter(pk__in=open_still, use=AnchorUse.TRAINING, retired_at=None).exists():
            offer.done_at = clock.now()
            offer.save(update_fields=["done_at"])
            audit.record("recalibration.finish", offer, acting=acting, organization_id=offer.organization_id)


def _weak_criteria(version: AchievementVersion) -> set[str]:
    rubric = version.definition.rubric
    rows = DoubleRating.objects.filter(
        version__achievement_id=version.achievement_id, rubric_digest=rubric_digest(rubric)
    )
    pairs = list(rows.order_by("-at").values_list("levels_a", "levels_b")[:_MOST_PAIRS])
    differ = Counter({known.id: sum(a.get(known.id) != b.get(known.id) for a, b in pairs) for known in rubric.criteria})
    most = max(differ.values(), default=0)
    return {known for known, count in differ.items() if most and 2 * count >= most}


def _offer(
    version: AchievementVersion, person_id: UUID, anchors: list[Anchor], reason: RecalibrationReason, acting: Actor
) -> Recalibration | None:
    _close_done(Recalibration.objects.filter(assessor_id=person_id, rubric_digest=anchors[0].rubric_digest), acting)
    row: Recalibration
    row, is_new = Recalibration.objects.get_or_create(
        organization_id=version.organization_id,
        achievement_id=version.achievement_id,
        assessor_id=person_id,
        rubric_digest=anchors[0].rubric_digest,
        done_at=None,
        defaults={
            "reason": reason,
            "anchors": [str(anchor.pk) for anchor in anchors],
            "offered_at": clock.now(),
        },
    )
    if not is_new:
        return None
    audit.record("recalibration.offer", row, acting=acting, organization_id=row.organization_id, reason=reason.value)
    qualification_notices.tell_recalibration(row, version)
    return row
