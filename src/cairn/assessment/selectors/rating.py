# SPDX-License-Identifier: Apache-2.0
"""A rating in progress, and where it stands by the pass rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from cairn.achievements.definition import Definition
from cairn.achievements.passing import PassResult, evaluate
from cairn.assessment.completeness import complete_parts
from cairn.assessment.errors import no_such_submission
from cairn.assessment.models import Decision, Rating, RatingState, Submission
from cairn.assessment.selectors.work import count_tries, progress_of


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a rating stands: what the pass rule says now, which criteria lack a level, what could be sent again.

    `tries_left` counts those after this one; None is without end.
    """

    result: PassResult
    unrated: tuple[str, ...]
    items_by_part: Mapping[str, tuple[str, ...]]
    suggested_items: tuple[str, ...]
    items_by_weak_criterion: Mapping[str, tuple[str, ...]]
    tries_left: int | None

    @property
    def all_items(self) -> tuple[str, ...]:
        """Every item that the evidence asks for, in order."""
        return tuple(item for items in self.items_by_part.values() for item in items)


def get_rating(submission: Submission, assessor_id: UUID) -> Rating:
    """Return the rating of the current round that an assessor holds. Raises NotFound."""
    row: Rating | None = Rating.objects.filter(
        submission=submission, round=submission.round, state=RatingState.DRAFT, assessor_id=assessor_id
    ).first()
    if row is None:
        raise no_such_submission()
    row.submission = submission
    return row


def find_own_rating(submission: Submission, person_id: UUID | None) -> Rating | None:
    """Return somebody's last rating of a submission, in whatever state it is."""
    rows = Rating.objects.filter(submission=submission, assessor_id=person_id)
    row: Rating | None = rows.order_by("-round", "-changed_at").first()
    return row


def rounds_rated(submission: Submission, person_id: UUID | None) -> frozenset[int]:
    """Return the rounds of a submission that somebody has rated to the end."""
    rows = Rating.objects.filter(submission=submission, assessor_id=person_id, state=RatingState.FINAL)
    return frozenset(rows.values_list("round", flat=True))


def items_open_in(submission: Submission, round_number: int) -> list[str]:
    """Return the items that were open in a round: those that the decision on the round before sent back."""
    before: Decision | None = submission.decisions.filter(round=round_number - 1, superseded_at=None).first()
    return list(before.items_to_improve) if before else []


def find_carried(submission: Submission) -> Decision | None:
    """Return the decision whose levels the current round builds on, where parts came back."""
    if not submission.items_to_improve:
        return None
    row: Decision | None = submission.decisions.filter(round=submission.round - 1, superseded_at=None).first()
    return row


def carried_levels(submission: Submission, decision: Decision | None) -> dict[str, str]:
    """Return the levels that stand from the round before: of criteria none of whose evidence came back."""
    if decision is None:
        return {}
    again = set(submission.items_to_improve)
    return {
        criterion.id: decision.levels[criterion.id]
        for criterion in submission.version.definition.rubric.criteria
        if criterion.id in decision.levels and criterion.evidence and not again.intersection(criterion.evidence)
    }


def assess_standing(rating: Rating) -> Standing:
    """Apply the pass rule to a rating as it is."""
    return assess_levels(rating.submission, rating.levels, rating.incomplete_parts, round_number=rating.round)


def assess_levels(
    submission: Submission, levels: Mapping[str, str], incomplete_parts: Iterable[str], *, round_number: int
) -> Standing:
    """Apply the pass rule to levels, in one round of work."""
    definition = submission.version.definition
    complete = complete_parts(progress_of(submission, round_number)) - frozenset(incomplete_parts)
    result = evaluate(definition.rubric, levels, complete)
    most = definition.rubric.pass_rule.max_attempts
    used = count_tries(submission.version_id, submission.learner_id, but=(submission.pk, round_number)) + 1
    return Standing(
        result=result,
        unrated=tuple(known.id for known in definition.rubric.criteria if known.id not in levels),
        items_by_part={part.id: tuple(item.id for item in part.items) for part in definition.evidence},
        suggested_items=_suggest(definition, result),
        items_by_weak_criterion=_weak(definition, result),
        tries_left=max(most - used, 0) if most else None,
    )


def _weak(definition: Definition, result: PassResult) -> dict[str, tuple[str, ...]]:
    """Return the evidence of each criterion that is itself below what it must reach."""
    below = {reason.criterion for reason in result.reasons if reason.criterion}
    return {known.id: known.evidence for known in definition.rubric.criteria if known.id in below and known.evidence}


def _suggest(definition: Definition, result: PassResult) -> tuple[str, ...]:
    """Name what fed the weak criteria or stands in parts that are not complete; everything, where that is none."""
    missing = {reason.part for reason in result.reasons if reason.part}
    weak = {
        item
        for criterion in definition.rubric.criteria
        if criterion.id in result.criteria_to_improve
        for item in criterion.evidence
    }
    items = [(part.id, item.id) for part in definition.evidence for item in part.items]
    wanted = tuple(item for part, item in items if part in missing or item in weak)
    return wanted or tuple(item for _part, item in items)
