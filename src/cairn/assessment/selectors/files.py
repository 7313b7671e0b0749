# SPDX-License-Identifier: Apache-2.0
"""Who may read a file of evidence: the learner, and the assessor who holds the work. To others it is not there."""

from __future__ import annotations

from uuid import UUID

from cairn.assessment.models import Evidence, Rating, RatingState
from cairn.foundation.access import may
from cairn.foundation.actors import Actor
from cairn.foundation.models import StoredFile
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import everything

_HOLDING = (RatingState.DRAFT, RatingState.FINAL)


def find_evidence_file(file_id: UUID, *, acting: Actor) -> StoredFile | None:
    """Return a file of evidence that the actor may read, or None."""
    with everything("whose file it is decides, not from which organization's page it is asked for"):
        rows = Evidence.objects.select_related("file", "submission").filter(file_id=file_id)
        return next((row.file for row in rows if _may_read(row, acting)), None)


def _may_read(evidence: Evidence, acting: Actor) -> bool:
    if evidence.submission.learner_id == acting.person_id:
        return True
    if not may(acting, Permission.SUBMISSIONS_VIEW, evidence.organization_id):
        return False
    held = Rating.objects.filter(submission=evidence.submission, assessor_id=acting.person_id, state__in=_HOLDING)
    # What the learner adds for another round is theirs alone until they hand it in.
    return any(evidence.was_in(round_number) for round_number in held.values_list("round", flat=True))
