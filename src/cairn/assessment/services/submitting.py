# SPDX-License-Identifier: Apache-2.0
"""Handing in: with a declaration, once nothing is missing; and withdrawing, until it is decided."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.assessment import access, selectors
from cairn.assessment.declarations import MAX_DECLARED, AiUse, Declaration, known_uses
from cairn.assessment.errors import locked_by_organization
from cairn.assessment.events import SubmissionSubmitted
from cairn.assessment.languages import language_of_work, offered_languages
from cairn.assessment.models import OPEN, Submission, SubmissionState
from cairn.assessment.services.doubles import record_withdrawn_pair
from cairn.assessment.services.evidence import forget_removed
from cairn.assessment.services.locking import lock, lock_writable
from cairn.assessment.services.masking import note_named_files
from cairn.assessment.services.releasing import release_ratings
from cairn.assessment.services.seats import plan_seats
from cairn.foundation import audit, clock
from cairn.foundation.actors import SYSTEM, Actor
from cairn.foundation.errors import Conflict, Invalid
from cairn.foundation.events import emit
from cairn.foundation.scopes import organization_scope


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
    """Hand in a round; the learner hears back within the working days that the organization gives itself.

    Without a declaration the stored one counts; it stays with the round. Raises PermissionDenied; Conflict:
    not_writable; Invalid: not_declared, ai_contradiction, ai_not_said, no_such_language; not_complete, whose `gaps`
    name what is missing.
    """
    locked = lock_writable(submission, acting)
    if declaration is not None:
        _store(locked, declaration)
    said = Declaration.from_json(locked.declaration)
    _require_declared(said)
    locked.language = _language(locked, said.language)
    gaps = selectors.find_submission_gaps(locked)
    if gaps:
        raise Invalid(_("Something is missing. Look at the list, then hand it in."), code="not_complete", gaps=gaps)
    forget_removed(locked)
    now = clock.now()
    locked.state = SubmissionState.SUBMITTED
    locked.pending_links = {}
    locked.submitted_at = locked.changed_at = now
    with organization_scope(locked.organization_id):
        calendar = selectors.calendar_for(locked.organization_id)
        plan_seats(locked)
    locked.due_at = calendar.add(now, calendar.days_to_decide)
    _keep_with_round(locked)
    locked.save()
    note_named_files(locked, acting=SYSTEM)
    _tell_submitted(locked, acting)
    return locked


@transaction.atomic
def withdraw_submission(submission: Submission, *, acting: Actor) -> Submission:
    """End a piece of work before it is decided; a try that was not decided does not count.

    Raises PermissionDenied, Conflict: not_open, appealed, locked.
    """
    access.require_learner(acting, submission.learner_id)
    locked = lock(submission)
    if locked.locked_at is not None:
        raise locked_by_organization()
    if locked.state == SubmissionState.APPEALED:
        raise Conflict(
            _("Another assessor looks at this work, because you appealed. To stop that, take the appeal back."),
            code="appealed",
        )
    if locked.state not in OPEN:
        raise Conflict(_("This work is decided already, so it cannot be withdrawn."), code="not_open")
    locked.state = SubmissionState.WITHDRAWN
    locked.open_seats = 0
    locked.changed_at = clock.now()
    locked.save(update_fields=["state", "changed_at", "open_seats"])
    release_ratings(locked)
    with organization_scope(locked.organization_id):
        record_withdrawn_pair(locked)
    audit.record("submission.withdraw", locked, acting=acting, organization_id=locked.organization_id)
    return locked


def _require_declared(declaration: Declaration) -> None:
    if not declaration.own_work:
        raise Invalid(_("Say that this is your own work: tick the box."), code="not_declared", field="own_work")
    if declaration.used_ai and AiUse.NONE in declaration.ai_uses:
        raise Invalid(
            _("You ticked “none” and something else. Leave what is true."), code="ai_contradiction", field="ai_uses"
        )
    if declaration.used_ai:
        _require_said(declaration)


def _require_said(declaration: Declaration) -> None:
    """Return if it is said which tool was used and for what."""
    if not declaration.ai_tools.strip():
        raise Invalid(_("Say which tool you used: its name is enough."), code="ai_not_said", field="ai_tools")
    if not declaration.ai_for.strip():
        raise Invalid(
            _("Say what you used it for, and what you changed. One sentence is enough."),
            code="ai_not_said",
            field="ai_for",
        )


def _language(submission: Submission, said: str) -> str:
    """Return which language the work is in: the one that was said, or the likeliest."""
    definition = submission.version.definition
    if said and said not in offered_languages(definition.languages):
        raise Invalid(_("Choose from the languages on the list."), code="no_such_language", field="language")
    return said or language_of_work(definition.languages, definition.language, submission.learner.language)


def _store(submission: Submission, declaration: Declaration) -> None:
    if too_long := declaration.too_long:
        raise Invalid(
            _("Keep it under %(most)s characters: who helped, with what.") % {"most": MAX_DECLARED},
            code="declaration_too_long",
            field=too_long,
        )
    submission.declaration = {**declaration.to_json(), "ai_uses": list(known_uses(declaration.ai_uses))}
    submission.save(update_fields=["declaration"])


def _keep_with_round(submission: Submission) -> None:
    """Keep what goes along with the round as it is handed in; the row is not saved."""
    kept = {"declaration": submission.declaration, "evidence_map": submission.evidence_map}
    submission.handed_in = {**submission.handed_in, str(submission.round): kept}


def _tell_submitted(row: Submission, acting: Actor) -> None:
    audit.record("submission.submit", row, acting=acting, organization_id=row.organization_id, round=row.round)
    emit(
        SubmissionSubmitted(str(row.pk), str(row.version_id), str(row.learner_id)),
        organization_id=row.organization_id,
    )
