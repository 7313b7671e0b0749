# SPDX-License-Identifier: Apache-2.0
"""Whether those who rated had shown beforehand that they agree with others, for what a credential says of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from cairn.achievements.rubrics import rubric_digest
from cairn.assessment.models import Qualification, QualificationState, Rating, Submission
from cairn.assessment.selectors.policy import policy_for


def were_trained(submission: Submission, ratings: Sequence[Rating]) -> bool:
    """Say whether qualification was asked for, and everybody who rated had it for this rubric while they rated."""
    version = submission.version
    if not ratings or not policy_for(version.achievement_id).requires_qualification:
        return False
    rows = Qualification.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=min(row.started_at for row in ratings)),
        achievement_id=version.achievement_id,
        rubric_digest=rubric_digest(version.definition.rubric),
        state=QualificationState.QUALIFIED,
    )
    return {row.assessor_id for row in ratings} <= set(rows.values_list("assessor_id", flat=True))
