# SPDX-License-Identifier: Apache-2.0
"""What was decided, as the learner reads it, and as the facts that an award is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from cairn.achievements.definition import Definition, EvidenceItem, RubricCriterion, RubricLevel
from cairn.achievements.passing import Reason, ReasonCode, say
from cairn.achievements.rubrics import rubric_digest
from cairn.assessment.errors import no_such_submission
from cairn.assessment.models import Decision, DecisionKind, Evidence, Outcome, Submission
from cairn.assessment.selectors.conditions import RecordedConditions, recorded_conditions


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """What one criterion came to: the level, the rubric's words, the comment, and whether it kept the work back."""

    criterion: RubricCriterion
    level: RubricLevel | None
    descriptor: str
    comment: str
    is_to_improve: bool


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision as its learner reads it."""

    decision: Decision
    criteria: tuple[CriterionResult, ...]
    reasons: tuple[str, ...]
    items_to_improve: tuple[EvidenceItem, ...]

    @property
    def is_passed(self) -> bool:
        """Whether the work passed."""
        return self.decision.outcome == Outcome.AWARD

    @property
    def is_returned(self) -> bool:
        """Whether parts came back."""
        return self.decision.outcome == Outcome.RETURN

    @property
    def can_begin_again(self) -> bool:
        """Whether a try is left after work that was not passed."""
        return self.decision.outcome == Outcome.DECLINE and self.decision.tries_left != 0


@dataclass(frozen=True, slots=True)
class EvidenceFact:
    """One piece of evidence as an award names it: by its digest, never by its words."""

    item: str
    kind: str
    sha256: str


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """What an award rests on: the result, how it came about, how many people rated, when, and the evidence by digest.

    `kind` says how it was decided; `is_trained` that all who rated were qualified for the rubric of that digest;
    `conditions` what was recorded of every round whose evidence counts.
    """

    decision_id: UUID
    outcome: str
    kind: DecisionKind
    is_blind: bool
    is_trained: bool
    rubric_digest: str
    percent: Decimal | None
    levels: dict[str, str]
    raters: int
    decided_at: datetime
    evidence: tuple[EvidenceFact, ...]
    conditions: RecordedConditions | None


def list_decisions(submission: Submission) -> list[Decision]:
    """Return the decisions of a submission that hold, the newest first."""
    return list(submission.decisions.filter(superseded_at=None).order_by("-round"))


def describe_decision(decision: Decision, definition: Definition) -> DecisionView:
    """Return a decision with the rubric's words beside it, in the language of the definition."""
    reasons = tuple(Reason(**{**stored, "code": ReasonCode(stored["code"])}) for stored in decision.reasons)
    weak = {reason.criterion for reason in reasons if reason.criterion}
    return DecisionView(
        decision=decision,
        criteria=tuple(
            _describe(criterion, decision, definition, is_to_improve=criterion.id in weak)
            for criterion in definition.rubric.criteria
        ),
        reasons=tuple(say(reason, definition) for reason in reasons),
        items_to_improve=tuple(
            item for part in definition.evidence for item in part.items if item.id in decision.items_to_improve
        ),
    )


def assessment_facts(submission_id: UUID) -> AssessmentFacts:
    """Return what the last decision on a submission rests on, within the scope of the moment. Raises NotFound."""
    facts = find_assessment_facts(submission_id)
    if facts is None:
        raise no_such_submission()
    return facts


def find_assessment_facts(submission_id: UUID) -> AssessmentFacts | None:
    """Return what the last decision that holds rests on; None where none does, because the work was opened again."""
    rows = Decision.objects.select_related("submission__version")
    rows = rows.filter(submission_id=submission_id, superseded_at=None)
    decision: Decision | None = rows.order_by("-round").first()
    if decision is None:
        return None
    pieces = _evidence_of(decision)
    return AssessmentFacts(
        decision_id=decision.pk,
        outcome=decision.outcome,
        kind=DecisionKind(decision.kind),
        is_blind=decision.is_blind,
        is_trained=decision.is_trained,
        rubric_digest=decision.rubric_digest or rubric_digest(decision.submission.version.definition.rubric),
        percent=decision.percent,
        levels=dict(decision.levels),
        raters=decision.raters,
        decided_at=decision.decided_at,
        evidence=tuple(EvidenceFact(piece.item, piece.kind, piece.sha256) for piece in pieces),
        conditions=recorded_conditions(decision.submission, {decision.round, *(piece.round for piece in pieces)}),
    )


def _evidence_of(decision: Decision) -> list[Evidence]:
    """Return the pieces that a decision rests on."""
    pieces = decision.submission.evidence.select_related("file").all()
    return [piece for piece in pieces if piece.was_in(decision.round) and (piece.text or piece.link or piece.file_id)]


def _describe(
    criterion: RubricCriterion, decision: Decision, definition: Definition, *, is_to_improve: bool
) -> CriterionResult:
    reached = decision.levels.get(criterion.id, "")
    return CriterionResult(
        criterion=criterion,
        level=next((level for level in definition.rubric.levels if level.id == reached), None),
        descriptor=next((known.text for known in criterion.descriptors if known.level == reached), ""),
        comment=decision.comments.get(criterion.id, ""),
        is_to_improve=is_to_improve,
    )
