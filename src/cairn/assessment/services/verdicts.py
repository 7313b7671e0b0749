# SPDX-License-Identifier: Apache-2.0
"""Deciding a round: the pass rule speaks on the levels that stand. An assessor rates, and cannot award against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cairn.achievements.rubrics import rubric_digest
from cairn.assessment import notices, selectors
from cairn.assessment.events import DecisionOverturned, SubmissionDecided
from cairn.assessment.models import (
    Decision,
    DecisionKind,
    Outcome,
    Rating,
    Settling,
    Submission,
    SubmissionState,
)
from cairn.assessment.selectors import Standing
from cairn.assessment.selectors.reopening import items_begun_in
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.events import emit


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands of one or more ratings, and what the pass rule says of it."""

    kind: DecisionKind
    levels: Mapping[str, str]
    comments: Mapping[str, str]
    feedback: str
    items: tuple[str, ...]
    begin_afresh: bool
    standing: Standing

    @property
    def outcome(self) -> Outcome:
        """What becomes of the round."""
        if self.standing.result.passed:
            return Outcome.AWARD
        return Outcome.DECLINE if self.begin_afresh or self.standing.tries_left == 0 else Outcome.RETURN


_STATES = {
    Outcome.AWARD: SubmissionState.PASSED,
    Outcome.RETURN: SubmissionState.RETURNED,
    Outcome.DECLINE: SubmissionState.NOT_PASSED,
}


def merge(
    submission: Submission,
    ratings: Sequence[Rating],
    kind: DecisionKind,
    *,
    levels: Mapping[str, str] | None = None,
    settling: str = Settling.HIGHER,
) -> Verdict:
    """Return what stands of ratings of one round; where there are several, `levels` are those that stand."""
    standing_levels = ratings[0].levels if levels is None else dict(levels)
    missing = _missing_parts(ratings, settling)
    standing = selectors.assess_levels(submission, standing_levels, missing, round_number=submission.round)
    return Verdict(
        kind=kind,
        levels=standing_levels,
        comments=_join_comments(ratings),
        feedback=_join(row.feedback for row in ratings),
        items=_items(ratings, standing),
        begin_afresh=all(row.begin_afresh for row in ratings),
        standing=standing,
    )


def decide(
    submission: Submission,
    verdict: Verdict,
    ratings: Sequence[Rating],
    *,
    acting: Actor,
    replaces: Decision | None = None,
) -> Decision:
    """Decide the round of work that is locked, tell the learner, and let what follows follow."""
    decision = Decision(
        organization_id=submission.organization_id,
        submission=submission,
        sequence=submission.decisions.filter(round=submission.round).count() + 1,
        kind=verdict.kind,
        raters=len(ratings) + (replaces.raters if replaces else 0),
        is_blind=(replaces is None or replaces.is_blind) and not selectors.have_known(submission, ratings),
        is_trained=_were_trained(submission, ratings, replaces),
        decided_by_id=ratings[-1].assessor_id if ratings else acting.person_id,
        **_content(submission, verdict),
    )
    if replaces is not None:
        replaces.superseded_at = decision.decided_at
        replaces.save(update_fields=["superseded_at"])
    decision.save(force_insert=True)
    _close(submission, decision)
    _record(decision, acting)
    _tell(decision)
    return decision


def overturn(decision: Decision, reason: str) -> None:
    """Say that a decision by which work had passed does not hold any more."""
    emit(DecisionOverturned(str(decision.submission_id), reason), organization_id=decision.organization_id)


def _content(submission: Submission, verdict: Verdict) -> dict[str, Any]:
    outcome = verdict.outcome
    return {
        "round": submission.round,
        "rubric_digest": rubric_digest(submission.version.definition.rubric),
        "outcome": outcome,
        "percent": verdict.standing.result.shown_percent,
        "levels": dict(verdict.levels),
        "comments": dict(verdict.comments),
        "reasons": [reason.to_json() for reason in verdict.standing.result.reasons],
        "items_to_improve": _items_of_next_round(submission, verdict) if outcome is Outcome.RETURN else [],
        "tries_left": verdict.standing.tries_left,
        "feedback": verdict.feedback,
        "decided_at": clock.now(),
    }


def _items_of_next_round(submission: Submission, verdict: Verdict) -> list[str]:
    """Return what comes back, with what the learner has begun already to improve for a round decided anew."""
    begun = items_begun_in(submission, submission.round + 1)
    return [item for item in verdict.standing.all_items if item in begun or item in verdict.items]


def _were_trained(submission: Submission, ratings: Sequence[Rating], replaces: Decision | None) -> bool:
    """Say whether everybody on whose ratings it rests was qualified; a moderator rates nothing anew."""
    before = replaces is None or replaces.is_trained
    return before and (selectors.were_trained(submission, ratings) if ratings else replaces is not None)


def _missing_parts(ratings: Sequence[Rating], settling: str) -> set[str]:
    parts = [set(row.incomplete_parts) for row in ratings]
    return set.intersection(*parts) if settling == Settling.HIGHER else set.union(*parts)


def _items(ratings: Sequence[Rating], standing: Standing) -> tuple[str, ...]:
    """Return what any of the assessors would ask for again, and of each weak criterion at least something."""
    wanted = {item for row in ratings for item in row.items_to_improve}
    for items in standing.items_by_weak_criterion.values():
        if not wanted.intersection(items):
            wanted.update(items)
    return tuple(item for item in standing.all_items if item in (wanted or standing.suggested_items))


def _join_comments(ratings: Sequence[Rating]) -> dict[str, str]:
    criteria = {criterion: None for row in ratings for criterion in row.comments}
    return {criterion: _join(row.comments.get(criterion, "") for row in ratings) for criterion in criteria}


def _join(texts: Any) -> str:
    return "\n\n".join(dict.fromkeys(text for text in texts if text.strip()))


def _close(row: Submission, decision: Decision) -> None:
    row.state = _STATES[Outcome(decision.outcome)]
    row.changed_at = row.decided_at = decision.decided_at
    row.open_seats = 0
    if row.state == SubmissionState.RETURNED:
        row.items_to_improve = decision.items_to_improve
        row.round += 1
        row.due_at = None
        row.seats, row.seat_reasons = 1, []
        # The declaration belongs to the round that was handed in; the next round has its own.
        row.declaration = {**row.declaration, "own_work": False}
    row.save()


def _record(decision: Decision, acting: Actor) -> None:
    audit.record(
        "submission.decide",
        decision.submission,
        acting=acting,
        organization_id=decision.organization_id,
        round=decision.round,
        outcome=Outcome(decision.outcome).value,
        percent=str(decision.percent),
        kind=DecisionKind(decision.kind).value,
        raters=decision.raters,
    )


def _tell(decision: Decision) -> None:
    row = decision.submission
    emit(
        SubmissionDecided(str(row.pk), str(row.version_id), str(row.learner_id), decision.outcome),
        organization_id=row.organization_id,
    )
    notices.tell_decision(decision)
