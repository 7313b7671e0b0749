# SPDX-License-Identifier: Apache-2.0
"""Moderation: to lock a piece of work, open it again for rating, or overturn what was decided; each with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.assessment import access, selectors
from cairn.assessment.models import (
    WAITING,
    Decision,
    DecisionKind,
    Moderation,
    ModerationKind,
    Outcome,
    Rating,
    RatingState,
    Submission,
    SubmissionState,
)
from cairn.assessment.moderation_notices import tell_reopened
from cairn.assessment.selectors.reopening import ReopenBar, find_beside, find_reopen_bar
from cairn.assessment.services.closing import close_beside
from cairn.assessment.services.locking import lock, lock_attempts
from cairn.assessment.services.seats import plan_seats
from cairn.assessment.services.verdicts import Verdict, decide, overturn
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid, PermissionDenied

MAX_REASON: Final = 2000


@transaction.atomic
def lock_submission(submission: Submission, *, reason: str, acting: Actor) -> Submission:
    """Let nobody write or rate until it is unlocked; what was typed stays.

    Raises PermissionDenied: denied, own_work; Invalid: reason_missing, reason_too_long; Conflict: locked_already.
    """
    row, words = _open(submission, reason, acting)
    if row.locked_at is not None:
        raise Conflict(_("This work is locked already."), code="locked_already")
    row.locked_at = clock.now()
    row.save(update_fields=["locked_at"])
    _record(row, ModerationKind.LOCK, words, acting)
    return row


@transaction.atomic
def unlock_submission(submission: Submission, *, reason: str, acting: Actor) -> Submission:
    """Let it go on where it stood. Raises as `lock_submission`; Conflict: not_locked."""
    row, words = _open(submission, reason, acting)
    if row.locked_at is None:
        raise Conflict(_("This work is not locked."), code="not_locked")
    row.locked_at = None
    row.save(update_fields=["locked_at"])
    _record(row, ModerationKind.UNLOCK, words, acting)
    return row


@transaction.atomic
def reopen_submission(submission: Submission, *, reason: str, acting: Actor) -> Submission:
    """Give the last decided round back to the queue, for assessors who have not rated it. The ratings are kept aside.

    What had passed holds no more, and what the learner has begun to improve waits; they get a letter with the reason.
    Raises as `lock_submission`; Conflict: not_decided, passed_again, begun_again, locked, nobody_left.
    """
    row, words = _open_decided(submission, reason, acting)
    decision = _decided(row)
    plan_seats(row)
    _require(find_reopen_bar(row, decision.round, seats=row.seats))
    decision.superseded_at = clock.now()
    decision.save(update_fields=["superseded_at"])
    Rating.objects.filter(submission=row, round=decision.round, state=RatingState.FINAL).update(
        state=RatingState.SET_ASIDE
    )
    _put_back(row, decision.round)
    _record(row, ModerationKind.REOPEN, words, acting, decision)
    if decision.outcome == Outcome.AWARD:
        overturn(decision, words)
    tell_reopened(row, decision, words)
    return row


@transaction.atomic
def overturn_decision(submission: Submission, levels: Mapping[str, str], *, reason: str, acting: Actor) -> Decision:
    """Decide the last decided round anew, by a moderator's levels; the pass rule speaks on them as on any others.

    Whoever has rated the work does not rate it once more in this way, nor does who knows its learner or has seen them
    at it. One credential comes of a version: work that passes closes what the learner has begun beside it, and does not
    pass beside other work that has. Raises as `lock_submission`; PermissionDenied: rated, known; Conflict: not_decided,
    passed_again, begun_again, appealed; Invalid: not_rated, no_such_level.
    """
    row, words = _open_decided(submission, reason, acting)
    _require_outsider(row, acting)
    before = _decided(row)
    row.round = before.round
    verdict = _verdict(row, before, levels, words)
    _make_room(row, verdict.outcome, acting)
    decision = decide(row, verdict, (), acting=acting, replaces=before)
    _record(row, ModerationKind.OVERTURN, words, acting, decision)
    if before.outcome == Outcome.AWARD and decision.outcome != Outcome.AWARD:
        overturn(before, words)
    return decision


def _verdict(row: Submission, before: Decision, levels: Mapping[str, str], reason: str) -> Verdict:
    rubric = row.version.definition.rubric
    known = {level.id for level in rubric.levels}
    if not known.issuperset(levels.values()) or {criterion.id for criterion in rubric.criteria} != set(levels):
        raise Invalid(_("Choose a level for every criterion first."), code="not_rated", field="levels")
    missing = [stored["part"] for stored in before.reasons if stored.get("part")]
    standing = selectors.assess_levels(row, levels, missing, round_number=row.round)
    return Verdict(
        kind=DecisionKind.MODERATION,
        levels=levels,
        comments=before.comments,
        feedback=reason,
        items=standing.suggested_items,
        begin_afresh=False,
        standing=standing,
    )


def _make_room(row: Submission, outcome: Outcome, acting: Actor) -> None:
    """Let work pass, or be open, alone of all that its learner has done on the same version."""
    beside = find_beside(row)
    if outcome is Outcome.AWARD and beside is ReopenBar.BEGUN_AGAIN:
        close_beside(row, acting=acting)
    elif outcome is not Outcome.DECLINE:
        _require(beside)


def _put_back(row: Submission, round_number: int) -> None:
    """Let a round wait again as it was when it was handed in, with a clock of its own."""
    row.round, row.state = round_number, SubmissionState.SUBMITTED
    row.items_to_improve = selectors.items_open_in(row, row.round)
    row.decided_at, row.changed_at = None, clock.now()
    calendar = selectors.calendar_for(row.organization_id)
    row.due_at = calendar.add(row.changed_at, calendar.days_to_decide)
    plan_seats(row)
    row.save()


def _open_decided(submission: Submission, reason: str, acting: Actor) -> tuple[Submission, str]:
    """Return the work with every other attempt of its learner held, too."""
    access.require_moderator(acting, submission)
    lock_attempts(submission.version_id, submission.learner_id)
    return _open(submission, reason, acting)


def _open(submission: Submission, reason: str, acting: Actor) -> tuple[Submission, str]:
    access.require_moderator(acting, submission)
    words = reason.strip()
    if not words:
        raise Invalid(_("Say why. The learner and the audit get to read it."), code="reason_missing", field="reason")
    if len(words) > MAX_REASON:
        raise Invalid(
            _("Use at most %(most)s characters for the reason.") % {"most": MAX_REASON},
            code="reason_too_long",
            field="reason",
        )
    return lock(submission), words


def _require_outsider(row: Submission, acting: Actor) -> None:
    if Rating.objects.filter(submission=row, assessor_id=acting.person_id).exists():
        raise PermissionDenied(
            _("You have rated this work yourself, so another owner decides whether the result is changed."),
            code="rated",
            field="reason",
        )
    if acting.person_id is not None and selectors.has_conflict(acting.person_id, row.learner_id):
        raise PermissionDenied(
            _("You know this learner or have seen them at work, so another owner decides on the result."),
            code="known",
            field="reason",
        )


def _require(bar: ReopenBar | None) -> None:
    if bar is not None:
        raise Conflict(str(bar.words), code=bar.value)


def _decided(row: Submission) -> Decision:
    """Return the decision that holds on the last decided round, if nothing has been handed in since."""
    decision: Decision | None = row.decisions.filter(superseded_at=None).order_by("-round").first()
    is_over = row.state in {SubmissionState.PASSED, SubmissionState.NOT_PASSED, SubmissionState.RETURNED}
    if decision is None or not is_over or row.state in WAITING:
        raise Conflict(
            _("There is no decision to change now: the work is not decided yet, or it was handed in again."),
            code="not_decided",
        )
    return decision


def _record(
    row: Submission, kind: ModerationKind, reason: str, acting: Actor, decision: Decision | None = None
) -> None:
    Moderation.objects.create(
        organization_id=row.organization_id,
        submission=row,
        round=row.round,
        kind=kind,
        reason=reason,
        decision=decision,
        by=acting.id,
        at=clock.now(),
    )
    audit.record(f"submission.{kind.value}", row, acting=acting, organization_id=row.organization_id, reason=reason)
