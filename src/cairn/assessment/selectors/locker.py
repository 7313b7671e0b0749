# SPDX-License-Identifier: Apache-2.0
"""A person's own locker of evidence: what is kept, since when, and where each piece was used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from cairn.assessment.models import Evidence, LockerItem, Submission
from cairn.foundation.errors import NotFound
from cairn.foundation.models import StoredFile
from cairn.foundation.scopes import person_scope


@dataclass(frozen=True, slots=True)
class LockerLine:
    """One piece, and the submissions in which it was used."""

    item: LockerItem
    used_in: tuple[Submission, ...]


def list_locker(person_id: UUID) -> list[LockerLine]:
    """Return what a person keeps, the newest first, with where it was used."""
    uses = _uses(person_id)
    return [LockerLine(row, tuple(uses.get(row.sha256, {}).values())) for row in list_locker_items(person_id)]


def list_locker_items(person_id: UUID) -> list[LockerItem]:
    """Return what a person keeps, the newest first."""
    rows = LockerItem.objects.select_related("file").filter(person_id=person_id, removed_at=None)
    return list(rows.order_by("-added_at", "pk"))


def get_locker_item(item_id: UUID, person_id: UUID) -> LockerItem:
    """Return a piece that a person keeps. Raises NotFound."""
    rows = LockerItem.objects.select_related("file").filter(person_id=person_id, removed_at=None)
    row = rows.filter(pk=item_id).first()
    if row is None:
        raise NotFound(_("This piece is not here, or it is not yours to see."), code="no_such_piece")
    return row


def find_kept(person_id: UUID, sha256: str) -> LockerItem | None:
    """Return the piece with these bytes that a person keeps."""
    return LockerItem.objects.filter(person_id=person_id, sha256=sha256, removed_at=None).first()


def list_not_kept(submissions: Iterable[Submission], kept: Iterable[LockerItem]) -> list[Evidence]:
    """Return what stands in submissions and is not kept in the locker yet: each piece once, the newest first."""
    known = {item.sha256 for item in kept}
    rows = [piece for row in submissions for piece in row.evidence.all() if _is_there(piece)]
    pieces = {piece.sha256: piece for piece in sorted(rows, key=lambda piece: piece.changed_at)}
    return [piece for digest, piece in reversed(pieces.items()) if digest not in known]


def find_locker_file(file_id: UUID, person_id: UUID) -> StoredFile | None:
    """Return the file of a piece that a person keeps, to that person alone."""
    rows = LockerItem.objects.select_related("file").filter(person_id=person_id, removed_at=None, file_id=file_id)
    row = rows.first()
    return row.file if row else None


def _uses(person_id: UUID) -> dict[str, dict[UUID, Submission]]:
    with person_scope(person_id):
        rows = Evidence.objects.select_related("file", "submission__version").filter(submission__learner_id=person_id)
        found: dict[str, dict[UUID, Submission]] = {}
        for piece in rows.order_by("submission__created_at", "changed_at"):
            if _is_there(piece) and not piece.is_put_away:
                found.setdefault(piece.sha256, {})[piece.submission_id] = piece.submission
    return found


def _is_there(piece: Evidence) -> bool:
    """Say whether there is something in a piece, and it was not taken out before anybody saw it."""
    return piece.ended_round != piece.round and bool(piece.file_id or piece.link or piece.text.strip())
