# SPDX-License-Identifier: Apache-2.0
"""Reading who is qualified for which rubric, how a sitting stands, and what known works say of drift."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.achievements.selectors import list_published
from cairn.assessment.drifting import Drift, KnownRating, measure_drift
from cairn.assessment.models import (
    OPEN,
    AnchorRating,
    AnchorUse,
    Qualification,
    QualificationState,
    Recalibration,
    Submission,
)
from cairn.assessment.policy import DEFAULT, Policy
from cairn.assessment.selectors.anchors import count_anchors
from cairn.assessment.selectors.policy import policies_for
from cairn.foundation import clock


@dataclass(frozen=True, slots=True)
class RubricLine:
    """One rubric as an assessor sees it: how they stand, and how many works there are to practice and to sit on."""

    version: AchievementVersion
    policy: Policy
    qualification: Qualification | None
    offer: Recalibration | None
    to_practice: int
    for_sittings: int

    @property
    def is_qualified(self) -> bool:
        """Whether the assessor is qualified now."""
        row = self.qualification
        return row is not None and holds_now(row)

    @property
    def is_sitting(self) -> bool:
        """Whether a sitting is open."""
        return self.qualification is not None and bool(self.qualification.anchors)

    @property
    def is_asked(self) -> bool:
        """Whether one must be qualified to rate by this rubric."""
        return self.policy.requires_qualification


@dataclass(frozen=True, slots=True)
class AssessorDrift:
    """What known works say of one assessor of one achievement."""

    assessor_id: UUID
    achievement_id: UUID
    drift: Drift


def holds_now(row: Qualification) -> bool:
    """Say whether a qualification holds at this moment."""
    is_over = row.expires_at is not None and row.expires_at <= clock.now()
    return row.state == QualificationState.QUALIFIED and not is_over


def list_rubrics(assessor_id: UUID) -> list[RubricLine]:
    """Return the rubrics of the scope that assessors train for, by name: those that ask for it or have known works."""
    versions = list(list_published())
    lines = _lines([*versions, *_earlier_in_use(versions)], assessor_id)
    return [line for line in lines if line.is_asked or line.to_practice]


def get_rubric(version: AchievementVersion, assessor_id: UUID) -> RubricLine:
    """Return one rubric as an assessor sees it."""
    return _lines([version], assessor_id)[0]


def list_practiced(version: AchievementVersion, assessor_id: UUID) -> dict[UUID, AnchorRating]:
    """Return what an assessor gave last on each work to practice on for a rubric."""
    rows = _ratings(version.achievement_id, rubric_digest(version.definition.rubric), assessor_id)
    return {row.anchor_id: row for row in rows.filter(use=AnchorUse.TRAINING).order_by("rated_at", "pk")}


def list_last_sitting(row: Qualification) -> list[AnchorRating]:
    """Return the ratings of the sitting that is open, or of the last one, in the order in which they were given."""
    rows = _ratings(row.achievement_id, row.rubric_digest, row.assessor_id)
    return list(rows.filter(use=AnchorUse.EXAM, sitting=row.sitting).order_by("rated_at", "pk"))


def list_standings(achievement_ids: Collection[UUID] | None = None) -> list[Qualification]:
    """Return how everybody stands with every rubric of the scope, by achievement and name, those that ended last."""
    rows = Qualification.objects.select_related("assessor", "achievement")
    if achievement_ids is not None:
        rows = rows.filter(achievement_id__in=achievement_ids)
    return list(rows.order_by("achievement_id", "assessor__name", "-changed_at", "pk"))


def list_drift(assessor_id: UUID | None = None) -> list[AssessorDrift]:
    """Return what known works in the queue say of each assessor of the scope, for each achievement.

    Of one assessor, as they see it themselves: only works up to the first of this month count, so that nobody can tell
    from the figures which work in the queue was a known one.
    """
    rows = AnchorRating.objects.filter(use=AnchorUse.DRIFT, criteria__gt=0).order_by("rated_at", "pk")
    if assessor_id is not None:
        rows = rows.filter(assessor_id=assessor_id, rated_at__lt=_first_of_month())
    names = ("assessor_id", "anchor__version__achievement_id", "criteria", "exact", "difference")
    found: dict[tuple[UUID, UUID], list[KnownRating]] = defaultdict(list)
    for person_id, achievement_id, criteria, exact, difference in rows.values_list(*names):
        found[person_id, achievement_id].append(KnownRating(criteria, exact, difference))
    return [AssessorDrift(*key, measure_drift(ratings)) for key, ratings in found.items()]


def _ratings(achievement_id: UUID, digest: str, assessor_id: UUID) -> QuerySet[AnchorRating]:
    rows: QuerySet[AnchorRating] = AnchorRating.objects.select_related("anchor__version").filter(
        assessor_id=assessor_id, anchor__version__achievement_id=achievement_id, anchor__rubric_digest=digest
    )
    return rows


def _lines(versions: Iterable[AchievementVersion], assessor_id: UUID) -> list[RubricLine]:
    found = [(version, rubric_digest(version.definition.rubric)) for version in versions]
    achievements = {version.achievement_id for version, _digest in found}
    policies, counts = policies_for(achievements), count_anchors(achievements)
    rows = Qualification.objects.filter(assessor_id=assessor_id, achievement_id__in=achievements)
    standing = {(row.achievement_id, row.rubric_digest): row for row in rows}
    offers = Recalibration.objects.filter(assessor_id=assessor_id, achievement_id__in=achievements, done_at=None)
    asked = {(row.achievement_id, row.rubric_digest): row for row in offers}
    return [
        RubricLine(
            version=version,
            policy=policies.get(version.achievement_id, DEFAULT),
            qualification=standing.get((version.achievement_id, digest)),
            offer=asked.get((version.achievement_id, digest)),
            to_practice=counts.get((version.achievement_id, digest, AnchorUse.TRAINING), 0),
            for_sittings=counts.get((version.achievement_id, digest, AnchorUse.EXAM), 0),
        )
        for version, digest in found
    ]


def _earlier_in_use(current: Collection[AchievementVersion]) -> list[AchievementVersion]:
    """Return earlier versions with open work, one for each rubric that is not the rubric of today."""
    open_work = Submission.objects.filter(state__in=OPEN).exclude(version__in=current)
    rows = AchievementVersion.objects.select_related("achievement", "organization")
    earlier = rows.filter(pk__in=open_work.values("version_id")).order_by("number")
    today = {version.achievement_id: version for version in current}
    found: dict[tuple[UUID, str], AchievementVersion] = {}
    for version in earlier:
        newest, digest = today.get(version.achievement_id), rubric_digest(version.definition.rubric)
        if newest is not None and rubric_digest(newest.definition.rubric) != digest:
            found[version.achievement_id, digest] = version
    return list(found.values())


def _first_of_month() -> datetime:
    return timezone.localtime(clock.now()).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
