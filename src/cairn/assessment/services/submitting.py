# SPDX-License-Identifier: Apache-2.0
"""Handing in: with a declaration, once nothing is missing; and withdrawing, until it is decided."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.assessment import access, selectors
from cairn.assessment.deadlines import DAYS_TO_DECIDE, add_working_days
from cairn.assessment.events import SubmissionSubmitted
from cairn.assessment.models import OPEN, Rating, RatingState, Submission, SubmissionState
from cairn.assessment.services.evidence import forget_removed
from cairn.assessment.services.locking import lock, lock_writable
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid
from cairn.foundation.events import emit
from cairn.foundation.scopes import organization_scope
from cairn.standards.types import JsonObject

MAX_DECLARED: Final = 2000


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the learner says of the work: that it is theirs, who helped, and which tools were used."""

    own_work: bool = False
    help: str = ""
    tools: str = ""

    @classmethod
    def from_json(cls, stored: JsonObject) -> Declaration:
        """Read what was stored."""
        return cls(
            own_work=stored.get("own_work") is True,
            help=str(stored.get("help", "")),
            tools=str(stored.get("tools", "")),
        )


@transaction.atomic
def save_declaration(submission: Submission, declaration: Declaration, *, acting: Actor) -> Submission:
    """Keep the declaration as it is typed; it counts with the handing in.

    Raises PermissionDenied, Conflict: not_writable; Invalid: declaration_too_long.
    """
    locked = lock_writable(submission, acting)
    _store(locked, declaration)
    audit.record("submission.declare", locked, acting=acting, organization_id=locked.organization_id)
    return locked


@transaction.atomic
def submit_submission(submission: Submission, *, acting: Actor, declaration: Declaration | None = None) -> Submission:
    """Hand in a round; the learner hears back within fourteen working days.

    Without a declaration the stored one counts. Raises PermissionDenied; Conflict: not_writable; Invalid: not_declared,
    not_complete, whose `gaps` name what is missing.
    """
    locked = lock_writable(submission, acting)
    if declaration is not None:
        _store(locked, declaration)
    if not Declaration.from_json(locked.declaration).own_work:
        raise Invalid(_("Say that this is your own work: tick the box."), code="not_declared", field="own_work")
    gaps = selectors.find_submission_gaps(locked)
    if gaps:
        raise Invalid(_("Something is missing. Look at the list, then hand it in."), code="not_complete", gaps=gaps)
    forget_removed(locked)
    now = clock.now()
    locked.state = SubmissionState.SUBMITTED
    locked.pending_links = {}
    locked.submitted_at = locked.changed_at = now
    locked.due_at = add_working_days(now, DAYS_TO_DECIDE)
    locked.save()
    _tell_submitted(locked, acting)
    return locked


@transaction.atomic
def withdraw_submission(submission: Submission, *, acting: Actor) -> Submission:
    """End a piece of work before it is decided; a try that was not decided does not count.

    Raises PermissionDenied, Conflict: not_open.
    """
    access.require_learner(acting, submission.learner_id)
    locked = lock(submission)
    if locked.state not in OPEN:
        raise Conflict(_("This work is decided already, so it cannot be withdrawn."), code="not_open")
    locked.state = SubmissionState.WITHDRAWN
    locked.changed_at = clock.now()
    locked.save(update_fields=["state", "changed_at"])
    _close_ratings(locked)
    audit.record("submission.withdraw", locked, acting=acting, organization_id=locked.organization_id)
    return locked


def _close_ratings(submission: Submission) -> None:
    with organization_scope(submission.organization_id):
        ratings = Rating.objects.filter(submission=submission, state=RatingState.DRAFT)
        ratings.update(state=RatingState.PUT_BACK)


def _store(submission: Submission, declaration: Declaration) -> None:
    if max(len(declaration.help), len(declaration.tools)) > MAX_DECLARED:
        raise Invalid(
            _("Keep it under %(most)s characters: who helped, with what.") % {"most": MAX_DECLARED},
            code="declaration_too_long",
            field="help" if len(declaration.help) > MAX_DECLARED else "tools",
        )
    submission.declaration = asdict(declaration)
    submission.save(update_fields=["declaration"])


def _tell_submitted(row: Submission, acting: Actor) -> None:
    audit.record("submission.submit", row, acting=acting, organization_id=row.organization_id, round=row.round)
    emit(
        SubmissionSubmitted(str(row.pk), str(row.version_id), str(row.learner_id)),
        organization_id=row.organization_id,
    )
