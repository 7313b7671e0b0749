# SPDX-License-Identifier: Apache-2.0
"""Ratings of a round of work, seat by seat, and the decision that follows from them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.assessment.models.submission import Submission
from cairn.foundation.ids import new_id
from cairn.organizations.owned import OrganizationOwned


class RatingState(models.TextChoices):
    """Whether a rating may still change."""

    DRAFT = "draft", _("In progress")
    PUT_BACK = "put_back", _("Put back")
    FINAL = "final", _("Final")
    SET_ASIDE = "aside", _("Set aside")


class Seat(models.TextChoices):
    """As which of a round's assessors somebody rates; nobody sees what another one gave."""

    FIRST = "first", _("First assessor")
    SECOND = "second", _("Second assessor")
    THIRD = "third", _("Third assessor, who decides")
    APPEAL = "appeal", _("Another assessor, on appeal")


class Rating(OrganizationOwned):
    """One assessor's rating of one round: levels and comments by criterion, and which parts are not complete.

    `items_to_improve` and `begin_afresh` are what the assessor would ask for if the round does not pass; `percent` and
    `passed` what the pass rule says of this rating alone, once it is final. `assigned` is blank where it was claimed.
    `was_qualified` is whether the assessor was qualified for the rubric when they began, whatever came of it later.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="ratings")
    round = models.PositiveSmallIntegerField()
    assessor = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    seat = models.CharField(max_length=6, choices=Seat, default=Seat.FIRST)
    assigned = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=8, choices=RatingState, default=RatingState.DRAFT)
    levels = models.JSONField(default=dict)
    comments = models.JSONField(default=dict)
    incomplete_parts = models.JSONField(default=list)
    feedback = models.TextField(blank=True)
    items_to_improve = models.JSONField(default=list)
    begin_afresh = models.BooleanField(default=False)
    percent = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    passed = models.BooleanField(null=True)
    revision = models.PositiveIntegerField(default=1)
    was_qualified = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """An assessor rates a round once, and a seat is one assessor's."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["submission", "round", "assessor"], name="rating_once"),
            models.UniqueConstraint(
                fields=["submission", "round", "seat"],
                condition=models.Q(state__in=["draft", "final"]) & ~models.Q(seat="appeal"),
                name="rating_seat_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organization", "state", "assessor"])]


class Outcome(models.TextChoices):
    """What a decision says."""

    AWARD = "award", _("Passed")
    RETURN = "return", _("Sent back")
    DECLINE = "decline", _("Not passed")


class DecisionKind(models.TextChoices):
    """How a decision came about."""

    ONE_RATING = "one", _("One assessor")
    AGREED = "agreed", _("Two assessors who agree")
    ADJUDICATED = "third", _("A third assessor, where two differed")
    APPEAL = "appeal", _("On appeal")
    MODERATION = "moderation", _("Overturned by the organization")


class Decision(OrganizationOwned):
    """What became of one round, by the pass rule, and why. It repeats what the learner may read of the ratings.

    An appeal or a moderator may replace it: then a row with the next `sequence` holds, and this one says since when it
    does not. What was known of the assessment then stays with it: how many rated, whether they knew the learner, and
    whether all of them were qualified.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    sequence = models.PositiveSmallIntegerField(default=1)
    superseded_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=10, choices=DecisionKind, default=DecisionKind.ONE_RATING)
    raters = models.PositiveSmallIntegerField(default=1)
    is_blind = models.BooleanField(default=True)
    is_trained = models.BooleanField(default=False)
    rubric_digest = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome)
    percent = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    levels = models.JSONField(default=dict)
    comments = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    items_to_improve = models.JSONField(default=list)
    tries_left = models.PositiveSmallIntegerField(null=True)
    feedback = models.TextField(blank=True)
    decided_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    scope_person: ClassVar[str] = "submission__learner_id"

    class Meta:
        """A round is decided once, and one decision on it holds."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["submission", "round", "sequence"], name="decision_once"),
            models.UniqueConstraint(
                fields=["submission", "round"], condition=models.Q(superseded_at=None), name="decision_one_holds"
            ),
        ]
