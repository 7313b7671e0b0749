# SPDX-License-Identifier: Apache-2.0
"""Practice: a known work is rated, and its agreed levels and reasons are shown at once."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cairn.achievements.definition import Rubric
from cairn.assessment import access
from cairn.assessment.anchoring import nearness
from cairn.assessment.models import Anchor, AnchorRating, AnchorUse
from cairn.assessment.services.recalibrating import close_recalibration
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid


@transaction.atomic
def practice(anchor: Anchor, levels: Mapping[str, str], *, acting: Actor) -> AnchorRating:
    """Keep a rating of a known work that was given to learn by; it may be rated again and again.

    Raises PermissionDenied; Conflict: not_for_practice; Invalid: no_such_level, not_rated.
    """
    assessor_id = access.require_rater(acting, anchor.organization_id)
    if anchor.use != AnchorUse.TRAINING or anchor.is_retired:
        raise Conflict(_("This work is not there to practice on any more. Take another one."), code="not_for_practice")
    earlier = AnchorRating.objects.filter(anchor=anchor, assessor_id=assessor_id, use=AnchorUse.TRAINING)
    last = earlier.aggregate(last=Max("sitting"))["last"] or 0
    row = rate_anchor(anchor, levels, assessor_id=assessor_id, use=AnchorUse.TRAINING, sitting=last + 1)
    audit.record("anchor.practice", anchor, acting=acting, organization_id=anchor.organization_id)
    close_recalibration(row, acting=acting)
    return row


def rate_anchor(
    anchor: Anchor, levels: Mapping[str, str], *, assessor_id: UUID, use: AnchorUse, sitting: int
) -> AnchorRating:
    """Keep how near a rating came to what was agreed on. Raises Invalid: no_such_level, not_rated."""
    rubric = anchor.version.definition.rubric
    _require_complete(rubric, levels)
    near = nearness(rubric, anchor.levels, levels)
    row = AnchorRating(
        organization_id=anchor.organization_id,
        anchor=anchor,
        assessor_id=assessor_id,
        use=use,
        sitting=sitting,
        levels=dict(levels),
        criteria=near.criteria,
        exact=near.exact,
        widest=near.widest,
        difference=near.difference,
        rated_at=clock.now(),
    )
    row.save(force_insert=True)
    return row


def _require_complete(rubric: Rubric, levels: Mapping[str, str]) -> None:
    criteria = {known.id: known.name for known in rubric.criteria}
    if {*levels.values()} - {level.id for level in rubric.levels} or {*levels} - {*criteria}:
        raise Invalid(_("The rubric has no such level. Load the page again."), code="no_such_level")
    if missing := [known for known in criteria if known not in levels]:
        raise Invalid(
            _("Choose a level for “%(name)s”.") % {"name": criteria[missing[0]]},
            code="not_rated",
            field=f"level_{missing[0]}",
        )
