# SPDX-License-Identifier: Apache-2.0
"""Who may rate what: anchors with agreed levels, qualification by them, conflicts of interest, and reminders."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.assessment.models.submission import Submission
from cairn.foundation.ids import new_id
from cairn.organizations.owned import OrganizationOwned


class AnchorUse(models.TextChoices):
    """What an anchor is for. One that watches drift is never shown as an anchor."""

    TRAINING = "training", _("Training")
    EXAM = "exam", _("Qualification")
    DRIFT = "drift", _("Watching drift")


class Anchor(OrganizationOwned):
    """A work whose levels were agreed on, and why; `answers` is what was handed in, by item of the evidence."""

    id = models.UUIDField(primary_key=True, default=new_id)
    version = models.ForeignKey("achievements.AchievementVersion", on_delete=models.PROTECT, related_name="+")
    rubric_digest = models.CharField(max_length=64)
    use = models.CharField(max_length=8, choices=AnchorUse, default=AnchorUse.TRAINING)
    title = models.CharField(max_length=200)
    sample = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    levels = models.JSONField(default=dict)
    reasons = models.JSONField(default=dict)
    rationale = models.TextField(blank=True)
    agreed_by = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        """Found by what they are anchors of."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organization", "rubric_digest", "use"])]

    @property
    def is_retired(self) -> bool:
        """Whether nobody is given it any more."""
        return self.retired_at is not None


class AnchorRating(OrganizationOwned):
    """One assessor's rating of one anchor, and how near it came: criteria alike, and the widest gap in levels.

    `sitting` counts the tries at qualification; `submission` is the seed in the queue where drift was watched.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="ratings")
    assessor = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    use = models.CharField(max_length=8, choices=AnchorUse)
    sitting = models.PositiveSmallIntegerField(default=1)
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, null=True, related_name="anchor_rating")
    levels = models.JSONField(default=dict)
    criteria = models.PositiveSmallIntegerField()
    exact = models.PositiveSmallIntegerField()
    widest = models.PositiveSmallIntegerField()
    difference = models.SmallIntegerField()
    rated_at = models.DateTimeField()

    class Meta:
        """In one sitting an anchor is rated once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["anchor", "assessor", "sitting"], condition=models.Q(use="exam"), name="anchor_rated_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organization", "assessor", "use", "rated_at"])]


class QualificationState(models.TextChoices):
    """Whether somebody may rate by a rubric."""

    BEGUN = "begun", _("Begun")
    QUALIFIED = "qualified", _("Qualified")
    NOT_YET = "not_yet", _("Not yet")
    ENDED = "ended", _("Ended")


class EndedReason(models.TextChoices):
    """Why a qualification ended."""

    TIME = "time", _("Its time was up")
    RUBRIC = "rubric", _("The rubric changed")


class Qualification(OrganizationOwned):
    """One assessor's standing with the rubric of one achievement.

    `anchors` are those of the sitting that is open, in the order in which they are given; whoever is qualified stays so
    while they sit again. `reminded_at` is when the assessor was told that it ends soon.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    achievement = models.ForeignKey("achievements.Achievement", on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    rubric_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=9, choices=QualificationState, default=QualificationState.BEGUN)
    sitting = models.PositiveSmallIntegerField(default=1)
    anchors = models.JSONField(default=list)
    exact_percent = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    widest = models.PositiveSmallIntegerField(null=True)
    changed_at = models.DateTimeField()
    qualified_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=500, choices=EndedReason, blank=True)
    reminded_at = models.DateTimeField(null=True)

    scope_person: ClassVar[str] = "assessor_id"

    class Meta:
        """An assessor stands in one way to a rubric."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organization", "achievement", "assessor", "rubric_digest"], name="qualification_once"
            ),
        ]


class RecalibrationReason(models.TextChoices):
    """Why somebody is asked to practice again."""

    DRIFT = "drift", _("Ratings of known works have moved")
    BRAKE = "brake", _("Assessors of this rubric do not agree enough")


class Recalibration(OrganizationOwned):
    """An offer to practice again on the works where agreement is worst; it takes no right away."""

    id = models.UUIDField(primary_key=True, default=new_id)
    achievement = models.ForeignKey("achievements.Achievement", on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    rubric_digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=5, choices=RecalibrationReason)
    anchors = models.JSONField(default=list)
    offered_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    scope_person: ClassVar[str] = "assessor_id"

    class Meta:
        """One offer at a time for one rubric."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organization", "achievement", "assessor", "rubric_digest"],
                condition=models.Q(done_at=None),
                name="recalibration_once",
            ),
        ]


class ConflictKind(models.TextChoices):
    """Why somebody does not rate a learner's work."""

    DECLARED = "declared", _("Knows the learner")
    RELATIVE = "relative", _("A relative")
    MANAGER = "manager", _("Manages the learner, or is managed")
    TUTOR = "tutor", _("Taught or tutored the learner")
    SAME_SCHOOL = "same_school", _("Same school")
    WITNESS = "witness", _("Has said what they saw the learner do.")
    WATCHED = "watched", _("Has watched the learner at work, or checked who they are")


class Conflict(OrganizationOwned):
    """An assessor and a learner who have to do with each other; nobody tells the assessor whose work it was.

    `submission` is the work on which an assessor declared it: another of the same learner would tell them that the two
    belong together.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    assessor = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    learner = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11, choices=ConflictKind, default=ConflictKind.DECLARED)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    declared_by = models.CharField(max_length=200)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Two people stand in one conflict at a time."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organization", "assessor", "learner"],
                condition=models.Q(ended_at=None),
                name="conflict_once",
            ),
        ]


class EscalationKind(models.TextChoices):
    """How a clock that runs out is followed up."""

    REMINDED = "reminded", _("The assessor was reminded")
    LATE = "late", _("The organization was told that it is late")
    TAKEN_BACK = "taken_back", _("It was given back to the queue")


class Escalation(OrganizationOwned):
    """That somebody was told of a clock.

    A clock is known by the moment at which it was due: an appeal, a reopening and a new round begin another.
    `rating` is that of the assessor who was reminded, or from whom the work was taken back; the organization has none.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="+")
    rating = models.ForeignKey("assessment.Rating", on_delete=models.CASCADE, null=True, related_name="+")
    round = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=EscalationKind)
    at = models.DateTimeField()

    class Meta:
        """Of one clock the organization is told once, and each assessor; whoever takes it again can lose it again."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["submission", "due_at"], condition=models.Q(kind="late"), name="escalation_late_once"
            ),
            models.UniqueConstraint(
                fields=["rating", "due_at"], condition=models.Q(kind="reminded"), name="escalation_reminded_once"
            ),
        ]
