# SPDX-License-Identifier: Apache-2.0
"""What assessors say of themselves, and whether an organization hands work out instead of letting it be taken."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from cairn.foundation.ids import new_id
from cairn.organizations.owned import OrganizationOwned


class AssessorProfile(OrganizationOwned):
    """In which languages an assessor rates. Whoever has said nothing is asked for work in every language."""

    id = models.UUIDField(primary_key=True, default=new_id)
    assessor = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    languages = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    scope_person: ClassVar[str] = "assessor_id"

    class Meta:
        """An assessor says it once for an organization."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organization", "assessor"], name="assessor_profile_once"),
        ]


class HandingOut(OrganizationOwned):
    """That work is handed out to assessors as it comes in; where there is no row, they take it themselves."""

    id = models.UUIDField(primary_key=True, default=new_id)
    is_on = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        """An organization chooses once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organization"], name="handing_out_once"),
        ]
