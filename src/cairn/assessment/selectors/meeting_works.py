# SPDX-License-Identifier: Apache-2.0
"""The works that a meeting of assessors looks at: both ratings side by side, without a word of whose they are.

Only works that nobody is going to rate again are put on the table: decided, both ratings final, no appeal possible, not
locked, and never a known work that watches drift. A work that comes back to the queue leaves the table at once, and
whoever was invited does not rate it: see `works_known_to`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from cairn.accounts.models import Person
from cairn.achievements.definition import Definition
from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.assessment.masking import Identity
from cairn.assessment.models import (
    CalibrationMeeting,
    DoubleRating,
    Evidence,
    Rating,
    RatingState,
    SubmissionState,
)
from cairn.assessment.selectors.agreement_report import name_of_work
from cairn.assessment.selectors.blind import BlindPart, Masker, blind_progress, identity_of
from cairn.assessment.selectors.meetings import may_see_meeting
from cairn.assessment.selectors.settled import appealable
from cairn.foundation.actors import Actor

MOST_OFFERED: Final = 6
_LATELY: Final = 300
_OVER: Final = (SubmissionState.PASSED, SubmissionState.NOT_PASSED)


@dataclass(frozen=True, slots=True)
class Voice:
    """What one of the two assessors of a work said on the criterion: the level, and why."""

    level: str
    comment: str


@dataclass(frozen=True, slots=True)
class WorkOnTable:
    """A work before a meeting: its two voices, the lower first, and what was handed in.

    A work that was brought in from a table has its levels and nothing else.
    """

    id: UUID
    name: str
    voices: tuple[Voice, Voice]
    parts: tuple[BlindPart, ...]
    is_brought_in: bool


def works_to_discuss(version: AchievementVersion, criterion: str, *, most: int = 3) -> tuple[DoubleRating, ...]:
    """Return lately rated works whose two assessors are furthest apart in a criterion and that can be talked about.

    Of works as far apart as each other, those that can be read here come before those from tables.
    """
    rank = {level.id: place for place, level in enumerate(version.definition.rubric.levels)}
    digest = rubric_digest(version.definition.rubric)
    rows = _over(version.achievement_id, digest).filter(is_planned=True).order_by("-at", "-pk")[:_LATELY]
    gaps = [
        (abs(rank[row.levels_a[criterion]] - rank[row.levels_b[criterion]]), row)
        for row in rows
        if criterion in row.levels_a and criterion in row.levels_b
    ]
    apart = sorted(((gap, bool(row.submission_id), row.at, str(row.pk)), row) for gap, row in gaps if gap)[::-1]
    return tuple(_settled_for_good([row for _order, row in apart])[:most])


def lay_out(
    meeting: CalibrationMeeting, version: AchievementVersion, definition: Definition, *, reader: UUID | None
) -> tuple[WorkOnTable, ...]:
    """Return the works of a meeting as they stand on the table now; nobody is shown their own.

    `definition` is the version's, in the reader's language. Once a meeting is over, nothing is on the table.
    """
    if not meeting.is_ahead:
        return ()
    pairs = [row for row in works_of_meeting(meeting) if not _is_of(row, reader)]
    ratings = _ratings_of(pairs)
    rank = {level.id: place for place, level in enumerate(version.definition.rubric.levels)}
    return tuple(_lay(pair, ratings.get(pair.pk, ()), meeting.criterion, definition, rank) for pair in pairs)


def works_of_meeting(meeting: CalibrationMeeting) -> list[DoubleRating]:
    """Return those works of a meeting that can be talked about now, in its order."""
    order = {UUID(work): place for place, work in enumerate(meeting.works)}
    rows = _over(meeting.achievement_id, meeting.rubric_digest).filter(pk__in=order)
    return _settled_for_good(sorted(rows, key=lambda row: order[row.pk]))


def is_on_the_table(evidence: Evidence, acting: Actor) -> bool:
    """Say whether a piece of evidence belongs to a work that a meeting ahead looks at, and the actor may see it there.

    The scope need not be that of the organization.
    """
    ahead = CalibrationMeeting.objects.filter(
        organization_id=evidence.organization_id,
        achievement__versions=evidence.submission.version_id,
        held_at=None,
        cancelled_at=None,
    )
    return any(
        pair.submission_id == evidence.submission_id and evidence.was_in(pair.round)
        for meeting in ahead
        if may_see_meeting(meeting, acting)
        for pair in works_of_meeting(meeting)
    )


def _over(achievement_id: UUID, digest: str) -> QuerySet[DoubleRating]:
    """Return, as a query, the double ratings by a rubric of works that are decided, and of those from tables."""
    decided = Q(submission__state__in=_OVER, submission__anchor=None, submission__locked_at=None)
    rows: QuerySet[DoubleRating] = DoubleRating.objects.filter(
        Q(submission=None) | decided, version__achievement_id=achievement_id, rubric_digest=digest
    )
    return rows.select_related("submission__learner", "submission__version")


def _settled_for_good(rows: Sequence[DoubleRating]) -> list[DoubleRating]:
    """Keep those whose two ratings both count still, and against whose decision no appeal can come any more."""
    works = {row.submission_id for row in rows if row.submission_id}
    if not works:
        return list(rows)
    open_yet = appealable(works, rows[0].organization_id)
    final = Rating.objects.filter(submission_id__in=works, state=RatingState.FINAL)
    known = set(final.values_list("submission_id", "round", "assessor_id"))
    return [
        row
        for row in rows
        if row.submission_id is None
        or (
            row.submission_id not in open_yet
            and {(row.submission_id, row.round, who) for who in (row.assessor_a_id, row.assessor_b_id)} <= known
        )
    ]


def _ratings_of(pairs: Iterable[DoubleRating]) -> dict[UUID, tuple[Rating, ...]]:
    """Return the two ratings of each work, in the order in which its levels are kept."""
    wanted = {(pair.submission_id, pair.round): pair for pair in pairs if pair.submission_id}
    rows = Rating.objects.filter(submission_id__in=[work for work, _round in wanted], state=RatingState.FINAL)
    found = {(row.submission_id, row.round, row.assessor_id): row for row in rows.select_related("assessor")}
    return {
        pair.pk: tuple(found[(*key, who)] for who in (pair.assessor_a_id, pair.assessor_b_id))
        for key, pair in wanted.items()
    }


def _lay(
    pair: DoubleRating, ratings: Sequence[Rating], criterion: str, definition: Definition, rank: Mapping[str, int]
) -> WorkOnTable:
    comments = _comments(pair, ratings, criterion)
    levels = (pair.levels_a.get(criterion, ""), pair.levels_b.get(criterion, ""))
    lower, higher = sorted(
        (Voice(level, comment) for level, comment in zip(levels, comments, strict=True)),
        # Which of the two is whose cannot be told from an order that hangs on nothing but what they said.
        key=lambda voice: (rank.get(voice.level, -1), voice.comment),
    )
    parts = blind_progress(pair.submission, pair.round, definition=definition) if pair.submission else ()
    return WorkOnTable(pair.pk, name_of_work(pair), (lower, higher), parts, is_brought_in=pair.submission is None)


def _comments(pair: DoubleRating, ratings: Sequence[Rating], criterion: str) -> tuple[str, str]:
    """Return what the two wrote, without the learner and without themselves."""
    if not ratings or pair.submission is None:
        return "", ""
    masker = Masker(_together(pair.submission.learner, *(rating.assessor for rating in ratings)))
    first, second = (masker.hide(rating.comments.get(criterion, "")) for rating in ratings)
    return first, second


def _together(*people: Person) -> Identity:
    """Return what several people are called, as of one: to hide one after the other would leave halves of names."""
    known = [identity_of(person) for person in people]
    return Identity(
        names=tuple(name for one in known for name in one.names),
        emails=tuple(email for one in known for email in one.emails),
        handles=tuple(handle for one in known for handle in one.handles),
    )


def _is_of(pair: DoubleRating, reader: UUID | None) -> bool:
    return pair.submission is not None and pair.submission.learner_id == reader
