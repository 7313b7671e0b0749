# SPDX-License-Identifier: Apache-2.0
"""How closely assessors agree: every double rating, the figures that follow, and the brake that they set."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.assessment.models.submission import Submission
from cairn.foundation.ids import new_id
from cairn.organizations.owned import OrganizationOwned


class DoubleRating(OrganizationOwned):
    """Two ratings of one round, given apart from each other; the two assessors stand in the order of their ids.

    `is_planned` where the second rating was settled before the first was known. Works that were rated twice because the
    first result was close to the pass line are no sample of all works, and are left out of the figures.
    One that was brought in from before has no submission: `work`, `rater_a` and `rater_b` are the names in its file,
    whose order counts, and the assessors are known only where they were matched.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="+")
    work = models.CharField(max_length=100, blank=True)
    round = models.PositiveSmallIntegerField()
    version = models.ForeignKey("achievements.AchievementVersion", on_delete=models.PROTECT, related_name="+")
    rubric_digest = models.CharField(max_length=64)
    assessor_a = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    assessor_b = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    rater_a = models.CharField(max_length=100, blank=True)
    rater_b = models.CharField(max_length=100, blank=True)
    levels_a = models.JSONField()
    levels_b = models.JSONField()
    passed_a = models.BooleanField()
    passed_b = models.BooleanField()
    is_planned = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        """A round has one pair of first ratings, and a work is brought in once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["submission", "round"], name="double_rating_once"),
            models.UniqueConstraint(
                fields=["version", "work"],
                condition=models.Q(submission=None),
                name="double_rating_brought_in_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organization", "rubric_digest", "at"])]


class AgreementFigures(OrganizationOwned):
    """The figures of one rubric, kept as ratings arrive: sums by criterion, and what was last measured from them.

    `tallies` are the sums (they add up, so that one more work costs nothing); `measured` has the figures with their
    intervals, as of `measured_at`, from the first `measured_works` works.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    achievement = models.ForeignKey("achievements.Achievement", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("achievements.AchievementVersion", on_delete=models.PROTECT, related_name="+")
    rubric_digest = models.CharField(max_length=64)
    n_works = models.PositiveIntegerField(default=0)
    tallies = models.JSONField(default=dict)
    measured = models.JSONField(default=dict)
    measured_works = models.PositiveIntegerField(default=0)
    measured_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        """An achievement has one set of figures for each rubric that it had."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["achievement", "rubric_digest"], name="figures_once"),
        ]


class BrakeReason(models.TextChoices):
    """Why the brake is on."""

    LOW = "low", _("Agreement may be below the floor")
    TOO_FEW = "too_few", _("Too few works were rated twice to know")


class Brake(OrganizationOwned):
    """That new work gets two assessors, or that credentials say so, because agreement is not established."""

    id = models.UUIDField(primary_key=True, default=new_id)
    achievement = models.ForeignKey("achievements.Achievement", on_delete=models.PROTECT, related_name="+")
    rubric_digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=7, choices=BrakeReason)
    coefficient = models.CharField(max_length=40)
    low = models.DecimalField(max_digits=5, decimal_places=3, null=True)
    floor = models.DecimalField(max_digits=3, decimal_places=2)
    n_works = models.PositiveIntegerField()
    engaged_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=200, blank=True)
    release_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        """It is on once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["achievement"], condition=models.Q(released_at=None), name="brake_one_engaged"
            ),
        ]


class StandardMethod(models.TextChoices):
    """How a pass line was set."""

    MODIFIED_ANGOFF = "modified_angoff", _("Modified Angoff")
    BORDERLINE_GROUP = "borderline_group", _("Borderline group")


class StandardSetting(OrganizationOwned):
    """How the pass line of a version was set: by which method and whom, from which judgments, and what was taken.

    `data` has the judgments as they were given; `cut` and `standard_error` follow from them, in percent.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    version = models.ForeignKey("achievements.AchievementVersion", on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=16, choices=StandardMethod)
    held_on = models.DateField()
    panel = models.JSONField(default=list)
    data = models.JSONField(default=dict)
    cut = models.DecimalField(max_digits=5, decimal_places=2)
    standard_error = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    adopted = models.DecimalField(max_digits=5, decimal_places=2)
    note = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()


class GroupAnswer(models.Model):
    """What somebody freely said of themselves, so that decisions can be compared by group; they may take it back."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=40)
    answer = models.CharField(max_length=80)
    given_at = models.DateTimeField()

    class Meta:
        """A question has one answer."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "question"], name="group_answer_once"),
        ]
