# SPDX-License-Identifier: Apache-2.0
"""Reading under which conditions work was done, as somebody who was there recorded it; never who that was."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cairn.achievements.conditions import is_supervised
from cairn.achievements.definition import AssessmentMethod
from cairn.achievements.models import AchievementVersion
from cairn.assessment.models import (
    WAITING,
    AttemptConditions,
    Moderation,
    ModerationKind,
    Rating,
    RatingState,
    Submission,
    SubmissionState,
)
from cairn.foundation.errors import NotFound
from cairn.standards.openbadges.provenance import Conditions, IdentityProof

_STRENGTH: Final = tuple(Conditions)
_DECIDED: Final = (SubmissionState.PASSED, SubmissionState.NOT_PASSED, SubmissionState.APPEALED)
_OVER: Final = (SubmissionState.WITHDRAWN, SubmissionState.CLOSED)


class RecordBar(StrEnum):
    """Why somebody who looks after the work does not record how its round was done; of several the first counts."""

    RATED = "rated"
    DECIDED = "round_decided"
    OVER = "work_over"
    NOT_BEGUN = "not_begun"

    @property
    def words(self) -> Promise:
        """What is said of it, and what to do."""
        return _BAR_WORDS[self]


_BAR_WORDS: Final[dict[RecordBar, Promise]] = {
    RecordBar.RATED: gettext_lazy(
        "You rate this learner's work or have rated it, so somebody else records how it was done."
    ),
    RecordBar.DECIDED: gettext_lazy(
        "This round is decided, and what was awarded for it stays as it is. To change the record, give the work to "
        "other assessors first."
    ),
    RecordBar.OVER: gettext_lazy("This work is over, so there is nothing to record."),
    RecordBar.NOT_BEGUN: gettext_lazy(
        "The learner has not begun this round. Record how it was done once something of it is there."
    ),
}


@dataclass(frozen=True, slots=True)
class RecordedConditions:
    """What the records of all rounds that count come to: the least of the conditions, and the days.

    `identity` is how it was known who worked, None where the rounds do not say the same.
    """

    supervision: Conditions
    identity: IdentityProof | None
    days: tuple[date, ...]


def find_record_bar(submission: Submission, person_id: UUID) -> RecordBar | None:
    """Return what keeps somebody from recording how the round of a work was done, within the scope."""
    if _has_rated(person_id, submission.learner_id):
        return RecordBar.RATED
    if submission.state in _DECIDED:
        return RecordBar.DECIDED
    if submission.state in _OVER:
        return RecordBar.OVER
    return None if submission.state in WAITING or _is_begun(submission) else RecordBar.NOT_BEGUN


def list_conditions(submission: Submission) -> list[AttemptConditions]:
    """Return the records of a work that hold, round by round, the newest first."""
    rows = submission.conditions.select_related("recorded_by").filter(withdrawn_at=None)
    return list(rows.order_by("-round"))


def get_conditions(conditions_id: UUID, submission: Submission) -> AttemptConditions:
    """Return a record of a work. Raises NotFound."""
    row: AttemptConditions | None = submission.conditions.filter(pk=conditions_id).first()
    if row is None:
        raise NotFound(_("There is no such record. Load the page again."), code="no_such_conditions")
    row.submission = submission
    return row


def recorded_conditions(submission: Submission, rounds: Iterable[int]) -> RecordedConditions | None:
    """Return what was recorded of some rounds; None unless there is a record of every one of them.

    Nothing is said of a work of which a part was done unseen; and where the rounds differ, the least counts.
    """
    wanted = set(rounds)
    rows = list(submission.conditions.filter(withdrawn_at=None, round__in=wanted))
    if not wanted or {row.round for row in rows} != wanted:
        return None
    known = {IdentityProof(row.identity) for row in rows}
    return RecordedConditions(
        supervision=min((Conditions(row.supervision) for row in rows), key=_STRENGTH.index),
        identity=known.pop() if len(known) == 1 else None,
        days=tuple(sorted({row.held_on for row in rows})),
    )


def supervised_versions() -> frozenset[UUID]:
    """Return the versions of the scope whose authors state that somebody watches every attempt, in one query."""
    rows = AchievementVersion.objects.exclude(published_at=None).values_list("pk", "stored__assessment")
    return frozenset(pk for pk, stored in rows if is_supervised(AssessmentMethod.model_validate(stored or {})))


def find_recorded(submission_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return those of some works of whose round there is a record, in one query."""
    rows = AttemptConditions.objects.filter(_of_this_round(), submission_id__in=submission_ids)
    return frozenset(rows.values_list("submission_id", flat=True))


def without_conditions(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """Return those works of whose round there is no record, though somebody was to watch it."""
    held = AttemptConditions.objects.filter(_of_this_round(), submission_id=OuterRef("pk"))
    return rows.filter(~Exists(held), version_id__in=supervised_versions())


def have_watched(learner_id: UUID, people: Collection[UUID]) -> bool:
    """Say whether any of some people has ever recorded how a learner's work was done, and so has met them."""
    rows = AttemptConditions.objects.filter(submission__learner_id=learner_id, recorded_by_id__in=people)
    return bool(rows.exists())


def _has_rated(person_id: UUID, learner_id: UUID) -> bool:
    """Say whether somebody rates a learner's work here, has rated it, or decided it by levels of their own."""
    ratings = Rating.objects.filter(assessor_id=person_id, submission__learner_id=learner_id)
    decided = Moderation.objects.filter(
        kind=ModerationKind.OVERTURN, by=str(person_id), submission__learner_id=learner_id
    )
    return ratings.exclude(state=RatingState.PUT_BACK).exists() or decided.exists()


def _is_begun(submission: Submission) -> bool:
    """Say whether anything of the round is there: of one that has not begun, nobody can have watched anything."""
    begun = Q(round=submission.round) | Q(ended_round=submission.round)
    return bool(submission.evidence.filter(begun).exists())


def _of_this_round() -> Q:
    return Q(withdrawn_at=None, round=F("submission__round"))
