# SPDX-License-Identifier: Apache-2.0
"""Reading who may rate what, within the scope of an organization."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.achievements.selectors import current_version
from cairn.assessment.models import Conflict, Qualification, QualificationState
from cairn.assessment.selectors.policy import policy_for
from cairn.foundation import clock


def has_conflict(assessor_id: UUID, learner_id: UUID) -> bool:
    """Say whether two people are in a conflict that was declared."""
    return Conflict.objects.filter(assessor_id=assessor_id, learner_id=learner_id, ended_at=None).exists()


def is_qualified(assessor_id: UUID, version: AchievementVersion) -> bool:
    """Say whether somebody may rate by the rubric of a version: qualified now, or no qualification is asked for."""
    return not policy_for(version.achievement_id).requires_qualification or holds_qualification(assessor_id, version)


def holds_qualification(assessor_id: UUID, version: AchievementVersion) -> bool:
    """Say whether somebody is qualified now for the rubric of a version, whether or not that is asked for."""
    digest = rubric_digest(version.definition.rubric)
    return _qualified(version.achievement_id, digest).filter(assessor_id=assessor_id).exists()


def qualified_assessors(achievement_id: UUID, digest: str = "") -> set[UUID]:
    """Return who is qualified now for a rubric of an achievement, the rubric of today unless another one is named.

    Whether qualification is asked for at all says the policy.
    """
    version = None if digest else current_version(achievement_id)
    if version is not None:
        digest = rubric_digest(version.definition.rubric)
    return set(_qualified(achievement_id, digest).values_list("assessor_id", flat=True))


def qualified_count(achievement_id: UUID) -> int:
    """Count who is qualified now for the rubric of today: a new version with other words asks all of them again."""
    return len(qualified_assessors(achievement_id))


def rubrics_qualified_for(assessor_id: UUID) -> set[tuple[UUID, str]]:
    """Return the rubrics that somebody is qualified for now, as achievement and digest, in one query."""
    rows = _current().filter(assessor_id=assessor_id)
    return set(rows.values_list("achievement_id", "rubric_digest"))


def _qualified(achievement_id: UUID, digest: str) -> QuerySet[Qualification]:
    return _current().filter(achievement_id=achievement_id, rubric_digest=digest)


def _current() -> QuerySet[Qualification]:
    """Return the qualifications that hold at this moment, whether or not the periodic work has been round."""
    rows: QuerySet[Qualification] = Qualification.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=clock.now()), state=QualificationState.QUALIFIED
    )
    return rows
