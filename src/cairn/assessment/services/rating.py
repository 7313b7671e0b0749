# SPDX-License-Identifier: Apache-2.0
"""Rating: an assessor takes a round of work, and the rating is kept as it is typed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition, Judged
from cairn.assessment import access, selectors
from cairn.assessment.errors import already_taken, no_such_submission, rating_final
from cairn.assessment.models import WAITING, Decision, Rating, RatingState, Seat, Submission
from cairn.assessment.services.eligibility import require_eligible
from cairn.assessment.services.locking import lock
from cairn.assessment.services.seats import free_seat, refresh_seats
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid

MAX_COMMENT: Final = 20_000


@dataclass(frozen=True, slots=True)
class RatingDraft:
    """What an assessor has put down so far: a level and a comment by criterion, parts that are not complete."""

    levels: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    incomplete_parts: tuple[str, ...] = ()
    feedback: str = ""


@transaction.atomic
def start_rating(submission: Submission, *, acting: Actor, assigned: str = "") -> Rating:
    """Take a free seat of a round of work; whoever has one already gets what they typed before.

    In a later round, the levels of criteria whose evidence did not come back are there already. `assigned` says who
    gave the work out, where it was not claimed. Raises PermissionDenied: denied, own_work, conflict, not_qualified;
    Conflict: already_taken, not_waiting, locked, rated.
    """
    assessor_id = access.require_assessor(acting, submission)
    locked = lock(submission)
    _require_waiting(locked)
    own = _find_own(locked, assessor_id)
    if own is not None and own.state == RatingState.DRAFT:
        return own
    require_eligible(locked, assessor_id)
    seat = free_seat(locked)
    if seat is None:
        raise already_taken()
    rating = take_seat(locked, assessor_id, seat, assigned=assigned)
    _record("rating.start", rating, acting)
    return rating


def take_seat(submission: Submission, assessor_id: UUID, seat: Seat, *, assigned: str = "") -> Rating:
    """Give a free seat of work that is locked to an assessor who may have it; what they typed before is there."""
    rating = _find_own(submission, assessor_id)
    if rating is None:
        rating = begin_rating(submission, assessor_id)
    elif _is_untouched(rating, submission):
        # Without a level they begin again; with one, nobody is to have qualified after they rated.
        rating.was_qualified = selectors.holds_qualification(assessor_id, submission.version)
    rating.submission = submission
    rating.seat, rating.assigned = seat, assigned
    rating.state = RatingState.DRAFT
    rating.changed_at = clock.now()
    rating.save()
    refresh_seats(submission)
    return rating


@transaction.atomic
def put_back_rating(rating: Rating, *, acting: Actor) -> Rating:
    """Give a round of work back to the queue; what was typed waits in case the assessor takes it again.

    Work that a moderator has locked can be given back, too. Raises PermissionDenied, Conflict: rating_closed.
    """
    locked = _lock(rating)
    access.require_holder(acting, locked)
    if locked.state != RatingState.DRAFT or locked.submission.state not in WAITING:
        raise rating_final()
    locked.state = RatingState.PUT_BACK
    locked.save(update_fields=["state"])
    refresh_seats(locked.submission)
    _record("rating.put_back", locked, acting)
    return locked


@transaction.atomic
def save_rating(rating: Rating, draft: RatingDraft, *, expected_revision: int, acting: Actor) -> Rating:
    """Keep a rating as it is. Nothing need be complete.

    Raises PermissionDenied; Invalid: no_such_level, no_such_part, comment_too_long, lower_than_before; Conflict:
    rating_closed, rating_changed.
    """
    locked = lock_rating(rating, acting)
    _check(draft, locked.submission.version.definition)
    _check_carried(draft, locked.submission)
    if _content(locked) == draft:
        return locked
    if locked.revision != expected_revision:
        raise Conflict(
            _("This rating was changed in another window. Your words stay on this page: copy them, load the page "
              "again, and put them in."),
            code="rating_changed",
        )  # fmt: skip
    locked.levels, locked.comments = dict(draft.levels), dict(draft.comments)
    locked.incomplete_parts, locked.feedback = list(draft.incomplete_parts), draft.feedback
    locked.revision += 1
    locked.changed_at = clock.now()
    locked.save()
    _record("rating.save", locked, acting)
    return locked


def lock_rating(rating: Rating, acting: Actor) -> Rating:
    """Return an open rating with its work, both held for its assessor. Raises PermissionDenied, NotFound, Conflict."""
    row = _lock(rating)
    access.require_holder(acting, row)
    return _require_open(row)


def lock_open_rating(rating: Rating) -> Rating:
    """Return an open rating with its work, both held, for whoever may decide over it. Raises NotFound, Conflict."""
    return _require_open(_lock(rating))


def _lock(rating: Rating) -> Rating:
    submission = lock(rating.submission)
    row: Rating | None = Rating.objects.filter(pk=rating.pk).first()
    if row is None:
        raise no_such_submission()
    row.submission = submission
    return row


def _require_open(row: Rating) -> Rating:
    submission = row.submission
    if row.state != RatingState.DRAFT or submission.state not in WAITING or submission.locked_at is not None:
        raise rating_final()
    return row


def _require_waiting(submission: Submission) -> None:
    if submission.locked_at is not None:
        raise Conflict(
            _("This work is locked by the organization and cannot be rated now. Take another from the queue."),
            code="locked",
        )
    if submission.state not in WAITING:
        raise Conflict(_("This work does not wait for a rating. Go back to the queue."), code="not_waiting")


def _content(rating: Rating) -> RatingDraft:
    return RatingDraft(rating.levels, rating.comments, tuple(rating.incomplete_parts), rating.feedback)


def _check(draft: RatingDraft, definition: Definition) -> None:
    criteria = {criterion.id for criterion in definition.rubric.criteria}
    levels = {level.id for level in definition.rubric.levels}
    if not (criteria >= {*draft.levels, *draft.comments} and levels >= {*draft.levels.values()}):
        raise Invalid(_("The rubric has no such level. Load the page again."), code="no_such_level")
    if not {part.id for part in definition.evidence if part.judged is Judged.COMPLETE} >= {*draft.incomplete_parts}:
        raise Invalid(_("There is no such part to judge. Load the page again."), code="no_such_part")
    if max(map(len, (draft.feedback, *draft.comments.values()))) > MAX_COMMENT:
        raise Invalid(_("A comment is longer than we can keep. Shorten it."), code="comment_too_long")


def _find_own(submission: Submission, assessor_id: UUID) -> Rating | None:
    rows = Rating.objects.filter(submission=submission, round=submission.round, assessor_id=assessor_id)
    own: Rating | None = rows.select_related("submission").first()
    return own


def begin_rating(submission: Submission, assessor_id: UUID, *, is_qualified: bool | None = None) -> Rating:
    """Return a new rating, not stored yet, with the levels that stand from the round before.

    Whether the assessor is qualified is looked up, unless whoever begins many knows it.
    """
    if is_qualified is None:
        is_qualified = selectors.holds_qualification(assessor_id, submission.version)
    decision = selectors.find_carried(submission)
    levels = selectors.carried_levels(submission, decision)
    return Rating(
        organization_id=submission.organization_id,
        submission=submission,
        round=submission.round,
        assessor_id=assessor_id,
        levels=levels,
        comments=_carried_comments(submission, decision, levels) if decision else {},
        was_qualified=is_qualified,
        started_at=clock.now(),
    )


def _is_untouched(rating: Rating, submission: Submission) -> bool:
    """Say whether an assessor has set no level yet; those that stand from the round before are not theirs."""
    carried: dict[str, str] = selectors.carried_levels(submission, selectors.find_carried(submission))
    return bool(rating.levels == carried)


def _carried_comments(submission: Submission, decision: Decision, levels: Collection[str]) -> dict[str, str]:
    """Return the comments on levels that stand: who wrote them may have known the learner, the next need not."""
    masker = selectors.masker_for(submission)
    return {criterion: masker.hide(text) for criterion, text in decision.comments.items() if criterion in levels}


def _check_carried(draft: RatingDraft, submission: Submission) -> None:
    """Refuse to take back what a learner has reached, where nothing about it has changed."""
    points = {level.id: level.points for level in submission.version.definition.rubric.levels}
    carried = selectors.carried_levels(submission, selectors.find_carried(submission))
    for criterion, level in carried.items():
        if points.get(draft.levels.get(criterion, ""), -1) < points[level]:
            raise Invalid(
                _("A criterion whose evidence did not come back keeps at least the level that it had."),
                code="lower_than_before",
                criterion=criterion,
            )


def _record(action: str, rating: Rating, acting: Actor) -> None:
    audit.record(
        action,
        rating.submission,
        acting=acting,
        organization_id=rating.organization_id,
        rating=str(rating.pk),
        round=rating.round,
        revision=rating.revision,
    )
