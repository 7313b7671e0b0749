# SPDX-License-Identifier: Apache-2.0
"""What learners and others say beside the work: appeals, complaints, attestations, a locker of evidence, moderation."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.assessment.models.rating import Decision, Rating
from cairn.assessment.models.submission import EvidenceKind, Submission
from cairn.foundation.ids import new_id
from cairn.organizations.owned import OrganizationOwned


class AppealState(models.TextChoices):
    """Where an appeal stands."""

    WAITING = "waiting", _("Waiting for another assessor")
    UPHELD = "upheld", _("The decision stands")
    OVERTURNED = "overturned", _("The decision was changed")
    WITHDRAWN = "withdrawn", _("Taken back")


class Appeal(OrganizationOwned):
    """A learner's objection to one decision: another assessor rates the same round anew, without knowing the first."""

    id = models.UUIDField(primary_key=True, default=new_id)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="appeals")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    reasons = models.TextField()
    state = models.CharField(max_length=10, choices=AppealState, default=AppealState.WAITING)
    state_before = models.CharField(max_length=12)
    round_before = models.PositiveSmallIntegerField()
    filed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    rating = models.OneToOneField(Rating, on_delete=models.PROTECT, null=True, related_name="appeal")
    closed_at = models.DateTimeField(null=True)

    scope_person: ClassVar[str] = "submission__learner_id"

    class Meta:
        """One appeal at a time."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["submission"], condition=models.Q(state="waiting"), name="appeal_one_open"),
        ]


class ComplaintState(models.TextChoices):
    """Where a complaint stands."""

    OPEN = "open", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


class ComplaintFinding(models.TextChoices):
    """What came of a complaint."""

    JUSTIFIED = "justified", _("Justified")
    PARTLY = "partly", _("Justified in part")
    NOT_JUSTIFIED = "not_justified", _("Not justified")


class Complaint(OrganizationOwned):
    """Something about an assessment that somebody finds wrong and that is no matter of levels."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="+")
    about = models.CharField(max_length=200)
    text = models.TextField()
    state = models.CharField(max_length=8, choices=ComplaintState, default=ComplaintState.OPEN)
    finding = models.CharField(max_length=13, choices=ComplaintFinding, blank=True)
    answer = models.TextField(blank=True)
    filed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)

    scope_person: ClassVar[str] = "person_id"


class Relation(models.TextChoices):
    """How somebody who attests knows the learner."""

    PEER = "peer", _("Peer")
    MENTOR = "mentor", _("Mentor")
    SUPERVISOR = "supervisor", _("Supervisor")
    TEACHER = "teacher", _("Teacher")
    CLIENT = "client", _("Client or patient")


class Attestation(OrganizationOwned):
    """What somebody has seen the learner do. It is an observation beside the evidence and gives no right to rate.

    `token_digest` is of the link in the letter by which somebody without an account was asked. `earlier` keeps what was
    said before it was changed. `round` is the first one whose assessors read it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attestations")
    round = models.PositiveSmallIntegerField()
    observer = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    observer_name = models.CharField(max_length=200, blank=True)
    observer_email = models.CharField(max_length=320, blank=True)
    relation = models.CharField(max_length=10, choices=Relation)
    outcomes = models.JSONField(default=list)
    statement = models.TextField(blank=True)
    observed_on = models.DateField(null=True)
    earlier = models.JSONField(default=list)
    token_digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique, and some have none
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    scope_person: ClassVar[str] = "submission__learner_id"


class LockerItem(models.Model):
    """A piece of evidence that somebody keeps, to use in any submission: with its digest, and since when.

    The rows are the person's own: they are read through the person alone.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="locker")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=4, choices=EvidenceKind)
    text = models.TextField(blank=True)
    link = models.URLField(max_length=2000, blank=True)
    file = models.ForeignKey("foundation.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64)
    made_on = models.DateField(null=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        """The same piece is kept once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person", "sha256"], condition=models.Q(removed_at=None), name="locker_item_once"
            ),
        ]


class ModerationKind(models.TextChoices):
    """What a moderator did."""

    LOCK = "lock", _("Locked")
    UNLOCK = "unlock", _("Unlocked")
    REOPEN = "reopen", _("Opened again for rating")
    OVERTURN = "overturn", _("Overturned")


class Moderation(OrganizationOwned):
    """A step of a moderator on one piece of work, with the reason."""

    id = models.UUIDField(primary_key=True, default=new_id)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="moderations")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=ModerationKind)
    reason = models.TextField()
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    scope_person: ClassVar[str] = "submission__learner_id"
