# SPDX-License-Identifier: Apache-2.0
"""All that is known of the agreement on a rubric, as pages show it: by criterion, by assessor, as time went by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from cairn.achievements.definition import Rubric
from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.assessment.aliases import alias_of
from cairn.assessment.models import AgreementFigures, Brake, DoubleRating, Submission
from cairn.assessment.models.submission import WAITING
from cairn.assessment.pairing import Sums
from cairn.assessment.reliability import FIGURES, Estimate, Tally
from cairn.assessment.selectors.agreement import (
    ReliabilityStanding,
    find_figures,
    reliability_standing,
    stored_estimate,
)
from cairn.assessment.selectors.policy import policy_for

_NONE: Final = Estimate(None)
_PUBLIC: Final = frozenset({"all", "criteria", "draws", "first_at", "last_at", "levels", "same_result", "seed"})


@dataclass(frozen=True, slots=True)
class Split:
    """Between which two levels assessors differ most: so many of all the ratings that differ."""

    lower: str
    upper: str
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class ScopeAgreement:
    """The figures of one criterion, or of all of them together where it has no name."""

    criterion: str
    figures: Mapping[str, Estimate]
    n_works: int
    split: Split | None

    def __getitem__(self, name: str) -> Estimate:
        return self.figures.get(name, _NONE)


@dataclass(frozen=True, slots=True)
class RaterAgreement:
    """By how many levels an assessor gives more or less than the others of the same works, and whether that changes.

    Whoever is no person here has a name from a table.
    """

    person_id: UUID | None
    name: str
    n_works: int
    difference: float
    low: float | None
    high: float | None
    early: float | None
    late: float | None


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """Works that followed each other, and how far assessors agreed on them."""

    first_at: datetime
    last_at: datetime
    n_works: int
    figures: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """The agreement on the rubric of one version, as it was last measured."""

    version: AchievementVersion
    rubric: Rubric
    standing: ReliabilityStanding
    whole: ScopeAgreement
    criteria: tuple[ScopeAgreement, ...]
    same_result: Estimate
    raters: tuple[RaterAgreement, ...]
    windows: tuple[TimeWindow, ...]

    @property
    def is_measured(self) -> bool:
        """Whether there are figures at all."""
        return self.standing.n_works > 0

    @property
    def weakest(self) -> ScopeAgreement | None:
        """The criterion on which assessors agree least; by the share of equal levels where nothing else tells."""
        name = self.standing.coefficient
        told = [scope for scope in self.criteria if scope[name].value is not None]
        if told:
            return min(told, key=lambda scope: scope[name].value or 0.0)
        seen = [scope for scope in self.criteria if scope.n_works]
        return min(seen, key=lambda scope: scope["percent_agreement"].value or 0.0, default=None)


def agreement_report(version: AchievementVersion) -> AgreementReport:
    """Return what is known of the agreement on the rubric of a version, within the scope of its organization."""
    rubric = version.definition.rubric
    digest = rubric_digest(rubric)
    figures = find_figures(version.achievement_id, digest)
    measured: Mapping[str, Any] = figures.measured if figures else {}
    tallies = _tallies(figures)
    return AgreementReport(
        version=version,
        rubric=rubric,
        standing=reliability_standing(version.achievement_id, digest),
        whole=_scope("", measured.get("all", {}), tallies.whole, rubric),
        criteria=tuple(
            _scope(known.id, measured.get("criteria", {}).get(known.id, {}), tallies.criteria.get(known.id), rubric)
            for known in rubric.criteria
        ),
        same_result=stored_estimate(measured, "same_result") or _NONE,
        raters=tuple(_rater(stored) for stored in measured.get("raters", ())),
        windows=tuple(_window(stored) for stored in measured.get("windows", ())),
    )


def public_figures(version: AchievementVersion) -> dict[str, Any]:
    """Return the figures of a rubric for machines: as measured, how they stand, and nothing of one assessor."""
    standing = reliability_standing(version.achievement_id, rubric_digest(version.definition.rubric))
    figures = find_figures(version.achievement_id, standing.rubric_digest)
    measured = figures.measured if figures else {}
    return {
        "achievement": str(version.achievement_id),
        "version": version.number,
        "rubric_digest": standing.rubric_digest,
        "state": standing.state.value,
        "coefficient": standing.coefficient,
        "floor": float(standing.floor),
        "min_works": standing.min_works,
        "measured_at": standing.measured_at.isoformat() if standing.measured_at else None,
        **{name: known for name, known in measured.items() if name in _PUBLIC},
    }


@dataclass(frozen=True, slots=True)
class OtherRubric:
    """Another rubric that an achievement had, and the agreement on it as it was last measured."""

    version: AchievementVersion
    n_works: int
    same_level: Estimate
    estimate: Estimate


def other_rubrics(version: AchievementVersion) -> tuple[OtherRubric, ...]:
    """Return the agreement on the other rubrics of an achievement, the newest first."""
    coefficient = policy_for(version.achievement_id).floor_coefficient
    rows = AgreementFigures.objects.filter(achievement_id=version.achievement_id).select_related("version")
    rows = rows.exclude(rubric_digest=rubric_digest(version.definition.rubric)).order_by("-version__number")
    return tuple(
        OtherRubric(
            row.version,
            row.measured_works,
            stored_estimate(row.measured.get("all", {}), "percent_agreement") or _NONE,
            stored_estimate(row.measured.get("all", {}), coefficient) or _NONE,
        )
        for row in rows
    )


def name_of_work(row: DoubleRating) -> str:
    """Return what a work that was rated twice is called where nobody is to know whose it is."""
    return alias_of(row.submission_id) if row.submission_id else row.work


def count_waiting_for_two(achievement_id: UUID) -> int:
    """Count the works that wait for two assessors because the brake is on."""
    rows = Submission.objects.filter(version__achievement_id=achievement_id, state__in=WAITING, seats__gt=1)
    return sum("brake" in reasons for reasons in rows.values_list("seat_reasons", flat=True))


def last_release_by_hand(achievement_id: UUID, digest: str) -> Brake | None:
    """Return the brake that somebody took off last in the face of a finding about a rubric, unless it is on again."""
    rows = Brake.objects.filter(achievement_id=achievement_id, rubric_digest=digest).order_by("-engaged_at")
    row: Brake | None = rows.first()
    return row if row is not None and row.release_reason else None


def planned_pairs(achievement_id: UUID, digest: str) -> list[DoubleRating]:
    """Return the double ratings that count for a rubric, as time went by."""
    rows = DoubleRating.objects.filter(version__achievement_id=achievement_id, rubric_digest=digest, is_planned=True)
    return list(rows.order_by("at", "pk"))


def _tallies(figures: AgreementFigures | None) -> Sums:
    return Sums.from_json(figures.tallies) if figures else Sums()


def _scope(criterion: str, stored: Mapping[str, Any], tally: Tally | None, rubric: Rubric) -> ScopeAgreement:
    figures = {name: known for name in FIGURES if (known := stored_estimate(stored, name)) is not None}
    return ScopeAgreement(criterion, figures, int(stored.get("n_works", 0)), _split(tally, rubric) if tally else None)


def _split(tally: Tally, rubric: Rubric) -> Split | None:
    """Return the pair of levels that two assessors of a work gave most often, where they differ."""
    size = tally.levels
    pairs = {
        (low, high): tally.cross[low * size + high] + tally.cross[high * size + low]
        for low in range(size)
        for high in range(low + 1, size)
    }
    total = sum(pairs.values())
    if not total:
        return None
    low, high = max(pairs, key=lambda pair: pairs[pair])
    return Split(rubric.levels[low].id, rubric.levels[high].id, pairs[low, high], total)


def _rater(stored: Mapping[str, Any]) -> RaterAgreement:
    known = {name: stored[name] for name in ("n_works", "difference", "low", "high", "early", "late")}
    try:
        return RaterAgreement(UUID(stored["rater"]), "", **known)
    except ValueError:
        return RaterAgreement(None, stored["rater"], **known)


def _window(stored: Mapping[str, Any]) -> TimeWindow:
    figures = {name: known for name in FIGURES if (known := stored_estimate(stored, name)) is not None}
    first_at, last_at = (datetime.fromisoformat(stored[name]) for name in ("first_at", "last_at"))
    return TimeWindow(first_at, last_at, int(stored["n_works"]), figures)
