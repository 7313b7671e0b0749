# SPDX-License-Identifier: Apache-2.0
"""Deciding: the pass rule speaks. An assessor rates, and cannot award against it."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.assessment import notices, selectors
from cairn.assessment.events import SubmissionDecided
from cairn.assessment.models import Decision, Outcome, Rating, RatingState, Submission, SubmissionState
from cairn.assessment.selectors import Standing
from cairn.assessment.services.rating import lock_rating
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Invalid
from cairn.foundation.events import emit


@transaction.atomic
def finish_rating(
    rating: Rating, *, acting: Actor, items_to_improve: Collection[str] | None = None, begin_afresh: bool = False
) -> Decision:
    """Close a rating and decide the round by the pass rule.

    Work that passes is to be awarded. Work that does not goes back while a try is left, open at `items_to_improve`
    (items or whole parts; where none are given, those that the rule names); it is declined where none is left, or where
    `begin_afresh` says that nothing of it can be built on. Raises PermissionDenied; Conflict: rating_closed;
    Invalid:
    not_rated, no_feedback, no_such_item, nothing_to_improve,
    criterion_without_part.
    """
    locked = lock_rating(rating, acting)
    standing = selectors.assess_standing(locked)
    _require_finished(locked, standing)
    outcome = _outcome(standing, begin_afresh=begin_afresh)
    items = _items(standing, items_to_improve) if outcome is Outcome.RETURN else ()
    decision = _decide(locked, standing, outcome, items)
    _close(locked, decision)
    audit.record(
        "submission.decide",
        locked.submission,
        acting=acting,
        organization_id=locked.organization_id,
        round=decision.round,
        outcome=outcome.value,
        percent=str(decision.percent),
    )
    _tell(decision)
    return decision


def _require_finished(rating: Rating, standing: Standing) -> None:
    if standing.unrated:
        raise Invalid(_("Choose a level for every criterion first."), code="not_rated", criteria=standing.unrated)
    if not standing.result.passed and not rating.feedback.strip():
        raise Invalid(
            _("Write some feedback first: what is good, what is missing, and what to do next."),
            code="no_feedback",
            field="feedback",
        )


def _outcome(standing: Standing, *, begin_afresh: bool) -> Outcome:
    if standing.result.passed:
        return Outcome.AWARD
    return Outcome.DECLINE if begin_afresh or standing.tries_left == 0 else Outcome.RETURN


def _items(standing: Standing, chosen: Collection[str] | None) -> tuple[str, ...]:
    wanted = set(standing.suggested_items if chosen is None else chosen)
    whole_parts = {item for part, items in standing.items_by_part.items() if part in wanted for item in items}
    if unknown := wanted - set(standing.all_items) - set(standing.items_by_part):
        raise Invalid(_("This work has no such part. Load the page again."), code="no_such_item", items=sorted(unknown))
    if not wanted:
        raise Invalid(
            _("Choose at least one part that the learner can send again."), code="nothing_to_improve", field="items"
        )
    again = wanted | whole_parts
    if not all(again.intersection(items) for items in standing.items_by_weak_criterion.values()):
        raise Invalid(
            _("Choose a part for each criterion that keeps the work back, so that the learner can improve it."),
            code="criterion_without_part",
            field="items",
        )
    return tuple(item for item in standing.all_items if item in again)


def _decide(rating: Rating, standing: Standing, outcome: Outcome, items: tuple[str, ...]) -> Decision:
    decision = Decision(
        organization_id=rating.organization_id,
        submission=rating.submission,
        round=rating.round,
        outcome=outcome,
        percent=standing.result.shown_percent,
        levels=rating.levels,
        comments=rating.comments,
        reasons=[reason.to_json() for reason in standing.result.reasons],
        items_to_improve=list(items),
        tries_left=standing.tries_left,
        feedback=rating.feedback,
        decided_by_id=rating.assessor_id,
        decided_at=clock.now(),
    )
    decision.save(force_insert=True)
    return decision


_STATES = {
    Outcome.AWARD: SubmissionState.PASSED,
    Outcome.RETURN: SubmissionState.RETURNED,
    Outcome.DECLINE: SubmissionState.NOT_PASSED,
}


def _close(rating: Rating, decision: Decision) -> None:
    rating.state = RatingState.FINAL
    rating.finished_at = rating.changed_at = decision.decided_at
    rating.save(update_fields=["state", "finished_at", "changed_at"])
    row: Submission = rating.submission
    row.state = _STATES[Outcome(decision.outcome)]
    row.changed_at = row.decided_at = decision.decided_at
    if row.state == SubmissionState.RETURNED:
        row.items_to_improve = decision.items_to_improve
        row.round += 1
        row.due_at = None
        # The declaration belongs to the round that was handed in; the next round has its own.
        row.declaration = {**row.declaration, "own_work": False}
    row.save()


def _tell(decision: Decision) -> None:
    row = decision.submission
    emit(
        SubmissionDecided(str(row.pk), str(row.version_id), str(row.learner_id), decision.outcome),
        organization_id=row.organization_id,
    )
    notices.tell_decision(decision)
