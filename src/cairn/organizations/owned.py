# SPDX-License-Identifier: Apache-2.0
"""The base of every row that belongs to an organization."""

from __future__ import annotations

from django.db import models

from cairn.foundation.scopes import ScopedModel


class OrganizationOwned(ScopedModel):
    """A row that belongs to one organization and is seen only in its scope."""

    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Nothing is stored for this class itself."""

        abstract = True
