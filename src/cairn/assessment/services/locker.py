# SPDX-License-Identifier: Apache-2.0
"""One's own locker of evidence: kept once, used in any submission, taken out without touching what was handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cairn.accounts.models import Person
from cairn.achievements.definition import ItemForm
from cairn.assessment import access, selectors
from cairn.assessment.limits import MAX_FILES_PER_ITEM, MAX_TEXT_CHARACTERS
from cairn.assessment.models import PRIOR_ITEM, PRIOR_PREFIX, Evidence, EvidenceKind, LockerItem, Submission
from cairn.assessment.named_pages import NamedPages
from cairn.assessment.services.answers import save_answer
from cairn.assessment.services.evidence import (
    add_link,
    clean_link,
    inspect_evidence,
    look_for_names,
    place_file,
    require_quota,
)
from cairn.assessment.services.locking import lock_item
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, DomainError, ErrorKind, Invalid
from cairn.foundation.files.storage import forget_file, read_bytes, share_file, store_bytes
from cairn.foundation.models import StoredFile

MAX_TITLE: Final = 200
MOST_ITEMS: Final = 500


@dataclass(frozen=True, slots=True)
class Note:
    """What its owner writes on a piece: a title, taken from the piece where it is empty, and when it was made."""

    title: str = ""
    made_on: date | None = None


def keep_text(person: Person, text: str, note: Note, *, acting: Actor) -> LockerItem:
    """Keep a text.

    Raises PermissionDenied; Invalid: text_missing; DomainError: text_too_large; Conflict: locker_full.
    """
    access.require_learner(acting, person.pk)
    if not text.strip():
        raise Invalid(_("Write or paste the text that you want to keep."), code="text_missing", field="text")
    if len(text) > MAX_TEXT_CHARACTERS:
        raise DomainError(
            ErrorKind.TOO_LARGE,
            _("This text is longer than we can keep. Put it into a file and add that."),
            code="text_too_large",
            field="text",
        )
    digest = sha256(text.encode()).hexdigest()
    title = note.title or " ".join(text.split())[:80]
    return _keep(LockerItem(person=person, kind=EvidenceKind.TEXT, text=text, sha256=digest), title, note, acting)


def keep_link(person: Person, link: str, note: Note, *, acting: Actor) -> LockerItem:
    """Keep an address. Raises PermissionDenied; Invalid: bad_link; Conflict: locker_full."""
    access.require_learner(acting, person.pk)
    address = clean_link(link, "link")
    digest = sha256(address.encode()).hexdigest()
    row = LockerItem(person=person, kind=EvidenceKind.LINK, link=address, sha256=digest)
    return _keep(row, note.title or address, note, acting)


def keep_file(person: Person, data: bytes, name: str, note: Note, *, acting: Actor) -> LockerItem:
    """Inspect a file, clean it, and keep it.

    Raises PermissionDenied, UploadRefused; DomainError: over_quota; Conflict: locker_full.
    """
    access.require_learner(acting, person.pk)
    require_quota(person.pk, len(data), "file")
    inspected = inspect_evidence(data, name)
    digest = sha256(inspected.data).hexdigest()
    with transaction.atomic():
        found = selectors.find_kept(person.pk, digest)
        if found is not None:
            return found
        file = store_bytes(
            inspected.data,
            name=inspected.name,
            media_type=inspected.media_type,
            owner_id=person.pk,
            organization_id=None,
            notes=list(inspected.notes),
        )
        return _keep(_of_file(person, file), note.title or file.name, note, acting)


@transaction.atomic
def keep_evidence(evidence: Evidence, *, acting: Actor) -> LockerItem:
    """Keep a piece that was put into a submission, whichever it is, so that it can be used again.

    Raises PermissionDenied; Invalid: text_missing; Conflict: locker_full.
    """
    learner = evidence.submission.learner
    access.require_learner(acting, learner.pk)
    if evidence.kind == EvidenceKind.TEXT:
        return keep_text(learner, evidence.text, Note(), acting=acting)
    if evidence.file is None:
        return keep_link(learner, evidence.link, Note(), acting=acting)
    found = selectors.find_kept(learner.pk, evidence.sha256)
    if found is not None:
        return found
    file = share_file(evidence.file, owner_id=learner.pk, organization_id=None)
    return _keep(_of_file(learner, file), file.name, Note(), acting)


@transaction.atomic
def discard_item(item: LockerItem, *, acting: Actor) -> None:
    """Take a piece out of the locker for good; what was handed in of it stays. Raises PermissionDenied, NotFound."""
    access.require_learner(acting, item.person_id)
    row = selectors.get_locker_item(item.pk, item.person_id)
    file, row.file = row.file, None
    row.text, row.link, row.removed_at = "", "", clock.now()
    row.save()
    if file is not None:
        forget_file(file)
    audit.record("locker.remove", row, acting=acting, kind=row.kind, sha256=row.sha256)


def use_item(item: LockerItem, submission: Submission, place: str, *, acting: Actor) -> Evidence | None:
    """Put a piece of the locker into an item of a submission; words are added below those that are there.

    Raises PermissionDenied, NotFound; Invalid: no_such_item, no_files_here, too_many_links; Conflict: not_writable,
    item_locked, too_many_files; DomainError: text_too_large, file_damaged.
    """
    access.require_learner(acting, submission.learner_id)
    row = selectors.get_locker_item(item.pk, submission.learner_id)
    named = _look_into(row, submission)
    with transaction.atomic():
        return _use(selectors.get_locker_item(row.pk, submission.learner_id), submission, place, named, acting=acting)


def _use(row: LockerItem, submission: Submission, place: str, named: NamedPages, *, acting: Actor) -> Evidence | None:
    if row.kind == EvidenceKind.TEXT:
        used = _use_text(row, submission, place, acting)
    elif row.kind == EvidenceKind.LINK:
        used = add_link(submission, place, row.link, acting=acting)
    else:
        used = _use_file(row, submission, place, named, acting=acting)
    audit.record(
        "locker.use",
        row,
        acting=acting,
        organization_id=submission.organization_id,
        submission=str(submission.pk),
        sha256=row.sha256,
    )
    return used


def _use_text(row: LockerItem, submission: Submission, place: str, acting: Actor) -> Evidence | None:
    # Each text of prior learning has a place of its own, as an item has one text.
    item = f"{PRIOR_PREFIX}{row.sha256[:16]}" if place == PRIOR_ITEM else place
    there: Evidence | None = submission.evidence.filter(item=item, kind=EvidenceKind.TEXT, ended_round=None).first()
    before = there.text if there else ""
    text = before if row.text in before else f"{before}\n\n{row.text}".strip("\n")
    return save_answer(submission, item, text, expected_revision=there.revision if there else 0, acting=acting)


def _look_into(row: LockerItem, submission: Submission) -> NamedPages:
    if row.file is None:
        return NamedPages()
    return look_for_names(submission, read_bytes(row.file), row.file.media_type)


def _use_file(row: LockerItem, submission: Submission, place: str, named: NamedPages, *, acting: Actor) -> Evidence:
    locked, asked = lock_item(submission, place, acting)
    if asked.form is not ItemForm.WORK:
        raise Invalid(_("This question is answered in words. Write them into the box."), code="no_files_here")
    files = locked.evidence.filter(item=place, kind=EvidenceKind.FILE, ended_round=None)
    known: Evidence | None = files.filter(file__sha256=row.sha256).first()
    if known is not None:
        return known
    if files.count() >= MAX_FILES_PER_ITEM:
        raise Conflict(_("Ten files are the most here. Take one out first."), code="too_many_files")
    file = share_file(_file_of(row), owner_id=locked.learner_id, organization_id=locked.organization_id)
    return place_file(locked, place, file, named, acting=acting)


def _file_of(row: LockerItem) -> StoredFile:
    if row.file is None:
        raise TypeError("A piece that is no file was used as one.")
    return row.file


def _of_file(person: Person, file: StoredFile) -> LockerItem:
    return LockerItem(person=person, kind=EvidenceKind.FILE, file=file, sha256=file.sha256)


def _keep(row: LockerItem, title: str, note: Note, acting: Actor) -> LockerItem:
    """Keep a piece, or return the one that has the same bytes."""
    found = selectors.find_kept(row.person_id, row.sha256)
    if found is not None:
        return found
    if LockerItem.objects.filter(person_id=row.person_id, removed_at=None).count() >= MOST_ITEMS:
        raise Conflict(
            _("%(most)s pieces are the most. Take out what you do not need.") % {"most": MOST_ITEMS},
            code="locker_full",
        )
    row.title, row.made_on, row.added_at = title.strip()[:MAX_TITLE], note.made_on, clock.now()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            audit.record("locker.add", row, acting=acting, kind=row.kind, sha256=row.sha256)
    except IntegrityError:
        # Two clicks at once: the constraint let one of them through.
        found = selectors.find_kept(row.person_id, row.sha256)
        if found is None:
            raise
        return found
    return row
