# SPDX-License-Identifier: Apache-2.0
"""Who may read a file of evidence: the learner, and the assessor who holds the work. To others it is not there.

Assessors get it under a name that says nothing, and texts and documents without the learner's name in their words;
what waits to be masked they do not get. Whoever masks sees what was handed in, unless they rate it. While a meeting has
a work on its table, those who are invited get what its assessor gets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q

from cairn.assessment.models import Evidence, IdentityReport, Rating, RatingState, neutral_name
from cairn.assessment.selectors.blind import masker_for, shown_file
from cairn.assessment.selectors.masking import may_mask
from cairn.assessment.selectors.meeting_works import is_on_the_table
from cairn.foundation.access import may
from cairn.foundation.actors import Actor
from cairn.foundation.files.storage import read_bytes
from cairn.foundation.models import StoredFile
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import everything

_HOLDING: Final = (RatingState.DRAFT, RatingState.FINAL)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as somebody reads it: an assessor's copy bears another name, and may have other words."""

    name: str
    media_type: str
    data: bytes


def find_evidence_file(file_id: UUID, *, acting: Actor) -> StoredFile | None:
    """Return a file of evidence that the actor may read, or None."""
    found = _find(file_id, acting)
    return found[0] if found else None


def read_evidence_file(file_id: UUID, *, acting: Actor) -> ReadFile | None:
    """Return a file of evidence as the actor reads it, or None. Raises DomainError: file_damaged."""
    found = _find(file_id, acting)
    if found is None:
        return None
    file, evidence = found
    if evidence.submission.learner_id == acting.person_id:
        return ReadFile(file.name, file.media_type, read_bytes(file))
    data = masker_for(evidence.submission).hide_in_file(read_bytes(file), file.media_type)
    return ReadFile(neutral_name(evidence.pk, file), file.media_type, data)


def _find(file_id: UUID, acting: Actor) -> tuple[StoredFile, Evidence] | None:
    """Return a file with the piece of evidence that it is, or that it stands for."""
    with everything("whose file it is decides, not from which organization's page it is asked for"):
        masked = IdentityReport.objects.filter(file_id=file_id).values("evidence_id")
        rows = Evidence.objects.select_related("file", "submission__learner")
        for row in rows.filter(Q(file_id=file_id) | Q(pk__in=masked)):
            file = _readable(row, file_id, acting)
            if file is not None:
                return file, row
    return None


def _readable(evidence: Evidence, file_id: UUID, acting: Actor) -> StoredFile | None:
    """Return the file that an actor asks for, if it is one that they get for a piece of evidence."""
    if evidence.submission.learner_id == acting.person_id:
        return evidence.file if evidence.file_id == file_id else None
    if _holds(evidence, acting):
        return _shown(evidence, file_id)
    if evidence.identity_reports.exists() and may_mask(evidence, acting):
        asked: StoredFile = StoredFile.objects.get(pk=file_id)
        return asked
    return _shown(evidence, file_id) if is_on_the_table(evidence, acting) else None


def _shown(evidence: Evidence, file_id: UUID) -> StoredFile | None:
    """Return the file that assessors get for a piece of evidence, if it is the one that is asked for."""
    shown = shown_file(evidence)
    return shown if shown and shown.pk == file_id else None


def _holds(evidence: Evidence, acting: Actor) -> bool:
    if not may(acting, Permission.SUBMISSIONS_VIEW, evidence.organization_id):
        return False
    held = Rating.objects.filter(submission=evidence.submission, assessor_id=acting.person_id, state__in=_HOLDING)
    # What the learner adds for another round is theirs alone until they hand it in.
    return any(evidence.was_in(round_number) for round_number in held.values_list("round", flat=True))
