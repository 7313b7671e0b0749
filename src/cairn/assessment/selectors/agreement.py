# SPDX-License-Identifier: Apache-2.0
"""How the agreement on a rubric stands against what was asked of it: established, not yet, or below the floor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from cairn.achievements.rubrics import rubric_digest
from cairn.achievements.selectors import current_version
from cairn.assessment.models import AgreementFigures, Brake, WhileUnproven
from cairn.assessment.policy import DEFAULT, Policy
from cairn.assessment.reliability import Estimate
from cairn.assessment.selectors.policy import find_brake, policies_for, policy_for


class StandingState(StrEnum):
    """What can be said of the agreement on a rubric."""

    ESTABLISHED = "established"
    NOT_ESTABLISHED = "not_established"
    BELOW_FLOOR = "below_floor"


class WhyNotEstablished(StrEnum):
    """Why agreement is not established, where it is not below the floor."""

    NOTHING_RATED_TWICE = "nothing_rated_twice"
    NOT_MEASURED = "not_measured"
    TOO_FEW = "too_few"
    NO_RANGE = "no_range"


@dataclass(frozen=True, slots=True)
class ReliabilityStanding:
    """How the agreement on one rubric of an achievement stands, by the coefficient that its policy names.

    `why` is blank unless the state is not established. `n_works` were measured; `since` is when they were measured or,
    with the brake on, since when it is. `n_raters` have rated them, between `first_at` and `last_at`; `n_brought_in` of
    the works were rated elsewhere before, as the organization says.
    """

    achievement_id: UUID
    rubric_digest: str
    state: StandingState
    why: WhyNotEstablished | None
    coefficient: str
    estimate: Estimate | None
    n_works: int
    n_raters: int
    n_brought_in: int
    min_works: int
    floor: Decimal
    while_unproven: WhileUnproven
    is_stated: bool
    brake: Brake | None
    measured_at: datetime | None
    first_at: datetime | None
    last_at: datetime | None

    @property
    def is_established(self) -> bool:
        """Whether the low end of the likely range reaches the floor, over enough works."""
        return self.state is StandingState.ESTABLISHED

    @property
    def since(self) -> datetime | None:
        """Since when it stands so, as far as is known."""
        return self.brake.engaged_at if self.brake else self.measured_at

    @property
    def rates_all_twice(self) -> bool:
        """Whether every work gets two assessors because of it."""
        return self.brake is not None and self.while_unproven is WhileUnproven.DOUBLE


def reliability_standing(achievement_id: UUID, digest: str) -> ReliabilityStanding:
    """Return how the agreement on a rubric stands now, within the scope of the organization."""
    figures = find_figures(achievement_id, digest)
    stated = policies_for([achievement_id]).get(achievement_id)
    return standing_of(achievement_id, digest, figures=figures, stated=stated, brake=find_brake(achievement_id))


def current_standing(achievement_id: UUID) -> ReliabilityStanding | None:
    """Return how the agreement on the rubric that is in force stands; None where nothing is judged by one."""
    version = current_version(achievement_id)
    if version is None or not version.definition.rubric.criteria:
        return None
    return reliability_standing(achievement_id, rubric_digest(version.definition.rubric))


def reliability_standings(digests: Mapping[UUID, str]) -> dict[UUID, ReliabilityStanding]:
    """Return how the agreement on many rubrics stands, by achievement, in three queries."""
    rows = AgreementFigures.objects.filter(achievement_id__in=digests, rubric_digest__in=set(digests.values()))
    figures = {(row.achievement_id, row.rubric_digest): row for row in rows}
    stated, brakes = policies_for(digests), _brakes_on(digests)
    return {
        key: standing_of(key, digest, figures=figures.get((key, digest)), stated=stated.get(key), brake=brakes.get(key))
        for key, digest in digests.items()
    }


def find_figures(achievement_id: UUID, digest: str) -> AgreementFigures | None:
    """Return the figures of a rubric of an achievement, within the scope, where a work was rated twice by it."""
    rows = AgreementFigures.objects.filter(achievement_id=achievement_id, rubric_digest=digest)
    row: AgreementFigures | None = rows.first()
    return row


def is_double_rated(achievement_id: UUID) -> bool:
    """Say whether every new work gets two assessors now, because agreement is not established."""
    return policy_for(achievement_id).while_unproven is WhileUnproven.DOUBLE and find_brake(achievement_id) is not None


def standing_of(
    achievement_id: UUID, digest: str, *, figures: AgreementFigures | None, stated: Policy | None, brake: Brake | None
) -> ReliabilityStanding:
    """Judge what was measured by the policy that was stated, or by the usual terms where none was."""
    policy = stated or DEFAULT
    measured = figures.measured if figures else {}
    estimate = stored_estimate(measured.get("all", {}), policy.floor_coefficient)
    n_works = figures.measured_works if figures else 0
    state, why = judge(policy, estimate, n_works, counted=figures.n_works if figures else 0)
    return ReliabilityStanding(
        achievement_id=achievement_id,
        rubric_digest=digest,
        state=state,
        why=why,
        coefficient=policy.floor_coefficient,
        estimate=estimate,
        n_works=n_works,
        n_raters=int(measured.get("n_raters", 0)),
        n_brought_in=int(measured.get("n_brought_in", 0)),
        min_works=policy.min_works,
        floor=policy.floor,
        while_unproven=policy.while_unproven,
        is_stated=stated is not None,
        brake=brake,
        measured_at=figures.measured_at if figures else None,
        first_at=_moment(measured.get("first_at")),
        last_at=_moment(measured.get("last_at")),
    )


def judge(
    policy: Policy, estimate: Estimate | None, n_works: int, *, counted: int
) -> tuple[StandingState, WhyNotEstablished | None]:
    """Say how figures from so many works stand; `counted` are those rated twice, measured or not."""
    if not counted:
        return StandingState.NOT_ESTABLISHED, WhyNotEstablished.NOTHING_RATED_TWICE
    if not n_works:
        return StandingState.NOT_ESTABLISHED, WhyNotEstablished.NOT_MEASURED
    if n_works < policy.min_works:
        return StandingState.NOT_ESTABLISHED, WhyNotEstablished.TOO_FEW
    if estimate is None or estimate.low is None:
        return StandingState.NOT_ESTABLISHED, WhyNotEstablished.NO_RANGE
    if estimate.low < float(policy.floor):
        return StandingState.BELOW_FLOOR, None
    return StandingState.ESTABLISHED, None


def stored_estimate(stored: Mapping[str, Any], name: str) -> Estimate | None:
    """Read one figure of a scope that was measured; None where that scope has no such figure."""
    known = stored.get(name)
    if known is None:
        return None
    return Estimate(known.get("value"), known.get("low"), known.get("high"), known.get("undefined", ""))


def _brakes_on(achievement_ids: Iterable[UUID]) -> dict[UUID, Brake]:
    rows = Brake.objects.filter(achievement_id__in=list(achievement_ids), released_at=None)
    return {row.achievement_id: row for row in rows}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
