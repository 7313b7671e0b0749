# SPDX-License-Identifier: Apache-2.0
"""Results by group as they are shown: made once for a closed month, and never changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from cairn.foundation.ids import new_id
from cairn.organizations.owned import OrganizationOwned


class FairnessRelease(OrganizationOwned):
    """The results by group of one achievement up to a day. No person is in it, and no group of fewer than ten.

    They are kept because two of them are safe side by side only where every group differs by ten people or by nobody:
    figures that are counted whenever somebody looks would tell of each decision whom it was about.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    achievement = models.ForeignKey("achievements.Achievement", on_delete=models.PROTECT, related_name="+")
    through = models.DateField()
    figures = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        """A month is released once."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["achievement", "through"], name="fairness_release_once"),
        ]
