# SPDX-License-Identifier: Apache-2.0
"""Awards, the signed credentials that they lead to, status lists and batches."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.foundation.ids import new_id
from cairn.organizations.owned import OrganizationOwned


class AwardReason(models.TextChoices):
    """Why an award was made."""

    DECISION = "decision", _("Assessed here")
    DIRECT = "direct", _("Awarded directly")
    BATCH = "batch", _("Awarded in bulk")
    RENEWAL = "renewal", _("Renewed")
    REISSUE = "reissue", _("Issued again")


class AwardState(models.TextChoices):
    """How far an award has come: it is reserved before it is signed, and a resume completes it once."""

    RESERVED = "reserved", _("Being signed")
    ISSUED = "issued", _("Issued")
    STOPPED = "stopped", _("Stopped by a check")
    UNDONE = "undone", _("Undone")


class Award(OrganizationOwned):
    """The decision to issue: who, for which version, why. Its id is the id in the address of the credential.

    The keys are what two spellings of one address have in common, so that nobody is awarded twice by an oversight.
    `provenance` is how the work behind it was assessed, empty where none was; what follows the award keeps it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    version = models.ForeignKey("achievements.AchievementVersion", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=10, choices=AwardReason)
    submission_id = models.UUIDField(null=True, unique=True)
    batch = models.ForeignKey("AwardBatch", on_delete=models.PROTECT, null=True, related_name="awards")
    row = models.PositiveIntegerField(null=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    recipient_name = models.CharField(max_length=500, blank=True)
    recipient_email = models.CharField(max_length=500, blank=True)
    recipient_identifier = models.CharField(max_length=500, blank=True)
    email_key = models.CharField(max_length=500, blank=True)
    identifier_key = models.CharField(max_length=500, blank=True)
    result = models.CharField(max_length=500, blank=True)
    narrative = models.TextField(blank=True)
    evidence_url = models.URLField(max_length=2000, blank=True)
    awarded_on = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=AwardState, default=AwardState.RESERVED)
    problem = models.TextField(blank=True)
    awarded_by = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    claim_digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique, and most have none
    claimed_at = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)
    provenance = models.JSONField(default=dict)

    scope_person: ClassVar[str] = "person_id"

    class Meta:
        """A row of a batch leads to one award."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["batch", "row"], name="award_batch_row_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "-created_at"]),
            models.Index(fields=["email_key"]),
            models.Index(fields=["identifier_key"]),
        ]


class StatusList(OrganizationOwned):
    """A Bitstring Status List: where each credential has its place, handed out in a secret order.

    Open Badges 3.0 lets a credential name one status only. So one list, of purpose `revocation`, says of the revoked
    and of the suspended that they do not hold now; the page of a credential tells the two apart.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    purpose = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    seed = models.BinaryField()
    used = models.PositiveIntegerField(default=0)
    document = models.BinaryField(default=bytes)
    signed_at = models.DateTimeField(null=True)
    key = models.ForeignKey("organizations.SigningKey", on_delete=models.PROTECT, null=True, related_name="+")
    is_stale = models.BooleanField(default=True)

    class Meta:
        """Lists of a purpose follow each other."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organization", "purpose", "number"], name="status_list_number_once"),
        ]


class CredentialState(models.TextChoices):
    """What the status lists say of a credential."""

    VALID = "valid", _("Valid")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")


class AchievementCredential(OrganizationOwned):
    """The exact bytes that are (to be) signed and the signed ones, with their place in a status list."""

    award = models.OneToOneField(Award, on_delete=models.PROTECT, primary_key=True, related_name="credential")
    unsigned = models.BinaryField()
    document = models.BinaryField(default=bytes)
    suite = models.CharField(max_length=40)
    key = models.ForeignKey("organizations.SigningKey", on_delete=models.PROTECT, null=True, related_name="+")
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="+")
    status_index = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=CredentialState, default=CredentialState.VALID)
    state_reason = models.CharField(max_length=500, blank=True)
    state_changed_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)

    scope_person: ClassVar[str] = "award__person_id"

    class Meta:
        """A place in a list is given once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["status_list", "status_index"], name="status_place_once"),
        ]


class ReliabilityReport(OrganizationOwned):
    """What was known of the agreement on a version's rubric at one time, as a credential of its own, frozen.

    `figures` and `rubric` are the documents that it names by digest. The same figures make one report, however many
    awards name it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    version = models.ForeignKey("achievements.AchievementVersion", on_delete=models.PROTECT, related_name="+")
    rubric_digest = models.CharField(max_length=64)
    figures_sha256 = models.CharField(max_length=64)
    figures = models.BinaryField()
    rubric = models.BinaryField()
    works = models.PositiveIntegerField()
    unsigned = models.BinaryField()
    document = models.BinaryField(default=bytes)
    key = models.ForeignKey("organizations.SigningKey", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)

    class Meta:
        """Figures are reported once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["version", "rubric_digest", "figures_sha256"], name="reliability_report_once"
            ),
        ]


class BatchState(models.TextChoices):
    """Where a bulk award stands."""

    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, nothing awarded yet")
    RUNNING = "running", _("Being signed")
    SIGNED = "signed", _("Signed, nobody told yet")
    TELLING = "telling", _("Messages are going out")
    DONE = "done", _("Awarded")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class AwardBatch(OrganizationOwned):
    """A table of recipients, checked row by row before anything is signed. `reading` says how the file was read."""

    id = models.UUIDField(primary_key=True, default=new_id)
    version = models.ForeignKey("achievements.AchievementVersion", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("foundation.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    reading = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=BatchState, default=BatchState.CHECKING)
    job_id = models.UUIDField(null=True)
    notify = models.BooleanField(default=True)
    rows = models.PositiveIntegerField(default=0)
    rows_good = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_reason = models.CharField(max_length=500, blank=True)


class BatchRow(OrganizationOwned):
    """One row: what it says, and what is wrong with it, if anything."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(AwardBatch, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    is_good = models.BooleanField(default=True)

    class Meta:
        """A row number stands once in a table."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["batch", "number"], name="batch_row_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["batch", "is_good", "number"])]
