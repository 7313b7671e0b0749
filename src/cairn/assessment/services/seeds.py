# SPDX-License-Identifier: Apache-2.0
"""Anchors in the queue: rated like any work, and compared with the levels that were agreed on. Nobody is told."""

from __future__ import annotations

from cairn.assessment.anchoring import nearness
from cairn.assessment.models import Anchor, AnchorRating, AnchorUse, Decision, Rating, SubmissionState
from cairn.assessment.selectors.seeds import find_pretended
from cairn.foundation import clock


def close_seed(rating: Rating, anchor: Anchor) -> Decision | None:
    """Keep how near the assessor came to what was agreed on; nothing is decided, and nobody hears of it.

    What is returned is stored nowhere: it is what the rating of any other work would have led to.
    """
    submission = rating.submission
    near = nearness(submission.version.definition.rubric, anchor.levels, rating.levels)
    AnchorRating.objects.create(
        organization_id=rating.organization_id,
        anchor=anchor,
        assessor_id=rating.assessor_id,
        use=AnchorUse.DRIFT,
        submission=submission,
        levels=rating.levels,
        criteria=near.criteria,
        exact=near.exact,
        widest=near.widest,
        difference=near.difference,
        rated_at=clock.now(),
    )
    submission.state = SubmissionState.CLOSED
    submission.open_seats = 0
    submission.decided_at = submission.changed_at = clock.now()
    submission.save()
    return find_pretended(submission)
