# SPDX-License-Identifier: Apache-2.0
"""Giving back what an assessor holds and may not go on with; what they have typed stays with them."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from cairn.assessment.models import Rating, RatingState
from cairn.assessment.services.locking import lock
from cairn.assessment.services.seats import refresh_seats
from cairn.foundation import audit
from cairn.foundation.access import may
from cairn.foundation.actors import SYSTEM, Actor
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope


def let_go(assessor_id: UUID, which: Q, *, why: str, acting: Actor) -> int:
    """Put back what an assessor holds in the scope and `which` names, within a transaction; returns how much."""
    held = Rating.objects.filter(which, assessor_id=assessor_id, state=RatingState.DRAFT)
    # In the order of the works, so that two who let go of the same ones do not wait for each other.
    rows = list(held.select_related("submission").order_by("submission_id"))
    return sum(_put_back(row, why, acting) for row in rows)


@transaction.atomic
def let_go_without_role(organization_id: UUID, person_id: UUID) -> int:
    """Put back everything that somebody holds who does not rate any more; returns how much."""
    if may(Actor.person(person_id, ""), Permission.SUBMISSIONS_RATE, organization_id):
        return 0
    with organization_scope(organization_id):
        return let_go(person_id, Q(), why="role_ended", acting=SYSTEM)


def _put_back(rating: Rating, why: str, acting: Actor) -> bool:
    submission = lock(rating.submission)
    changed = Rating.objects.filter(pk=rating.pk, state=RatingState.DRAFT).update(state=RatingState.PUT_BACK)
    if not changed:
        return False
    refresh_seats(submission)
    audit.record(
        "rating.let_go",
        submission,
        acting=acting,
        organization_id=submission.organization_id,
        rating=str(rating.pk),
        round=rating.round,
        why=why,
    )
    return True
