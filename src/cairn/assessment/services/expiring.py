# SPDX-License-Identifier: Apache-2.0
"""Qualifications that end: with time, or with a rubric by which nothing is left to rate. What is held is finished."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.core.cache import cache
from django.db import transaction

from cairn.achievements.rubrics import rubric_digest
from cairn.achievements.selectors import current_version, list_versions
from cairn.assessment import qualification_notices
from cairn.assessment.models import OPEN, EndedReason, Qualification, QualificationState, Submission
from cairn.assessment.services.qualifying import RENEWAL
from cairn.foundation import audit, clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.scopes import everything, organization_scope

_AN_HOUR: Final = 3600
_AT_ONCE: Final = 500


def tend_qualifications() -> int:
    """End what has ended, and remind of what ends soon; returns how many. Called by the periodic work."""
    with everything("the qualifications of every organization"):
        rows = Qualification.objects.filter(state=QualificationState.QUALIFIED)
        ended = rows.filter(expires_at__lte=clock.now())[:_AT_ONCE]
        ending = rows.filter(expires_at__lte=clock.now() + RENEWAL, expires_at__gt=clock.now(), reminded_at=None)
        count = sum(_end(row, EndedReason.TIME) for row in ended)
        count += sum(_remind(row) for row in ending[:_AT_ONCE])
    # To compare rubrics means to read them, which is too much for every half a minute.
    if cache.add("assessment.outlived", value=True, timeout=_AN_HOUR):
        count += end_outlived()
    return count


def end_outlived() -> int:
    """End the qualifications for rubrics that were replaced, once no open work is to be rated by them."""
    with everything("the rubrics that anybody is qualified for"):
        rows = Qualification.objects.filter(state=QualificationState.QUALIFIED)
        pairs = set(rows.values_list("organization_id", "achievement_id", "rubric_digest"))
    return sum(_end_rubric(*pair) for pair in sorted(pairs))


def _end_rubric(organization_id: UUID, achievement_id: UUID, digest: str) -> int:
    with organization_scope(organization_id):
        published = [version for version in list_versions(achievement_id) if version.is_published]
        newest = published[0] if published else None
        if newest is None or rubric_digest(newest.definition.rubric) == digest:
            return 0
        earlier = [version.pk for version in published if rubric_digest(version.definition.rubric) == digest]
        if Submission.objects.filter(version_id__in=earlier, state__in=OPEN).exists():
            return 0
        rows = Qualification.objects.filter(
            achievement_id=achievement_id, rubric_digest=digest, state=QualificationState.QUALIFIED
        )
        return sum(_end(row, EndedReason.RUBRIC) for row in rows)


@transaction.atomic
def _end(found: Qualification, reason: EndedReason) -> bool:
    row: Qualification = Qualification.objects.select_for_update(of=("self",)).get(pk=found.pk)
    is_due = reason is EndedReason.RUBRIC or (row.expires_at is not None and row.expires_at <= clock.now())
    if row.state != QualificationState.QUALIFIED or not is_due:
        return False
    row.state, row.ended_reason, row.changed_at = QualificationState.ENDED, reason, clock.now()
    row.save(update_fields=["state", "ended_reason", "changed_at"])
    audit.record("qualification.end", row, acting=SYSTEM, organization_id=row.organization_id, reason=reason.value)
    if version := current_version(row.achievement_id):
        qualification_notices.tell_ended(row, version)
    return True


@transaction.atomic
def _remind(found: Qualification) -> bool:
    row: Qualification = Qualification.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if row.reminded_at is not None:
        return False
    row.reminded_at = clock.now()
    row.save(update_fields=["reminded_at"])
    audit.record("qualification.remind", row, acting=SYSTEM, organization_id=row.organization_id)
    if version := current_version(row.achievement_id):
        qualification_notices.tell_ends_soon(row, version)
    return True
