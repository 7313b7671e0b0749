# SPDX-License-Identifier: Apache-2.0
"""Closing one rating: complete, with feedback, and with what it would ask for again."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from cairn.assessment import selectors
from cairn.assessment.models import Rating, RatingState
from cairn.assessment.selectors import Standing
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Invalid


def close_rating(
    rating: Rating, items_to_improve: Collection[str] | None, *, begin_afresh: bool, acting: Actor
) -> Standing:
    """Close a rating that is locked, and return where it stands by itself.

    Raises Invalid: not_rated, no_feedback, no_such_item, nothing_to_improve, criterion_without_part.
    """
    standing = selectors.assess_standing(rating)
    _require_finished(rating, standing)
    goes_back = not (standing.result.passed or begin_afresh or standing.tries_left == 0)
    rating.items_to_improve = list(_items(standing, items_to_improve)) if goes_back else []
    rating.begin_afresh = begin_afresh
    rating.percent, rating.passed = standing.result.shown_percent, standing.result.passed
    rating.state = RatingState.FINAL
    rating.finished_at = rating.changed_at = clock.now()
    rating.save()
    _record(rating, acting)
    return standing


def _require_finished(rating: Rating, standing: Standing) -> None:
    if standing.unrated:
        raise Invalid(_("Choose a level for every criterion first."), code="not_rated", criteria=standing.unrated)
    if not standing.result.passed and not rating.feedback.strip():
        raise Invalid(
            _("Write some feedback first: what is good, what is missing, and what to do next."),
            code="no_feedback",
            field="feedback",
        )


def _items(standing: Standing, chosen: Collection[str] | None) -> tuple[str, ...]:
    wanted = set(standing.suggested_items if chosen is None else chosen)
    whole_parts = {item for part, items in standing.items_by_part.items() if part in wanted for item in items}
    if unknown := wanted - set(standing.all_items) - set(standing.items_by_part):
        raise Invalid(_("This work has no such part. Load the page again."), code="no_such_item", items=sorted(unknown))
    if not wanted:
        raise Invalid(
            _("Choose at least one part that the learner can send again."), code="nothing_to_improve", field="items"
        )
    again = wanted | whole_parts
    if not all(again.intersection(items) for items in standing.items_by_weak_criterion.values()):
        raise Invalid(
            _("Choose a part for each criterion that keeps the work back, so that the learner can improve it."),
            code="criterion_without_part",
            field="items",
        )
    return tuple(item for item in standing.all_items if item in again)


def _record(rating: Rating, acting: Actor) -> None:
    audit.record(
        "rating.finish",
        rating.submission,
        acting=acting,
        organization_id=rating.organization_id,
        rating=str(rating.pk),
        round=rating.round,
        seat=rating.seat,
        percent=str(rating.percent),
        passed=rating.passed,
    )
