# SPDX-License-Identifier: Apache-2.0
"""Taking a submission for a change: one writer at a time, in a state that allows it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from cairn.achievements.definition import EvidenceItem, ItemForm
from cairn.assessment import access, selectors
from cairn.assessment.errors import (
    item_locked,
    locked_by_organization,
    no_such_submission,
    not_writable,
    with_other_assessors,
)
from cairn.assessment.models import PRIOR_PREFIX, Submission
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Invalid


def lock(submission: Submission) -> Submission:
    """Return the row as it is now, held until the transaction ends. Raises NotFound."""
    row: Submission | None = (
        Submission.objects.select_for_update(of=("self",)).select_related("version").filter(pk=submission.pk).first()
    )
    if row is None:
        raise no_such_submission()
    return row


def lock_attempts(version_id: UUID, learner_id: UUID) -> list[Submission]:
    """Return every work of a learner on a version, held, so that only one of them comes to pass at a time."""
    rows = Submission.objects.select_for_update(of=("self",)).filter(version_id=version_id, learner_id=learner_id)
    return list(rows.order_by("pk"))


def lock_writable(submission: Submission, acting: Actor) -> Submission:
    """Return the row, held for its learner. Raises PermissionDenied, NotFound, Conflict: not_writable, locked."""
    access.require_learner(acting, submission.learner_id)
    row = lock(submission)
    if row.locked_at is not None:
        raise locked_by_organization()
    if not row.is_writable:
        raise with_other_assessors() if selectors.find_reopening(row) else not_writable()
    return row


def lock_item(submission: Submission, item: str, acting: Actor) -> tuple[Submission, EvidenceItem]:
    """Return the row and one of its items that is open. Raises as `lock_writable`; Invalid, Conflict: item_locked."""
    row = lock_writable(submission, acting)
    found = find_item(row, item)
    if not row.is_open_item(item):
        raise item_locked()
    return row, found


def find_item(submission: Submission, item: str) -> EvidenceItem:
    """Return an item of the evidence that the version asks for, or the place for prior learning.

    Raises Invalid: no_such_item.
    """
    if item.startswith(PRIOR_PREFIX) and submission.is_of_prior_learning:
        return EvidenceItem.model_construct(id=item, form=ItemForm.WORK, required=False)
    parts = submission.version.definition.evidence
    found = next((known for part in parts for known in part.items if known.id == item), None)
    if found is None:
        raise Invalid(_("This work asks for nothing under that name. Load the page again."), code="no_such_item")
    return found
