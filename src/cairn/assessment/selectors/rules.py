# SPDX-License-Identifier: Apache-2.0
"""The policies of an organization as far as they say who may rate what, and who is qualified, for many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q

from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.assessment.models import AssessmentPolicy, Qualification, QualificationState
from cairn.foundation import clock

# A published version never changes, so what was once computed of it holds.
_DIGESTS: Final[dict[UUID, str]] = {}


@dataclass(frozen=True, slots=True)
class Rules:
    """Which achievements ask for qualified assessors, and which for assessors of another school."""

    for_qualified: tuple[UUID, ...]
    apart_from_school: tuple[UUID, ...]


def load_rules() -> Rules:
    """Return the rules of the organization of the scope, in one query."""
    rows = AssessmentPolicy.objects.filter(Q(requires_qualification=True) | Q(excludes_same_school=True))
    found = list(rows.values_list("achievement_id", "requires_qualification", "excludes_same_school"))
    return Rules(
        for_qualified=tuple(achievement for achievement, asks, _apart in found if asks),
        apart_from_school=tuple(achievement for achievement, _asks, apart in found if apart),
    )


def unqualified_versions(rules: Rules, assessors: Collection[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Return for each assessor the versions that they are not qualified for, as `is_qualified` says of one."""
    if not rules.for_qualified:
        return dict.fromkeys(assessors, ())
    asked = _versions(rules.for_qualified)
    rows = Qualification.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=clock.now()),
        assessor_id__in=assessors,
        achievement_id__in=rules.for_qualified,
        state=QualificationState.QUALIFIED,
    )
    held = set(rows.values_list("assessor_id", "achievement_id", "rubric_digest"))
    return {
        assessor: tuple(version for version, *rubric in asked if (assessor, *rubric) not in held)
        for assessor in assessors
    }


def versions_qualified_for(assessor_id: UUID, versions: Collection[UUID]) -> frozenset[UUID]:
    """Return those of some versions for whose rubric somebody is qualified now; it asks a fixed number of times."""
    achievements = AchievementVersion.objects.filter(pk__in=versions).values_list("achievement_id", flat=True)
    rules = Rules(for_qualified=tuple(achievements), apart_from_school=())
    return frozenset(versions) - {*unqualified_versions(rules, [assessor_id])[assessor_id]}


def _versions(achievements: Iterable[UUID]) -> list[tuple[UUID, UUID, str]]:
    """Return the published versions of achievements, each with the achievement and the digest of its rubric."""
    rows = AchievementVersion.objects.filter(achievement_id__in=achievements).exclude(published_at=None)
    found = list(rows.values_list("pk", "achievement_id"))
    missing = [version for version, _achievement in found if version not in _DIGESTS]
    if missing:
        for row in AchievementVersion.objects.filter(pk__in=missing):
            _DIGESTS[row.pk] = rubric_digest(row.definition.rubric)
    return [(version, achievement, _DIGESTS[version]) for version, achievement in found]
