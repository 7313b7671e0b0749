# SPDX-License-Identifier: Apache-2.0
"""Qualification: a sitting of known works, rated one after the other, and nothing is said until all of them are."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.assessment import access, qualification_notices, selectors
from cairn.assessment.anchoring import Nearness, together
from cairn.assessment.models import Anchor, AnchorRating, AnchorUse, Qualification, QualificationState
from cairn.assessment.policy import Policy
from cairn.assessment.selectors.anchors import anchors_for, get_anchor
from cairn.assessment.selectors.qualification import list_last_sitting
from cairn.assessment.services.training import rate_anchor
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict

RENEWAL: Final = timedelta(days=30)
"""How long before its end a qualification can be renewed, and its holder is told."""
PAUSE: Final = timedelta(days=1)
"""How long to wait for the next sitting, where there are no other works for it."""


@transaction.atomic
def begin_sitting(version: AchievementVersion, *, acting: Actor) -> Qualification:
    """Begin a sitting, or go on with the one that is open. Whoever is qualified stays so while they sit again.

    Raises PermissionDenied; Conflict: already_qualified, too_few_anchors, wait_a_day.
    """
    assessor_id = access.require_rater(acting, version.organization_id)
    row = _lock(version, assessor_id)
    if row.anchors:
        return row
    policy = selectors.policy_for(version.achievement_id)
    _require_due(row)
    anchors = _pick(row, version, policy)
    if row.exact_percent is not None:
        row.sitting += 1
    if row.state != QualificationState.QUALIFIED:
        row.state = QualificationState.BEGUN
    row.anchors = [str(anchor.pk) for anchor in anchors]
    row.changed_at = clock.now()
    row.save()
    _record("qualification.begin", row, acting, sitting=row.sitting, anchors=len(anchors))
    return row


@transaction.atomic
def rate_in_sitting(
    qualification: Qualification, anchor_id: UUID, levels: Mapping[str, str], *, acting: Actor
) -> Qualification:
    """Keep the rating of one work of the open sitting for good; after the last one, the sitting is decided.

    Raises PermissionDenied: denied, not_yours; Conflict: not_in_sitting; Invalid: no_such_level, not_rated.
    """
    access.require_own(acting, qualification.organization_id, qualification.assessor_id)
    row: Qualification = Qualification.objects.select_for_update(of=("self",)).get(pk=qualification.pk)
    rated = list_last_sitting(row)
    if str(anchor_id) not in row.anchors or any(rating.anchor_id == anchor_id for rating in rated):
        raise Conflict(
            _("This work is not waiting in your sitting. Load the page to see which one is next."),
            code="not_in_sitting",
        )
    anchor = get_anchor(anchor_id)
    rated.append(rate_anchor(anchor, levels, assessor_id=row.assessor_id, use=AnchorUse.EXAM, sitting=row.sitting))
    _record("qualification.rate", row, acting, sitting=row.sitting, rated=len(rated), of=len(row.anchors))
    if len(rated) == len(row.anchors):
        _conclude(row, rated, acting)
    return row


def _lock(version: AchievementVersion, assessor_id: UUID) -> Qualification:
    row: Qualification
    row, _is_new = Qualification.objects.select_for_update(of=("self",)).get_or_create(
        organization_id=version.organization_id,
        achievement_id=version.achievement_id,
        assessor_id=assessor_id,
        rubric_digest=rubric_digest(version.definition.rubric),
        defaults={"changed_at": clock.now()},
    )
    return row


def _require_due(row: Qualification) -> None:
    ends = row.expires_at if row.state == QualificationState.QUALIFIED else None
    if ends is not None and ends > clock.now() + RENEWAL:
        raise Conflict(
            _("You are qualified for this rubric. You can renew it in the last 30 days before it ends."),
            code="already_qualified",
        )


def _pick(row: Qualification, version: AchievementVersion, policy: Policy) -> list[Anchor]:
    """Choose works by a keyed draw: first those that the assessor has not rated, then those rated longest ago."""
    anchors = anchors_for(version, AnchorUse.EXAM)
    wanted = max(policy.qualify_anchors, 1)
    if len(anchors) < wanted:
        raise Conflict(
            _("There are not enough known works for a sitting yet: %(there)s of %(wanted)s. Ask an author of the "
              "organization to write more.") % {"there": len(anchors), "wanted": wanted},
            code="too_few_anchors",
        )  # fmt: skip
    seen = _last_rated(row.assessor_id, anchors)
    if len(anchors) - len(seen) < wanted and _has_just_sat(row):
        raise Conflict(
            _("All known works were in your last sittings. Wait until tomorrow, practice, and sit again then."),
            code="wait_a_day",
        )
    drawn = {anchor.pk: _draw(row, anchor) for anchor in anchors}
    # Whatever was never rated sorts before everything that was.
    begin = datetime.min.replace(tzinfo=clock.now().tzinfo)
    chosen = sorted(anchors, key=lambda anchor: (seen.get(anchor.pk, begin), drawn[anchor.pk]))[:wanted]
    return sorted(chosen, key=lambda anchor: drawn[anchor.pk])


def _has_just_sat(row: Qualification) -> bool:
    """Say whether the last sitting ended less than the pause ago; the row changes for other reasons, too."""
    rated = list_last_sitting(row)
    return bool(rated) and clock.now() - rated[-1].rated_at < PAUSE


def _draw(row: Qualification, anchor: Anchor) -> bytes:
    key = row.pk.bytes + row.sitting.to_bytes(2, "big") + anchor.pk.bytes
    return hmac.digest(settings.SECRET_KEY.encode(), key, "sha256")


def _last_rated(assessor_id: UUID, anchors: list[Anchor]) -> dict[UUID, datetime]:
    rows = AnchorRating.objects.filter(assessor_id=assessor_id, anchor__in=anchors)
    return dict(rows.values("anchor_id").annotate(last=Max("rated_at")).values_list("anchor_id", "last"))


def _conclude(row: Qualification, ratings: list[AnchorRating], acting: Actor) -> None:
    version = ratings[-1].anchor.version
    policy = selectors.policy_for(row.achievement_id)
    near = together(
        Nearness(criteria=each.criteria, exact=each.exact, widest=each.widest, difference=each.difference)
        for each in ratings
    )
    now = clock.now()
    row.exact_percent, row.widest = near.exact_percent, near.widest
    row.anchors, row.changed_at = [], now
    has_passed = near.reaches(policy)
    if has_passed:
        row.state, row.qualified_at, row.reminded_at, row.ended_reason = QualificationState.QUALIFIED, now, None, ""
        row.expires_at = clock.months_later(now, policy.qualification_months)
    elif row.state == QualificationState.BEGUN:
        row.state = QualificationState.NOT_YET
    row.save()
    action = "qualification.reach" if has_passed else "qualification.miss"
    _record(action, row, acting, sitting=row.sitting, exact=str(row.exact_percent), widest=row.widest)
    if has_passed:
        qualification_notices.tell_qualified(row, version)


def _record(action: str, row: Qualification, acting: Actor, **facts: object) -> None:
    audit.record(action, row, acting=acting, organization_id=row.organization_id, **facts)
