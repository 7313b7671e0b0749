# SPDX-License-Identifier: Apache-2.0
"""Taking credentials along: who did it and how many stands in the audit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import transaction

from cairn.credentials.exporting import export_credentials
from cairn.foundation import audit
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization


@transaction.atomic
def export(organization: Organization, award_ids: Sequence[UUID], *, acting: Actor) -> Iterator[bytes]:
    """Return an archive of credentials, piece by piece. Raises PermissionDenied."""
    require(acting, Permission.AWARDS_EXPORT, organization.pk)
    audit.record("awards.exported", organization, acting=acting, organization_id=organization.pk, count=len(award_ids))
    return export_credentials(organization, award_ids)
