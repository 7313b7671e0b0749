# SPDX-License-Identifier: Apache-2.0
"""Meetings of assessors on what they rate differently: what they looked at together, and what they agreed on."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from cairn.foundation.ids import new_id
from cairn.organizations.owned import OrganizationOwned


class CalibrationMeeting(OrganizationOwned):
    """One meeting on one criterion of a rubric. It changes no rating; what comes of it shows in later agreement.

    `works` are the ids of the double ratings to look at together, `invited` those of the assessors; `moved` counts how
    often time or place changed. `came` and `agreed` are filled in when it was held.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    achievement = models.ForeignKey("achievements.Achievement", on_delete=models.PROTECT, related_name="+")
    rubric_digest = models.CharField(max_length=64)
    criterion = models.CharField(max_length=60)
    works = models.JSONField(default=list)
    invited = models.JSONField(default=list)
    at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=40)
    place = models.CharField(max_length=300)
    moved = models.PositiveSmallIntegerField(default=0)
    agenda = models.TextField(blank=True)
    called_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    came = models.JSONField(default=list)
    agreed = models.TextField(blank=True)
    held_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    @property
    def is_ahead(self) -> bool:
        """Whether it was neither held nor called off; it stays so until somebody says what was agreed."""
        return self.held_at is None and self.cancelled_at is None

    def is_for(self, person_id: UUID | None) -> bool:
        """Say whether somebody is invited."""
        return str(person_id) in self.invited

    class Meta:
        """One meeting on a rubric is ahead at a time."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organization", "achievement", "rubric_digest"],
                condition=models.Q(held_at=None, cancelled_at=None),
                name="meeting_one_ahead",
            ),
        ]
