# SPDX-License-Identifier: Apache-2.0
"""The end of a rating: another assessor is asked where that was planned or two differ; then the round is decided."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cairn.assessment import selectors
from cairn.assessment.adjudication import Comparison, compare, settle
from cairn.assessment.models import (
    WAITING,
    Decision,
    DecisionKind,
    DoubleRating,
    Rating,
    RatingState,
    Seat,
    Settling,
    Submission,
)
from cairn.assessment.policy import Policy
from cairn.assessment.selectors import Standing
from cairn.assessment.services import seats
from cairn.assessment.services.appealing import conclude_appeal
from cairn.assessment.services.doubles import record_double_rating
from cairn.assessment.services.finishing import close_rating
from cairn.assessment.services.rating import lock_rating
from cairn.assessment.services.seeds import close_seed
from cairn.assessment.services.verdicts import Verdict, decide, merge
from cairn.foundation.actors import Actor


@transaction.atomic
def finish_rating(
    rating: Rating, *, acting: Actor, items_to_improve: Collection[str] | None = None, begin_afresh: bool = False
) -> Decision | None:
    """Close a rating; decide the round by the pass rule once all who are to rate it have. None: it goes on.

    Work that passes is to be awarded. Work that does not goes back while a try is left, open at `items_to_improve`
    (items or whole parts; where none are given, those that the rule names); it is declined where none is left, or where
    `begin_afresh` says that nothing of it can be built on. Raises PermissionDenied; Conflict: rating_closed;
    Invalid: not_rated, no_feedback, no_such_item, nothing_to_improve, criterion_without_part.
    """
    locked = lock_rating(rating, acting)
    standing = close_rating(locked, items_to_improve, begin_afresh=begin_afresh, acting=acting)
    submission = locked.submission
    policy = selectors.policy_for(submission.version.achievement_id)
    _ask_second(locked, standing, policy)
    if submission.anchor is not None:
        return close_seed(locked, submission.anchor)
    if locked.seat == Seat.APPEAL:
        return conclude_appeal(locked, standing, acting=acting)
    return _decide_if_complete(submission, policy, acting)


def _ask_second(rating: Rating, standing: Standing, policy: Policy) -> None:
    """Ask for a second rating after the first one: of an assessor's first works, and close to the pass line."""
    submission = rating.submission
    if rating.seat != Seat.FIRST or submission.seats > 1:
        return
    if _count_doubles(rating) < policy.first_works:
        seats.add_seat(submission, seats.FIRST_WORKS)
    elif _is_borderline(standing, submission, policy):
        seats.add_seat(submission, seats.BORDERLINE)


def _count_doubles(rating: Rating) -> int:
    """Count the works of an assessor that were rated twice, and those that wait for it: the others may take days."""
    rows = DoubleRating.objects.filter(version__achievement_id=rating.submission.version.achievement_id)
    pairs = rows.filter(Q(assessor_a=rating.assessor_id) | Q(assessor_b=rating.assessor_id))
    return pairs.count() + _list_half_rated(rating).count()


def _list_half_rated(rating: Rating) -> QuerySet[Rating]:
    """Return what an assessor has rated for the same achievement as one of several, and is no pair yet.

    A known work counts, too: it is compared with the levels that were agreed on, and looks like any other.
    """
    paired = DoubleRating.objects.filter(submission=OuterRef("submission_id"), round=OuterRef("round"))
    open_yet = Q(submission__state__in=WAITING) | Q(submission__anchor__isnull=False)
    rows: QuerySet[Rating] = Rating.objects.filter(
        open_yet,
        assessor_id=rating.assessor_id,
        state=RatingState.FINAL,
        round=F("submission__round"),
        submission__seats__gt=1,
        submission__version__achievement_id=rating.submission.version.achievement_id,
    )
    return rows.exclude(Exists(paired))


def _is_borderline(standing: Standing, submission: Submission, policy: Policy) -> bool:
    percent = standing.result.percent
    if percent is None or not policy.borderline_points:
        return False
    return abs(percent - submission.version.definition.rubric.pass_rule.min_percent) <= policy.borderline_points


def _decide_if_complete(submission: Submission, policy: Policy, acting: Actor) -> Decision | None:
    final = _final_ratings(submission)
    if len(final) < submission.seats:
        seats.refresh_seats(submission)
        return None
    if len(final) == 1:
        return decide(submission, merge(submission, final, DecisionKind.ONE_RATING), final, acting=acting)
    if len(final) > 2:  # noqa: PLR2004 - the third assessor
        record_double_rating(submission, final[:2])
        third = merge(submission, final[-1:], DecisionKind.ADJUDICATED)
        return decide(submission, third, final, acting=acting)
    return _decide_of_two(submission, final, policy, acting)


def _decide_of_two(submission: Submission, pair: Sequence[Rating], policy: Policy, acting: Actor) -> Decision | None:
    verdict, comparison = _compare(submission, pair, policy)
    if comparison.needs_third:
        # The two are counted once the third has rated, who could else read them from the figures.
        seats.add_seat(submission, seats.DISAGREEMENT)
        seats.refresh_seats(submission)
        return None
    record_double_rating(submission, pair)
    return decide(submission, verdict, pair, acting=acting)


def _compare(submission: Submission, pair: Sequence[Rating], policy: Policy) -> tuple[Verdict, Comparison]:
    first, second = pair
    rubric = submission.version.definition.rubric
    levels = settle(rubric, first.levels, second.levels, Settling(policy.settling))
    verdict = merge(submission, pair, DecisionKind.AGREED, levels=levels, settling=policy.settling)
    results = frozenset({bool(first.passed), bool(second.passed), verdict.standing.result.passed})
    return verdict, compare(rubric, first.levels, second.levels, policy=policy, results=results)


def _final_ratings(submission: Submission) -> list[Rating]:
    rows = Rating.objects.filter(submission=submission, round=submission.round, state=RatingState.FINAL)
    order = (Seat.FIRST, Seat.SECOND, Seat.THIRD)
    return sorted(rows.exclude(seat=Seat.APPEAL), key=lambda row: order.index(Seat(row.seat)))
