# SPDX-License-Identifier: Apache-2.0
"""Whether those who rated had shown beforehand that they agree with others, for what a credential says of them."""

from __future__ import annotations

from collections.abc import Sequence

from cairn.assessment.models import Rating, Submission
from cairn.assessment.selectors.policy import policy_for


def were_trained(submission: Submission, ratings: Sequence[Rating]) -> bool:
    """Say whether qualification was asked for, and everybody who rated had it for this rubric when they began.

    That was kept with each rating: who qualifies later was not trained while they rated, and who renews, or lets it
    end, was.
    """
    if not ratings or not policy_for(submission.version.achievement_id).requires_qualification:
        return False
    return all(rating.was_qualified for rating in ratings)
