# SPDX-License-Identifier: Apache-2.0
"""Answers in words: saved as they are typed, and never over words that were typed elsewhere in the meantime."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.assessment.limits import MAX_TEXT_CHARACTERS
from cairn.assessment.models import Evidence, EvidenceKind, Submission
from cairn.assessment.putting_aside import NOT_COMPARED, Seen, put_aside
from cairn.assessment.services.locking import lock_item
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, DomainError, ErrorKind


class AnswerConflict(Conflict):
    """The answer was changed elsewhere. All texts are kept: the earlier as the answer, the later ones beside it."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__(
            _("This answer was changed in another window or on another device. Both texts are kept: load the page "
              "again and choose."),
            code="answer_changed",
            item=evidence.item,
        )  # fmt: skip
        self.evidence = evidence


def save_answer(
    submission: Submission, item: str, text: str, *, expected_revision: int, acting: Actor, instead_of: str = ""
) -> Evidence | None:
    """Keep the words for an item as they are; no words where there were none make no row.

    `expected_revision` is the one that the words were typed over, 0 for none; `instead_of` is the digest of an earlier
    state of them that was put aside. Raises PermissionDenied, Invalid, Conflict: not_writable, item_locked;
    DomainError: text_too_large; and AnswerConflict, after both texts are kept.
    """
    with transaction.atomic():
        locked, _item = lock_item(submission, item, acting)
        row = _find_text(locked, item)
        if (row.text if row else "") == text:
            return row
        _check_length(text, item)
        if row is not None and row.revision != expected_revision:
            conflict = AnswerConflict(_keep_aside(row, put_aside(row.unmerged, text, instead_of=instead_of), acting))
        else:
            return _write(locked, row, item, text, acting)
    # Outside the transaction, so that what was kept stays kept.
    raise conflict


@transaction.atomic
def settle_answer(
    submission: Submission, item: str, *, take_other: bool, acting: Actor, seen: Seen = NOT_COMPARED
) -> Evidence | None:
    """Choose between two texts of an answer: the one that stands, or the other one, as they were seen.

    Raises PermissionDenied, Invalid, Conflict: not_writable, item_locked; AnswerConflict where either has changed.
    """
    locked, _item = lock_item(submission, item, acting)
    row = _find_text(locked, item)
    if row is None or not row.unmerged:
        return row
    if not seen.is_of(row.text, row.unmerged):
        raise AnswerConflict(row)
    other, row.unmerged = row.unmerged, ""
    row.save(update_fields=["unmerged"])
    return _write(locked, row, item, other, acting) if take_other else row


def _find_text(submission: Submission, item: str) -> Evidence | None:
    row: Evidence | None = submission.evidence.filter(item=item, kind=EvidenceKind.TEXT, ended_round=None).first()
    return row


def _check_length(text: str, item: str) -> None:
    if len(text) > MAX_TEXT_CHARACTERS:
        raise DomainError(
            ErrorKind.TOO_LARGE,
            _("This text is longer than we can keep. Put it into a file and add that."),
            code="text_too_large",
            field=item,
        )


def _keep_aside(row: Evidence, texts: str, acting: Actor) -> Evidence:
    _check_length(texts, row.item)
    if texts != row.unmerged:
        row.unmerged = texts
        row.save(update_fields=["unmerged"])
        _record("answer.keep_aside", row, acting)
    return row


def _write(submission: Submission, row: Evidence | None, item: str, text: str, acting: Actor) -> Evidence:
    """Change the row of this round; words of an earlier round stay with it, and a new row follows them."""
    now = clock.now()
    if row is not None and row.round < submission.round:
        row.ended_round = submission.round
        row.save(update_fields=["ended_round"])
    if row is None or row.round < submission.round:
        row = _new(submission, item, after=row)
    row.text = text
    row.revision += 1
    row.changed_at = now
    row.save()
    submission.changed_at = now
    submission.save(update_fields=["changed_at"])
    _record("answer.save", row, acting)
    return row


def _new(submission: Submission, item: str, *, after: Evidence | None) -> Evidence:
    return Evidence(
        organization_id=submission.organization_id,
        submission=submission,
        item=item,
        kind=EvidenceKind.TEXT,
        unmerged=after.unmerged if after else "",
        revision=after.revision if after else 0,
        round=submission.round,
    )


def _record(action: str, row: Evidence, acting: Actor) -> None:
    audit.record(action, row, acting=acting, organization_id=row.organization_id, item=row.item, revision=row.revision)
