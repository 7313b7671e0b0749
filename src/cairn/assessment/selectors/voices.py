# SPDX-License-Identifier: Apache-2.0
"""What each assessor who counts has said of a round, as Assessor A and B; and which decisions an assessor may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cairn.assessment.aliases import assessor_alias
from cairn.assessment.models import (
    WAITING,
    Decision,
    DecisionKind,
    Rating,
    RatingState,
    Seat,
    Submission,
)
from cairn.assessment.selectors.seeds import find_pretended
from cairn.foundation.scopes import organization_scope

_COUNTING: Final[Mapping[str, tuple[Seat, ...]]] = {
    DecisionKind.ONE_RATING: (Seat.FIRST,),
    DecisionKind.AGREED: (Seat.FIRST, Seat.SECOND),
    DecisionKind.ADJUDICATED: (Seat.FIRST, Seat.SECOND, Seat.THIRD),
    DecisionKind.APPEAL: (Seat.APPEAL,),
    DecisionKind.MODERATION: (),
}
_ORDER: Final = (Seat.FIRST, Seat.SECOND, Seat.THIRD, Seat.APPEAL)


@dataclass(frozen=True, slots=True)
class AssessorVoice:
    """What one assessor said: in general, and by criterion; `decides` where two differed and this one decided."""

    alias: str
    feedback: str
    comments: Mapping[str, str]
    decides: bool = False


def list_voices(decision: Decision) -> tuple[AssessorVoice, ...]:
    """Return what the assessors said on whom a decision rests, in the order of their seats, without their names."""
    seats = _COUNTING[decision.kind]
    with organization_scope(decision.organization_id):
        rows = Rating.objects.filter(
            submission_id=decision.submission_id, round=decision.round, state=RatingState.FINAL, seat__in=seats
        )
        if decision.kind == DecisionKind.APPEAL:
            # An earlier appeal on the same round, which changed nothing, left its rating in the same seat.
            rows = rows.filter(assessor_id=decision.decided_by_id)
        ratings = sorted(rows, key=lambda row: _ORDER.index(Seat(row.seat)))
    return tuple(
        AssessorVoice(
            alias=assessor_alias(number),
            feedback=rating.feedback.strip(),
            comments={criterion: text.strip() for criterion, text in rating.comments.items() if text.strip()},
            decides=rating.seat == Seat.THIRD,
        )
        for number, rating in enumerate(ratings, 1)
    )


def visible_history(submission: Submission) -> list[Decision]:
    """Return the decisions that an assessor may see: of rounds before the one that is being rated, the newest first.

    On appeal, and where a second assessor reads, the round itself is decided or half decided; neither is told. Of a
    known work that was rated, it is the decision that the work seems to have.
    """
    if submission.anchor_id is not None:
        pretended = find_pretended(submission)
        return [pretended] if pretended else []
    rows = submission.decisions.filter(superseded_at=None).order_by("-round")
    return list(rows.filter(round__lt=submission.round) if submission.state in WAITING else rows)
