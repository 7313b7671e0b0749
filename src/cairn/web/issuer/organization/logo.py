# SPDX-License-Identifier: Apache-2.0
"""An uploaded logo: inspected and cleaned like every file, and a picture or nothing."""

from __future__ import annotations

from typing import Final

from django.core.files import File

from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.files.inspection import Family, UploadLimits, inspect_upload
from cairn.foundation.files.storage import store_bytes
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.organizations.services import edit_profile

MOST_BYTES: Final = 2_000_000
LIMITS: Final = UploadLimits(size=MOST_BYTES, families=frozenset({Family.PICTURE}))


def store_logo(organization: Organization, upload: File[bytes], *, acting: Actor) -> None:
    """Keep a cleaned copy of a picture and make it the logo. Raises PermissionDenied, UploadRefused."""
    require(acting, Permission.ORGANIZATION_EDIT, organization.pk)
    clean = inspect_upload(upload.read(MOST_BYTES + 1), upload.name or "logo", LIMITS)
    row = store_bytes(
        clean.data,
        name=clean.name,
        media_type=clean.media_type,
        owner_id=None,
        organization_id=organization.pk,
        notes=list(clean.notes),
    )
    edit_profile(organization, logo_id=row.pk, acting=acting)
