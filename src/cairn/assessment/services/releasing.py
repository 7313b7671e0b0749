# SPDX-License-Identifier: Apache-2.0
"""Ending the ratings in progress of work that is not to be rated any more."""

from __future__ import annotations

from cairn.assessment.models import Rating, RatingState, Submission
from cairn.foundation.scopes import organization_scope


def release_ratings(submission: Submission) -> None:
    """Put back every rating in progress of work whose row is held; what was typed stays with it."""
    with organization_scope(submission.organization_id):
        ratings = Rating.objects.filter(submission=submission, state=RatingState.DRAFT)
        ratings.update(state=RatingState.PUT_BACK)
