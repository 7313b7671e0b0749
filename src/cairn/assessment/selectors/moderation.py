# SPDX-License-Identifier: Apache-2.0
"""Reading work for moderators: what was handed in, every decision and rating on it, and the steps taken."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from cairn.assessment.models import Decision, Moderation, Rating, RatingState, StandardSetting, Submission
from cairn.assessment.selectors.conditions import without_conditions


def list_handed_in(
    *, state: str = "", achievement_id: UUID | None = None, lacks_conditions: bool = False
) -> QuerySet[Submission]:
    """Return the work of the scope that was handed in at least once, what changed last first; no seeds.

    `lacks_conditions` asks for that which was to be watched, and of whose round nobody recorded it.
    """
    rows: QuerySet[Submission] = Submission.objects.select_related("version").exclude(submitted_at=None)
    rows = rows.filter(anchor=None)
    if state:
        rows = rows.filter(state=state)
    if achievement_id is not None:
        rows = rows.filter(version__achievement_id=achievement_id)
    if lacks_conditions:
        rows = without_conditions(rows)
    return rows.order_by("-changed_at", "pk")


def list_all_decisions(submission: Submission) -> list[Decision]:
    """Return every decision on a submission, those that hold no more too, the newest first."""
    return list(submission.decisions.order_by("-round", "-sequence"))


def list_final_ratings(submission: Submission) -> list[Rating]:
    """Return the ratings of a submission that were finished, with who gave them, in order."""
    rows = Rating.objects.select_related("assessor").filter(
        submission=submission, state__in=(RatingState.FINAL, RatingState.SET_ASIDE)
    )
    return list(rows.order_by("round", "finished_at"))


def list_moderations(submission: Submission) -> list[Moderation]:
    """Return what moderators did with a submission, the newest first."""
    return list(Moderation.objects.filter(submission=submission).order_by("-at"))


def list_standard_settings(achievement_id: UUID) -> list[StandardSetting]:
    """Return how the pass lines of an achievement were set, the newest first."""
    rows = StandardSetting.objects.select_related("version").filter(version__achievement_id=achievement_id)
    return list(rows.order_by("-held_on", "-recorded_at"))
