# SPDX-License-Identifier: Apache-2.0
"""Clocks that run out: the assessor is reminded, the organization is told, and what nobody touches goes back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.utils import timezone

from cairn.assessment import clock_notices, selectors
from cairn.assessment.deadlines import Calendar
from cairn.assessment.models import (
    WAITING,
    Escalation,
    EscalationKind,
    Rating,
    RatingState,
    Submission,
)
from cairn.assessment.services.locking import lock
from cairn.assessment.services.seats import refresh_seats
from cairn.foundation import audit, clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.scopes import everything, organization_scope

DAYS_BEFORE_TAKEN_BACK: Final = 3
"""How many working days after it was said to be late a work stays with an assessor who does not go on with it."""

_AT_ONCE: Final = 500


def escalate_overdue() -> int:
    """See to every clock that runs out; nobody is told twice. Returns how many were. Called by the periodic work."""
    with everything("the clocks of every organization"):
        rows = Submission.objects.filter(state__in=WAITING, locked_at=None).exclude(due_at=None)
        organizations = set(rows.values_list("organization_id", flat=True))
    told = 0
    for organization_id in organizations:
        with organization_scope(organization_id):
            calendar = selectors.calendar_for(organization_id)
            told += sum(_escalate(row, calendar) for row in _due(calendar))
    return told


def _due(calendar: Calendar) -> Iterable[Submission]:
    until = calendar.add(clock.now(), calendar.remind_days)
    rows = Submission.objects.filter(state__in=WAITING, locked_at=None, due_at__lte=until)
    return rows.select_related("version", "organization").order_by("due_at")[:_AT_ONCE]


@transaction.atomic
def _escalate(submission: Submission, calendar: Calendar) -> bool:
    """Take the one step that is due for a work; says whether there was one."""
    row = lock(submission)
    kind = _kind(row, calendar)
    if kind is None or row.state not in WAITING:
        return False
    holders = list(Rating.objects.select_related("assessor").filter(submission=row, state=RatingState.DRAFT))
    known = Escalation.objects.filter(submission=row, round=row.round, kind=kind).exists()
    if known or (kind is not EscalationKind.LATE and not holders):
        return False
    Escalation.objects.create(
        organization_id=row.organization_id, submission=row, round=row.round, kind=kind, at=clock.now()
    )
    audit.record(f"submission.{kind.value}", row, acting=SYSTEM, organization_id=row.organization_id, round=row.round)
    _tell(row, kind, holders)
    return True


def _kind(row: Submission, calendar: Calendar) -> EscalationKind | None:
    """Return the step that the clock asks for now: what was missed in the meantime is not made up for."""
    now = clock.now()
    if row.due_at is None:
        return None
    if now < row.due_at:
        left = calendar.days_until(timezone.localdate(now), timezone.localdate(row.due_at))
        return EscalationKind.REMINDED if left <= calendar.remind_days else None
    told = Escalation.objects.filter(submission=row, round=row.round, kind=EscalationKind.LATE).first()
    # The days count from the letter: a server that stood still must not take back in the moment in which it tells.
    is_over = told is not None and now >= calendar.add(told.at, DAYS_BEFORE_TAKEN_BACK)
    return EscalationKind.TAKEN_BACK if is_over else EscalationKind.LATE


def _tell(row: Submission, kind: EscalationKind, holders: list[Rating]) -> None:
    if kind is EscalationKind.LATE:
        clock_notices.tell_late(row)
        return
    if kind is EscalationKind.TAKEN_BACK:
        Rating.objects.filter(pk__in=[held.pk for held in holders]).update(state=RatingState.PUT_BACK)
        refresh_seats(row)
    for held in holders:
        clock_notices.tell_assessor(row, held.assessor, is_taken_back=kind is EscalationKind.TAKEN_BACK)
