# SPDX-License-Identifier: Apache-2.0
"""Where the bytes of files lie: under their SHA-256, so that the same file is kept once and cannot be changed."""

from __future__ import annotations

import hashlib
from functools import partial
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from cairn.foundation import clock
from cairn.foundation.errors import DomainError, ErrorKind
from cairn.foundation.models import StoredFile
from cairn.foundation.scopes import everything


def store_bytes(
    data: bytes, *, name: str, media_type: str, owner_id: UUID | None, organization_id: UUID | None, notes: list[str]
) -> StoredFile:
    """Keep bytes that were inspected, and return their row."""
    digest = hashlib.sha256(data).hexdigest()
    path = _path(digest)
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(data))
    row = StoredFile(
        name=name,
        media_type=media_type,
        size=len(data),
        sha256=digest,
        owner_id=owner_id,
        organization_id=organization_id,
        created_at=clock.now(),
        notes=notes,
    )
    row.save(force_insert=True)
    return row


def read_bytes(file: StoredFile) -> bytes:
    """Return the bytes of a file, which must still be what was stored. Raises DomainError: file_damaged."""
    with default_storage.open(_path(file.sha256)) as stored:
        data: bytes = stored.read()
    if hashlib.sha256(data).hexdigest() != file.sha256:
        sentence = _("This file is damaged where it is kept. Ask whoever runs this site to restore it.")
        raise DomainError(ErrorKind.UNAVAILABLE, sentence, code="file_damaged")
    return data


def used_bytes(owner_id: UUID) -> int:
    """Return how much a person has stored, in bytes; what is used in several places is kept, and counted, once."""
    with everything("what a person has stored, in whichever organization"):
        kept = StoredFile.objects.filter(owner_id=owner_id).values("sha256", "size").distinct()
        return kept.aggregate(sum=Sum("size"))["sum"] or 0


def share_file(file: StoredFile, *, owner_id: UUID, organization_id: UUID | None) -> StoredFile:
    """Return another row for the bytes of a file, for one more place where it is used; each goes its own way."""
    row = StoredFile(
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        owner_id=owner_id,
        organization_id=organization_id,
        created_at=clock.now(),
        notes=file.notes,
    )
    row.save(force_insert=True)
    return row


def forget_file(file: StoredFile) -> None:
    """Remove a file; its bytes go after the commit, unless another row still stands for the same ones."""
    digest = file.sha256
    file.delete()
    transaction.on_commit(partial(_forget_bytes, digest))


def _forget_bytes(digest: str) -> None:
    with everything("whoever else has stored the same bytes keeps them"):
        if not StoredFile.objects.filter(sha256=digest).exists():
            default_storage.delete(_path(digest))


def _path(digest: str) -> str:
    return f"{digest[:2]}/{digest}"
