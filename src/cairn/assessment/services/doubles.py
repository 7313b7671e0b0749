# SPDX-License-Identifier: Apache-2.0
"""Keeping every double rating, the two assessors in the order of their ids, and saying that there is one more."""

from __future__ import annotations

from collections.abc import Sequence

from cairn.achievements.rubrics import rubric_digest
from cairn.assessment import selectors
from cairn.assessment.events import RatedTwice
from cairn.assessment.models import DoubleRating, Rating, RatingState, Seat, Submission
from cairn.assessment.services import seats
from cairn.assessment.services.agreement import add_to_figures
from cairn.foundation import clock
from cairn.foundation.events import emit


def record_double_rating(submission: Submission, pair: Sequence[Rating]) -> DoubleRating:
    """Keep the two first ratings of a round as they were given, once nobody else is to rate it.

    Of a round that was opened again, the first pair stays.
    """
    known: DoubleRating | None = DoubleRating.objects.filter(submission=submission, round=submission.round).first()
    if known is not None:
        return known
    first, second = sorted(pair, key=lambda rating: str(rating.assessor_id))
    rubric = submission.version.definition.rubric
    levels = [_given_apart(submission, rating) for rating in (first, second)]
    row = DoubleRating(
        organization_id=submission.organization_id,
        submission=submission,
        round=submission.round,
        version_id=submission.version_id,
        rubric_digest=rubric_digest(rubric),
        assessor_a_id=first.assessor_id,
        assessor_b_id=second.assessor_id,
        levels_a=levels[0],
        levels_b=levels[1],
        passed_a=bool(first.passed),
        passed_b=bool(second.passed),
        is_planned=bool(levels[0]) and not seats.PLANNED.isdisjoint(submission.seat_reasons),
        at=clock.now(),
    )
    row.save(force_insert=True)
    if row.is_planned:
        add_to_figures(row, rubric)
    emit(RatedTwice(str(submission.version.achievement_id), row.rubric_digest), organization_id=row.organization_id)
    return row


def record_withdrawn_pair(submission: Submission) -> None:
    """Keep the two ratings of a round that waits for a third assessor and will not get one.

    Left out, works on which two assessors differ would be missing from the figures.
    """
    rows = Rating.objects.filter(submission=submission, round=submission.round, state=RatingState.FINAL)
    pair = [rating for seat in (Seat.FIRST, Seat.SECOND) for rating in rows.filter(seat=seat)]
    if len(pair) == 2:  # noqa: PLR2004 - both of the two
        record_double_rating(submission, pair)


def _given_apart(submission: Submission, rating: Rating) -> dict[str, str]:
    """Return the levels of a rating without those that stood from the round before: both assessors began with them."""
    carried = selectors.carried_levels(submission, selectors.find_carried(submission))
    return {criterion: level for criterion, level in rating.levels.items() if criterion not in carried}
