# SPDX-License-Identifier: Apache-2.0
"""Reading what was stated of how work is assessed."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from cairn.assessment.models import AssessmentPolicy, Brake
from cairn.assessment.policy import DEFAULT, Policy


def policy_for(achievement_id: UUID) -> Policy:
    """Return how the work for an achievement is assessed, within the scope of its organization."""
    row: AssessmentPolicy | None = AssessmentPolicy.objects.filter(achievement_id=achievement_id).first()
    return DEFAULT if row is None else Policy.of(row)


def policies_for(achievement_ids: Iterable[UUID]) -> dict[UUID, Policy]:
    """Return the policies that were stated, by achievement, in one query."""
    rows = AssessmentPolicy.objects.filter(achievement_id__in=list(achievement_ids))
    return {row.achievement_id: Policy.of(row) for row in rows}


def find_brake(achievement_id: UUID) -> Brake | None:
    """Return the brake on an achievement, where it is on."""
    row: Brake | None = Brake.objects.filter(achievement_id=achievement_id, released_at=None).first()
    return row
