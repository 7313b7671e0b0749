# SPDX-License-Identifier: Apache-2.0
"""That one could see who a learner is, in which piece of evidence, and what the organization did about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.assessment.models.submission import Evidence
from cairn.foundation.ids import new_id
from cairn.foundation.models import StoredFile
from cairn.organizations.owned import OrganizationOwned


class ReportState(models.TextChoices):
    """Where a report stands."""

    OPEN = "open", _("Waiting to be masked")
    MASKED = "masked", _("Masked")
    FINE = "fine", _("Nobody can be known by it")


class IdentityReport(OrganizationOwned):
    """A piece of evidence in which one could see who somebody is.

    Where an assessor reports it, no assessor gets it until this is settled. Where nobody did, because the platform has
    read the name on a page, the rating goes on meanwhile, and whoever began it before counts as knowing the learner.
    A masked piece is shown to assessors as `passage`, or as `file`, in the place of what was handed in, which stays as
    it is for its learner and for the record.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="identity_reports")
    note = models.TextField(blank=True)
    reported_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=ReportState, default=ReportState.OPEN)
    passage = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    settled_by = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """A piece waits once, whoever else reports it."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["evidence"], condition=models.Q(state="open"), name="identity_report_one_open"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organization", "state", "reported_at"])]

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to look at it."""
        return self.state == ReportState.OPEN

    @property
    def is_found(self) -> bool:
        """Whether the platform has read the name, and no assessor has said so."""
        return self.reported_by_id is None

    @property
    def withholds(self) -> bool:
        """Whether no assessor gets the piece just now."""
        return self.is_open and not self.is_found

    @property
    def hidden_since(self) -> datetime | None:
        """Since when no assessor gets the piece as it was handed in; None where they do."""
        if self.state == ReportState.FINE:
            return None
        return self.settled_at if self.is_found else self.reported_at
