# SPDX-License-Identifier: Apache-2.0
"""Reads of stored bundles and of what became of them, within an organization's scope."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from cairn.foundation.errors import NotFound
from cairn.foundation.files.storage import read_bytes
from cairn.foundation.models import AuditEntry, Job, StoredFile
from cairn.integrations.oneroster.bundle import Roster, read_bundle
from cairn.standards.archives import read_archive

IMPORT: Final = "oneroster.import"
UNDO: Final = "oneroster.undo"
IMPORTED: Final = "roster.imported"


def get_bundle(bundle_id: UUID) -> StoredFile:
    """Return a stored bundle. Raises NotFound."""
    found: StoredFile | None = StoredFile.objects.filter(
        pk=bundle_id, owner_id=None, media_type="application/zip"
    ).first()
    if found is None:
        raise NotFound(_("There is no such file here. Bring it again."), code="no_such_bundle")
    return found


def read_stored(bundle: StoredFile, *, encoding: str = "") -> Roster:
    """Read a stored bundle anew."""
    members = read_archive(read_bytes(bundle)).members
    return read_bundle({member.name: member.data for member in members}, encoding=encoding)


def find_import(bundle: StoredFile) -> Job | None:
    """Return the work that adds the people of a bundle."""
    return _find(IMPORT, bundle)


def find_undo(bundle: StoredFile) -> Job | None:
    """Return the work that takes an import back."""
    return _find(UNDO, bundle)


def list_added(bundle: StoredFile) -> list[UUID]:
    """Return whom an import has made members, in the order in which it did."""
    rows = AuditEntry.objects.filter(action=IMPORTED, subject_id=str(bundle.pk)).order_by("id")
    return [UUID(person) for facts in rows.values_list("facts", flat=True) for person in facts["added"]]


def _find(kind: str, bundle: StoredFile) -> Job | None:
    found: Job | None = Job.objects.filter(kind=kind, subject_id=str(bundle.pk)).order_by("-created_at").first()
    return found
