# SPDX-License-Identifier: Apache-2.0
"""What is frozen of an assessment when its award is made; a correction and a renewal keep it as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from types import MappingProxyType
from typing import Final
from uuid import UUID

from cairn.achievements.conditions import conditions_of
from cairn.achievements.models import AchievementVersion
from cairn.assessment.models import DecisionKind
from cairn.assessment.selectors import AssessmentFacts, RecordedConditions, ReliabilityStanding, StandingState
from cairn.standards.openbadges.provenance import Agreement, Conditions, Decided, IdentityProof, Source
from cairn.standards.types import JsonObject

_DECIDED: Final[Mapping[DecisionKind, Decided]] = MappingProxyType(
    {
        DecisionKind.ONE_RATING: Decided.ONE,
        DecisionKind.AGREED: Decided.AGREED,
        DecisionKind.ADJUDICATED: Decided.ADJUDICATED,
        DecisionKind.APPEAL: Decided.APPEAL,
        DecisionKind.MODERATION: Decided.ORGANIZATION,
    }
)
_AGREEMENT: Final[Mapping[StandingState, Agreement]] = MappingProxyType(
    {
        StandingState.ESTABLISHED: Agreement.ESTABLISHED,
        StandingState.NOT_ESTABLISHED: Agreement.NOT_ESTABLISHED,
        StandingState.BELOW_FLOOR: Agreement.BELOW_FLOOR,
    }
)


@dataclass(frozen=True, slots=True)
class AgreementNote:
    """What was known of the agreement on a rubric: the figure that counts, its range and floor, how many works.

    `floor` is a decimal as text; a figure that is not known is None.
    """

    state: Agreement
    coefficient: str
    value: float | None
    low: float | None
    high: float | None
    floor: str
    works: int
    least_works: int

    @classmethod
    def of(cls, standing: ReliabilityStanding) -> AgreementNote:
        """Take what counts of how a rubric stands."""
        figure = standing.estimate
        return cls(
            state=_AGREEMENT[standing.state],
            coefficient=standing.coefficient,
            value=figure.value if figure else None,
            low=figure.low if figure else None,
            high=figure.high if figure else None,
            floor=str(standing.floor),
            works=standing.n_works,
            least_works=standing.min_works,
        )

    @classmethod
    def from_json(cls, stored: JsonObject) -> AgreementNote:
        """Read what was stored."""
        return cls(**{**stored, "state": Agreement(stored["state"])})

    def to_json(self) -> JsonObject:
        """Return what is stored."""
        return {**asdict(self), "state": self.state.value}


@dataclass(frozen=True, slots=True)
class Recorded:
    """That conditions were recorded for this work: on which days, and how it was known who worked, if all say it."""

    days: tuple[date, ...]
    identity: IdentityProof | None

    @classmethod
    def of(cls, conditions: RecordedConditions | None) -> Recorded | None:
        """Take what the credential tells of a record; None where there is none."""
        return None if conditions is None else cls(conditions.days, conditions.identity)

    @classmethod
    def from_json(cls, stored: JsonObject) -> Recorded:
        """Read what was stored."""
        identity = stored["identity"]
        days = tuple(date.fromisoformat(day) for day in stored["days"])
        return cls(days, IdentityProof(identity) if identity else None)

    def to_json(self) -> JsonObject:
        """Return what is stored."""
        days = [day.isoformat() for day in self.days]
        return {"days": days, "identity": self.identity.value if self.identity else ""}


@dataclass(frozen=True, slots=True)
class Provenance:
    """How one work was assessed, as its credential states it.

    `conditions` is the word of the vocabulary for supervision and identity: as they were recorded for this work, or
    else what the author's words come to, which are `supervision` and `identity`. `recorded` is None where the author
    states them for every attempt alike. `report` is the id of the Reliability Report that was in force.
    """

    decision: str
    decided: Decided
    assessors: int
    is_blind: bool
    is_trained: bool
    supervision: str
    identity: str
    conditions: Conditions | None
    rubric_digest: str
    agreement: AgreementNote
    report: str
    figures_sha256: str
    recorded: Recorded | None = None

    @property
    def source(self) -> Source | None:
        """How the conditions are known, where they are."""
        if self.conditions is None:
            return None
        return Source.ACHIEVEMENT if self.recorded is None else Source.ATTEMPT

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which the rounds were done of which there is a record."""
        return self.recorded.days if self.recorded else ()

    @classmethod
    def from_json(cls, stored: JsonObject) -> Provenance:
        """Read what was stored with the award, before there were records of attempts too."""
        conditions, recorded = stored["conditions"], stored.get("recorded")
        return cls(
            **{
                **stored,
                "decided": Decided(stored["decided"]),
                "conditions": Conditions(conditions) if conditions else None,
                "agreement": AgreementNote.from_json(stored["agreement"]),
                "recorded": Recorded.from_json(recorded) if recorded else None,
            }
        )

    def to_json(self) -> JsonObject:
        """Return what is stored with the award; without a record it is what was stored before there were any."""
        stored: JsonObject = {
            **asdict(self),
            "decided": self.decided.value,
            "conditions": self.conditions.value if self.conditions else "",
            "agreement": self.agreement.to_json(),
        }
        del stored["recorded"]
        return {**stored, "recorded": self.recorded.to_json()} if self.recorded else stored


def freeze(
    facts: AssessmentFacts, version: AchievementVersion, note: AgreementNote, *, report: UUID, figures_sha256: str
) -> Provenance:
    """Put together what is known of an assessment at the moment of the award."""
    method, recorded = version.definition.assessment, facts.conditions
    return Provenance(
        decision=str(facts.decision_id),
        decided=_DECIDED[facts.kind],
        assessors=facts.raters,
        is_blind=facts.is_blind,
        is_trained=facts.is_trained,
        supervision=method.supervision,
        identity=method.identity,
        conditions=recorded.supervision if recorded else conditions_of(method),
        rubric_digest=facts.rubric_digest,
        agreement=note,
        report=str(report),
        figures_sha256=figures_sha256,
        recorded=Recorded.of(recorded),
    )
