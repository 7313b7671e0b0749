# SPDX-License-Identifier: Apache-2.0
"""Who has read what others gave a piece of work, and so does not rate it any more."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from cairn.foundation.ids import new_id
from cairn.organizations.owned import OrganizationOwned


class ResultSeen(OrganizationOwned):
    """Somebody has read the result of a round without having rated it: a moderator, or who looks after appeals."""

    id = models.UUIDField(primary_key=True, default=new_id)
    submission = models.ForeignKey("assessment.Submission", on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """It is noted once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["submission", "round", "person"], name="result_seen_once")
        ]
