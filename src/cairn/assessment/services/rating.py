# SPDX-License-Identifier: Apache-2.0
"""Rating: an assessor takes a round of work, and the rating is kept as it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition, Judged
from cairn.assessment import access, selectors
from cairn.assessment.errors import no_such_submission, rating_final
from cairn.assessment.models import WAITING, Rating, RatingState, Submission, SubmissionState
from cairn.assessment.services.locking import lock
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
def start_rating(submission: Submission, *, acting: Actor) -> Rating:
    """Take a round of work; whoever has it already gets what they typed before.

    In a later round, the levels of criteria whose evidence did not come back are there already.

    Raises PermissionDenied: denied, own_work; Conflict: already_taken, not_waiting.
    """
    assessor_id = access.require_assessor(acting, submission)
    locked = lock(submission)
    if locked.state not in WAITING:
        raise Conflict(_("This work does not wait for a rating. Go back to the queue."), code="not_waiting")
    ratings = Rating.objects.select_related("submission").filter(submission=locked, round=locked.round)
    held: Rating | None = ratings.filter(state=RatingState.DRAFT).first()
    if held is not None and held.assessor_id != assessor_id:
        raise Conflict(_("Another assessor took this work first. Take another from the queue."), code="already_taken")
    if held is not None:
        return held
    rating = ratings.filter(assessor_id=assessor_id).first() or _begin(locked, assessor_id)
    rating.state = RatingState.DRAFT
    rating.changed_at = clock.now()
    rating.save()
    _move(locked, SubmissionState.IN_REVIEW)
    _record("rating.start", rating, acting)
    return rating


@transaction.atomic
def put_back_rating(rating: Rating, *, acting: Actor) -> Rating:
    """Give a round of work back to the queue; what was typed waits in case the assessor takes it again.

    Raises PermissionDenied, Conflict: rating_closed.
    """
    locked = lock_rating(rating, acting)
    locked.state = RatingState.PUT_BACK
    locked.save(update_fields=["state"])
    _move(locked.submission, SubmissionState.SUBMITTED)
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
    submission = lock(rating.submission)
    row: Rating | None = Rating.objects.filter(pk=rating.pk).first()
    if row is None:
        raise no_such_submission()
    row.submission = submission
    access.require_holder(acting, row)
    if row.state != RatingState.DRAFT or submission.state != SubmissionState.IN_REVIEW:
        raise rating_final()
    return row


def _move(submission: Submission, state: SubmissionState) -> None:
    submission.state = state
    submission.save(update_fields=["state"])


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


def _begin(submission: Submission, assessor_id: UUID) -> Rating:
    decision = selectors.find_carried(submission)
    levels = selectors.carried_levels(submission, decision)
    comments = decision.comments if decision else {}
    return Rating(
        organization_id=submission.organization_id,
        submission=submission,
        round=submission.round,
        assessor_id=assessor_id,
        levels=levels,
        comments={criterion: text for criterion, text in comments.items() if criterion in levels},
        started_at=clock.now(),
    )


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
