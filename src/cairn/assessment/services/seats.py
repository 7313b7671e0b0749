# SPDX-License-Identifier: Apache-2.0
"""Seats: how many assessors rate a round apart from each other, and which of their places is free."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.conf import settings

from cairn.assessment import selectors
from cairn.assessment.models import Rating, RatingState, Seat, Submission, SubmissionState, WhileUnproven

SAMPLED: Final = "sampled"
FIRST_WORKS: Final = "first_works"
BRAKE: Final = "brake"
BORDERLINE: Final = "borderline"
DISAGREEMENT: Final = "disagreement"
PLANNED: Final = frozenset({SAMPLED, FIRST_WORKS, BRAKE})
"""The reasons for a second rating that do not hang on what the first one says."""

_ORDER: Final = (Seat.FIRST, Seat.SECOND, Seat.THIRD)
_TAKEN: Final = (RatingState.DRAFT, RatingState.FINAL)
_HUNDRED: Final = 100


def plan_seats(submission: Submission) -> None:
    """Settle how many assessors rate the round that was just handed in; the row is not saved.

    Which works are in the sample follows from a keyed digest, so that nobody can tell beforehand.
    """
    policy = selectors.policy_for(submission.version.achievement_id)
    reasons = []
    if is_sampled(submission.pk, submission.round, policy.second_share):
        reasons.append(SAMPLED)
    if policy.while_unproven is WhileUnproven.DOUBLE and selectors.find_brake(submission.version.achievement_id):
        reasons.append(BRAKE)
    submission.seats = 2 if reasons else 1
    submission.seat_reasons = reasons
    submission.open_seats = submission.seats


def is_sampled(submission_id: UUID, round_number: int, share: int) -> bool:
    """Say whether a round falls into a sample of so many in a hundred."""
    drawn = hmac.digest(settings.SECRET_KEY.encode(), submission_id.bytes + bytes([round_number % 256]), "sha256")
    return int.from_bytes(drawn[:8], "big") % _HUNDRED < share


def free_seat(submission: Submission) -> Seat | None:
    """Return the next seat that nobody has, within the scope of the organization."""
    return next(iter(free_seats(submission, _of_round(submission))), None)


def free_seats(submission: Submission, ratings: Iterable[tuple[str, str]]) -> tuple[Seat, ...]:
    """Return the seats that nobody has, where the seats and states of the ratings of the round are these."""
    taken = _taken(submission, ratings)
    return tuple(seat for seat in _seats(submission) if seat not in taken)


def add_seat(submission: Submission, reason: str) -> None:
    """Ask one more assessor; the row is not saved."""
    submission.seats += 1
    submission.seat_reasons = [*submission.seat_reasons, reason]


def refresh_seats(submission: Submission) -> None:
    """Count the free seats, say whether anybody rates, and keep it."""
    ratings = _of_round(submission)
    submission.open_seats = len(free_seats(submission, ratings))
    if submission.state != SubmissionState.APPEALED:
        taken = _taken(submission, ratings)
        submission.state = SubmissionState.IN_REVIEW if taken else SubmissionState.SUBMITTED
    submission.save(update_fields=["state", "seats", "seat_reasons", "open_seats"])


def _seats(submission: Submission) -> tuple[Seat, ...]:
    return (Seat.APPEAL,) if submission.state == SubmissionState.APPEALED else _ORDER[: submission.seats]


def _of_round(submission: Submission) -> list[tuple[str, str]]:
    rows = Rating.objects.filter(submission=submission, round=submission.round)
    return list(rows.values_list("seat", "state"))


def _taken(submission: Submission, ratings: Iterable[tuple[str, str]]) -> set[Seat]:
    # An earlier appeal on the same round took the seat, and has left it.
    left = {(Seat.APPEAL, RatingState.FINAL)} if submission.state == SubmissionState.APPEALED else set()
    return {Seat(seat) for seat, state in ratings if state in _TAKEN and (seat, state) not in left}
