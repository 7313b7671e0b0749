# SPDX-License-Identifier: Apache-2.0
"""Files and links: inspected and cleaned before they are kept, taken out with a way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from cairn.achievements.definition import EvidenceItem, ItemForm
from cairn.assessment import selectors
from cairn.assessment.errors import no_such_submission
from cairn.assessment.limits import (
    MAX_FILE_BYTES,
    MAX_FILES_PER_ITEM,
    MAX_LINK_CHARACTERS,
    MAX_LINKS_PER_ITEM,
    MAX_PERSON_BYTES,
)
from cairn.assessment.models import Evidence, EvidenceKind, Submission
from cairn.assessment.named_pages import NamedPages, find_named_pages
from cairn.assessment.services.locking import find_item, lock_item, lock_writable
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, DomainError, ErrorKind, Invalid
from cairn.foundation.files.inspection import InspectedFile, UploadLimits, inspect_upload
from cairn.foundation.files.storage import forget_file, store_bytes, used_bytes
from cairn.foundation.models import StoredFile

_LIMITS: Final = UploadLimits(size=MAX_FILE_BYTES)
_check_url: Final = URLValidator(schemes=["https", "http"])


@transaction.atomic
def add_link(submission: Submission, item: str, link: str, *, acting: Actor) -> Evidence:
    """Add an address to an item; one without a scheme is read as https. The same address twice is one.

    Raises PermissionDenied, Invalid: bad_link, too_many_links; Conflict: not_writable, item_locked.
    """
    locked, asked = lock_item(submission, item, acting)
    _require_work(asked)
    address = clean_link(link, item)
    links = locked.evidence.filter(item=item, kind=EvidenceKind.LINK, ended_round=None)
    known: Evidence | None = links.filter(link=address).first()
    if known is not None:
        return known
    if links.count() >= MAX_LINKS_PER_ITEM:
        raise Invalid(_("Ten links are the most here. Take one out first."), code="too_many_links", field=item)
    return _add(locked, Evidence(item=item, kind=EvidenceKind.LINK, link=address), acting)


def add_file(submission: Submission, item: str, data: bytes, name: str, *, acting: Actor) -> Evidence:
    """Inspect a file, clean it, look on its pages for the learner's name, and add it to an item.

    Raises UploadRefused, with nothing stored; PermissionDenied; Invalid: no_files_here; Conflict: not_writable,
    item_locked, too_many_files; DomainError: over_quota.
    """
    with transaction.atomic():
        locked, asked = lock_item(submission, item, acting)
        _require_work(asked)
        forget_removed(locked)
        _require_room(locked, item, len(data))
    inspected = inspect_evidence(data, name)
    named = look_for_names(submission, inspected.data, inspected.media_type)
    with transaction.atomic():
        locked, _asked = lock_item(submission, item, acting)
        _require_room(locked, item, len(inspected.data))
        return place_file(locked, item, _store(locked, inspected), named, acting=acting)


@transaction.atomic
def remove_evidence(evidence: Evidence, *, acting: Actor) -> Evidence:
    """Take a file or a link out. What was handed in before stays with its round; `restore_evidence` brings it back.

    What was taken out already stays as it is, or a stale page would put it into rounds that it was no part of.
    Raises PermissionDenied, Conflict: not_writable, item_locked.
    """
    row = _locked(evidence, acting)
    if row.ended_round is None:
        row.ended_round = row.submission.round
        row.save(update_fields=["ended_round"])
        _note(row, "evidence.remove", acting)
    return row


@transaction.atomic
def restore_evidence(evidence: Evidence, *, acting: Actor) -> Evidence:
    """Bring back what was taken out in this round. Raises PermissionDenied, Conflict: not_writable, item_locked."""
    row = _locked(evidence, acting)
    if row.ended_round == row.submission.round:
        row.ended_round = None
        row.save(update_fields=["ended_round"])
        _note(row, "evidence.restore", acting)
    return row


@transaction.atomic
def save_pending_links(submission: Submission, links: Mapping[str, str], *, acting: Actor) -> Submission:
    """Keep addresses that are typed and not added yet, as they are. Raises PermissionDenied, Invalid, Conflict."""
    locked = lock_writable(submission, acting)
    typed = {item: link[:MAX_LINK_CHARACTERS] for item, link in links.items() if find_item(locked, item)}
    kept = {item: link for item, link in {**locked.pending_links, **typed}.items() if link}
    if kept != locked.pending_links:
        locked.pending_links = kept
        locked.save(update_fields=["pending_links"])
        audit.record(
            "submission.note_links", locked, acting=acting, organization_id=locked.organization_id, count=len(kept)
        )
    return locked


def inspect_evidence(data: bytes, name: str) -> InspectedFile:
    """Inspect and clean a file within the limits of evidence. Raises UploadRefused."""
    return inspect_upload(data, name, _LIMITS)


def look_for_names(submission: Submission, data: bytes, media_type: str) -> NamedPages:
    """Look on the pages of a clean file for the learner of a submission. It takes time: hold no row meanwhile."""
    return find_named_pages(data, media_type, selectors.masker_for(submission).identity)


def place_file(submission: Submission, item: str, file: StoredFile, named: NamedPages, *, acting: Actor) -> Evidence:
    """Put a stored file into an item of a submission that is held and has room for it."""
    row = Evidence(
        item=item,
        kind=EvidenceKind.FILE,
        file=file,
        named_pages=list(named.pages),
        unread_from=named.unread_from,
    )
    return _add(submission, row, acting)


def require_quota(person_id: UUID, size: int, field: str) -> None:
    """Return if a person may store so many bytes more. Raises DomainError: over_quota."""
    used = used_bytes(person_id)
    if used + size > MAX_PERSON_BYTES:
        sizes = {"used": used // 1_000_000, "most": MAX_PERSON_BYTES // 1_000_000}
        raise DomainError(
            ErrorKind.TOO_LARGE,
            _("You have used %(used)s of your %(most)s MB. Take out files that you do not need, or add a link.")
            % sizes,
            code="over_quota",
            field=field,
        )


def clean_link(link: str, item: str) -> str:
    """Return a full address; one without a scheme is read as https. Raises Invalid: bad_link."""
    typed = link.strip()
    address = typed if "://" in typed else f"https://{typed}"
    try:
        _check_url(address)
    except ValidationError:
        address = ""
    if not address or len(address) > MAX_LINK_CHARACTERS:
        raise Invalid(
            _("This is not a full address. Copy it from the browser's address line: it begins with https://."),
            code="bad_link",
            field=item,
        )
    return address


def forget_removed(submission: Submission) -> None:
    """Let go, for good, of what was taken out before anybody else saw it; part of a change that holds the row."""
    current = submission.round
    for row in submission.evidence.select_related("file").filter(round=current, ended_round=current):
        row.delete()
        if row.file is not None:
            forget_file(row.file)


def _locked(evidence: Evidence, acting: Actor) -> Evidence:
    submission, _item = lock_item(evidence.submission, evidence.item, acting)
    row: Evidence | None = submission.evidence.exclude(kind=EvidenceKind.TEXT).filter(pk=evidence.pk).first()
    if row is None:
        raise no_such_submission()
    row.submission = submission
    return row


def _add(submission: Submission, row: Evidence, acting: Actor) -> Evidence:
    row.organization_id = submission.organization_id
    row.submission = submission
    row.round = submission.round
    row.changed_at = clock.now()
    row.save(force_insert=True)
    _note(row, "evidence.add", acting)
    return row


def _note(row: Evidence, action: str, acting: Actor) -> None:
    row.submission.changed_at = clock.now()
    row.submission.save(update_fields=["changed_at"])
    audit.record(
        action, row, acting=acting, organization_id=row.organization_id, item=row.item, kind=row.kind, sha256=row.sha256
    )


def _store(submission: Submission, inspected: InspectedFile) -> StoredFile:
    return store_bytes(
        inspected.data,
        name=inspected.name,
        media_type=inspected.media_type,
        owner_id=submission.learner_id,
        organization_id=submission.organization_id,
        notes=list(inspected.notes),
    )


def _require_work(item: EvidenceItem) -> None:
    if item.form is not ItemForm.WORK:
        raise Invalid(_("This question is answered in words. Write them into the box."), code="no_files_here")


def _require_room(submission: Submission, item: str, size: int) -> None:
    files = submission.evidence.filter(item=item, kind=EvidenceKind.FILE, ended_round=None)
    if files.count() >= MAX_FILES_PER_ITEM:
        raise Conflict(_("Ten files are the most here. Take one out first."), code="too_many_files")
    require_quota(submission.learner_id, size, item)
