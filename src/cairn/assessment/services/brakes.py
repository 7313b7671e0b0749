# SPDX-License-Identifier: Apache-2.0
"""The brake: on while the agreement on a rubric is not established, off by itself once it is.

Where no policy was stated nobody asked for second ratings, and there is no brake; the standing says what is known.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.assessment import brake_notices, selectors
from cairn.assessment.events import BrakeEngaged, BrakeReleased
from cairn.assessment.models import AssessmentPolicy, Brake, BrakeReason, DoubleRating
from cairn.assessment.policy import Policy
from cairn.assessment.rounding import round_below
from cairn.assessment.selectors import ReliabilityStanding, StandingState, WhyNotEstablished
from cairn.assessment.services.recalibrating import offer_recalibration
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import SYSTEM, Actor
from cairn.foundation.errors import Conflict, Invalid
from cairn.foundation.events import emit
from cairn.foundation.permissions import Permission
from cairn.organizations.roles import Role
from cairn.organizations.selectors import list_members

MAX_REASON: Final = 1000
_PLACES: Final = 3
_REASONS: Final = {
    WhyNotEstablished.NOTHING_RATED_TWICE: BrakeReason.TOO_FEW,
    WhyNotEstablished.TOO_FEW: BrakeReason.TOO_FEW,
    WhyNotEstablished.NO_RANGE: BrakeReason.LOW,
}


@transaction.atomic
def review_brake(achievement_id: UUID) -> Brake | None:
    """Put the brake on an achievement on or off by what is known now, and return it where it is on.

    The row of the policy is locked, so that one at a time decides. Figures still to be measured change nothing.
    """
    row: AssessmentPolicy | None = (
        AssessmentPolicy.objects.select_for_update().filter(achievement_id=achievement_id).first()
    )
    standing = selectors.current_standing(achievement_id)
    if row is None or standing is None or standing.why is WhyNotEstablished.NOT_MEASURED:
        return selectors.find_brake(achievement_id)
    reason = _reason(standing) if Policy.of(row).rates_twice else None
    if standing.brake is not None:
        if reason:
            return _keep(standing.brake, standing, reason)
        _let_go(standing.brake, standing)
        return None
    if reason and not _was_taken_off(standing, reason):
        return _engage(row, standing, reason)
    return None


@transaction.atomic
def release_brake(brake: Brake, *, acting: Actor, reason: str) -> Brake:
    """Take a brake off before agreement is established; the reason is public.

    The same finding puts it on again once as many works as the policy asks for were rated twice since.
    Raises PermissionDenied; Invalid: no_reason, too_long; Conflict: already_off.
    """
    require(acting, Permission.SUBMISSIONS_MANAGE, brake.organization_id)
    _check_reason(reason.strip())
    locked: Brake | None = Brake.objects.select_for_update().filter(pk=brake.pk, released_at=None).first()
    if locked is None:
        raise Conflict(_("The brake is off already. Load the page again."), code="already_off")
    return _release(locked, acting, reason.strip())


def _check_reason(reason: str) -> None:
    if not reason:
        raise Invalid(
            _("Say why the brake comes off. The public page shows the reason."), code="no_reason", field="reason"
        )
    if len(reason) > MAX_REASON:
        raise Invalid(
            _("The reason has %(count)s characters, and %(most)s are the most. Say it shorter.")
            % {"count": len(reason), "most": MAX_REASON},
            code="too_long",
            field="reason",
        )


def _reason(standing: ReliabilityStanding) -> BrakeReason | None:
    if standing.state is StandingState.BELOW_FLOOR:
        return BrakeReason.LOW
    return _REASONS[standing.why] if standing.why else None


def _was_taken_off(standing: ReliabilityStanding, reason: BrakeReason) -> bool:
    """Say whether somebody took the brake off in the face of the same finding, and little is known since."""
    rows = Brake.objects.filter(achievement_id=standing.achievement_id).exclude(release_reason="")
    last: Brake | None = rows.order_by("-released_at").first()
    return (
        last is not None
        and (last.rubric_digest, last.reason) == (standing.rubric_digest, reason)
        and standing.n_works < last.n_works + standing.min_works
    )


def _engage(policy: AssessmentPolicy, standing: ReliabilityStanding, reason: BrakeReason) -> Brake:
    brake = Brake(
        organization_id=policy.organization_id,
        achievement_id=standing.achievement_id,
        engaged_at=clock.now(),
    )
    _describe(brake, standing, reason)
    brake.save(force_insert=True)
    _record("brake.engage", brake, SYSTEM)
    event = BrakeEngaged(str(brake.achievement_id), brake.rubric_digest, reason.value)
    emit(event, organization_id=brake.organization_id)
    _tell(brake)
    return brake


def _tell(brake: Brake) -> None:
    """Tell the owners, and offer practice to the assessors who differ, where it is known that they do."""
    brake_notices.tell_engaged(brake)
    if brake.reason == BrakeReason.LOW:
        offer_recalibration(brake.achievement_id, _raters(brake), acting=SYSTEM)


def _raters(brake: Brake) -> list[UUID]:
    """Return who has rated by the rubric and still does."""
    rows = DoubleRating.objects.filter(version__achievement_id=brake.achievement_id, rubric_digest=brake.rubric_digest)
    rated = {person for pair in rows.values_list("assessor_a_id", "assessor_b_id").distinct() for person in pair}
    members = list_members(brake.organization, role=Role.ASSESSOR)
    return [person for person in members.values_list("person_id", flat=True) if person in rated]


def _keep(brake: Brake, standing: ReliabilityStanding, reason: BrakeReason) -> Brake:
    """Leave it on, with what is known now."""
    is_new = brake.reason != reason
    _describe(brake, standing, reason)
    brake.save()
    if is_new:
        _tell(brake)
    return brake


def _let_go(brake: Brake, standing: ReliabilityStanding) -> None:
    _describe(brake, standing, BrakeReason(brake.reason))
    _release(brake, SYSTEM, "")


def _release(brake: Brake, acting: Actor, reason: str) -> Brake:
    brake.released_at = clock.now()
    brake.released_by = acting.label[:200]
    brake.release_reason = reason
    brake.save()
    _record("brake.release", brake, acting, why=reason)
    event = BrakeReleased(str(brake.achievement_id), brake.rubric_digest, reason)
    emit(event, organization_id=brake.organization_id)
    brake_notices.tell_released(brake)
    return brake


def _describe(brake: Brake, standing: ReliabilityStanding, reason: BrakeReason) -> None:
    low = standing.estimate.low if standing.estimate else None
    brake.rubric_digest = standing.rubric_digest
    brake.reason = reason
    brake.coefficient = standing.coefficient
    brake.low = None if low is None else Decimal(str(round_below(low, float(standing.floor), _PLACES)))
    brake.floor = standing.floor
    brake.n_works = standing.n_works


def _record(action: str, brake: Brake, acting: Actor, **facts: object) -> None:
    audit.record(
        action,
        brake,
        acting=acting,
        organization_id=brake.organization_id,
        achievement=str(brake.achievement_id),
        reason=str(brake.reason),
        low=None if brake.low is None else str(brake.low),
        floor=str(brake.floor),
        n_works=brake.n_works,
        **facts,
    )
