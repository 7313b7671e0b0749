# SPDX-License-Identifier: Apache-2.0
"""Conditions of an attempt: somebody who was there records who watched a round, and how it was known who worked.

It counts before what the achievement says of every attempt. Whoever records it has seen the learner, and so rates none
of their work. Source: Council Recommendation of 16 June 2022 on a European approach to micro-credentials, Annex I.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.accounts.models import Person
from cairn.accounts.selectors import get_person
from cairn.assessment import access, selectors
from cairn.assessment.errors import no_such_submission
from cairn.assessment.models import AttemptConditions, ConflictKind, IdentityCheck, Submission, Supervision
from cairn.assessment.selectors import RecordBar
from cairn.assessment.services.conflicts import keep_apart
from cairn.assessment.services.locking import lock
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid, PermissionDenied

MAX_NOTE: Final = 500
MAX_REASON: Final = 2000
WITH_IDENTITY: Final = (Supervision.ONLINE, Supervision.ONSITE)


@dataclass(frozen=True, slots=True)
class ConditionsGiven:
    """What somebody who was there says: who watched, how it was known who worked, on which day; and a note."""

    supervision: str
    identity: str
    held_on: date
    note: str = ""


@transaction.atomic
def record_conditions(submission: Submission, given: ConditionsGiven, *, acting: Actor) -> AttemptConditions:
    """Record under which conditions the round of a work was done; what stood of the round before is withdrawn.

    Raises PermissionDenied: denied, own_work, not_a_person, rated; NotFound; Conflict: round_decided, work_over,
    not_begun; Invalid: no_such_supervision, no_such_check, identity_missing, identity_unexpected, note_missing,
    note_too_long, bad_day.
    """
    recorder, row = _lock_for(submission, acting)
    _require_recordable(row, recorder.pk)
    _check_words(given)
    _check_day(row, given.held_on)
    before = _withdraw(AttemptConditions.objects.filter(submission=row, round=row.round, withdrawn_at=None).first())
    made: AttemptConditions = AttemptConditions.objects.create(
        organization_id=row.organization_id,
        submission=row,
        round=row.round,
        supervision=given.supervision,
        identity=given.identity,
        held_on=given.held_on,
        note=given.note.strip(),
        recorded_by=recorder,
        recorded_at=clock.now(),
    )
    keep_apart(row, recorder, ConflictKind.WATCHED, acting=acting)
    _record("conditions.record", made, acting, replaces=str(before.pk) if before else "")
    return made


@transaction.atomic
def withdraw_conditions(conditions: AttemptConditions, *, reason: str, acting: Actor) -> AttemptConditions:
    """Take a record back, with a reason, as long as the work is not decided; who recorded it rates no more for that.

    Raises PermissionDenied: denied, own_work, not_a_person, rated; NotFound; Invalid: reason_missing, reason_too_long;
    Conflict: round_decided, work_over, withdrawn_already.
    """
    person, work = _lock_for(conditions.submission, acting)
    _require_recordable(work, person.pk, allowed=RecordBar.NOT_BEGUN)
    words = _require_reason(reason)
    row: AttemptConditions = AttemptConditions.objects.get(pk=conditions.pk)
    row.submission = work
    if row.withdrawn_at is not None:
        raise Conflict(_("This record was withdrawn already. Load the page again."), code="withdrawn_already")
    _withdraw(row)
    _record("conditions.withdraw", row, acting, reason=words)
    return row


def _lock_for(submission: Submission, acting: Actor) -> tuple[Person, Submission]:
    """Return who records, and the work, held."""
    access.require_moderator(acting, submission)
    if acting.person_id is None:
        raise PermissionDenied(_("Somebody who was there records this."), code="not_a_person")
    row = lock(submission)
    if row.anchor_id is not None:
        raise no_such_submission()
    return get_person(acting.person_id), row


def _require_recordable(row: Submission, person_id: UUID, allowed: RecordBar | None = None) -> None:
    bar = selectors.find_record_bar(row, person_id)
    if bar is RecordBar.RATED:
        raise PermissionDenied(str(bar.words), code=bar.value)
    if bar is not None and bar is not allowed:
        raise Conflict(str(bar.words), code=bar.value)


def _check_words(given: ConditionsGiven) -> None:
    if given.supervision not in Supervision.values:
        raise Invalid(_("Say whether somebody watched."), code="no_such_supervision", field="supervision")
    if given.identity not in IdentityCheck.values:
        raise Invalid(_("Say how it was known who did the work."), code="no_such_check", field="identity")
    _check_identity(given)
    if given.identity == IdentityCheck.OTHER and not given.note.strip():
        raise Invalid(_("Say in the note how it was checked."), code="note_missing", field="note")
    if len(given.note) > MAX_NOTE:
        raise Invalid(_("Keep it under %(most)s characters.") % {"most": MAX_NOTE}, code="note_too_long", field="note")


def _check_identity(given: ConditionsGiven) -> None:
    """Refuse supervision and check of identity that contradict each other."""
    is_checked = given.identity != IdentityCheck.NONE
    if given.supervision in WITH_IDENTITY and not is_checked:
        raise Invalid(
            _("You say above that identity was checked. Say here how, or choose above that there was no check."),
            code="identity_missing",
            field="identity",
        )
    if given.supervision not in WITH_IDENTITY and is_checked:
        raise Invalid(
            _("You say above that identity was not checked. Choose here that it was not, or above how it was "
              "supervised with a check."),
            code="identity_unexpected",
            field="identity",
        )  # fmt: skip


def _check_day(row: Submission, held_on: date) -> None:
    if held_on > timezone.localdate(clock.now()):
        raise Invalid(_("This day has not come yet."), code="bad_day", field="held_on")
    before = row.decisions.filter(round=row.round - 1, superseded_at=None).first()
    began = timezone.localdate(before.decided_at if before else row.created_at)
    if held_on < began:
        raise Invalid(
            _("The learner began this round later than that. Give the day on which it was done."),
            code="bad_day",
            field="held_on",
        )


def _require_reason(reason: str) -> str:
    words = reason.strip()
    if not words:
        raise Invalid(_("Say why. The audit keeps it."), code="reason_missing", field="reason")
    if len(words) > MAX_REASON:
        raise Invalid(
            _("Use at most %(most)s characters for the reason.") % {"most": MAX_REASON},
            code="reason_too_long",
            field="reason",
        )
    return words


def _withdraw(row: AttemptConditions | None) -> AttemptConditions | None:
    if row is not None:
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])
    return row


def _record(action: str, row: AttemptConditions, acting: Actor, **facts: object) -> None:
    audit.record(
        action,
        row.submission,
        acting=acting,
        organization_id=row.organization_id,
        conditions=str(row.pk),
        round=row.round,
        supervision=row.supervision,
        identity=row.identity,
        held_on=row.held_on.isoformat(),
        **facts,
    )
