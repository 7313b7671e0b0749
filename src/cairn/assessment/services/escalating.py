# SPDX-License-Identifier: Apache-2.0
"""Clocks that run out: the assessor is reminded, the organization is told, and what nobody touches goes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cairn.assessment import clock_notices, selectors
from cairn.assessment.deadlines import Calendar, day_begins
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
"""How many working days a work that is late stays with an assessor who was told and does not go on with it."""

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class _Clocks:
    """The clocks of an organization at a moment: of which works and by whom a step is due that was not taken yet.

    What was due before `today` is late, and what is due before `soon` its assessor is reminded of. Since before `idle`
    so many working days have gone by that a work is taken back. What was missed meanwhile is not made up for.
    """

    calendar: Calendar
    today: datetime
    soon: datetime
    idle: datetime

    @classmethod
    def of(cls, calendar: Calendar) -> _Clocks:
        """Return those of this moment."""
        now = clock.now()
        last_day = calendar.add(now, calendar.remind_days)
        soon = day_begins(last_day + timedelta(days=1))
        return cls(calendar, day_begins(now), soon, calendar.days_ago(now, DAYS_BEFORE_TAKEN_BACK))

    def late(self) -> QuerySet[Submission]:
        """Return the works that are late, and nobody was told."""
        told = _steps(EscalationKind.LATE).filter(submission=OuterRef("pk"), due_at=OuterRef("due_at"))
        rows = Submission.objects.filter(state__in=WAITING, locked_at=None, due_at__lt=self.today)
        found: QuerySet[Submission] = rows.filter(~Exists(told)).select_related("version", "organization")
        return found.order_by("due_at")

    def to_remind(self) -> QuerySet[Rating]:
        """Return what was not said to its assessor: that a work is due soon, or late since before they took it."""
        is_soon = Q(submission__due_at__gte=self.today, submission__due_at__lt=self.soon)
        is_taken_late = Exists(_told_late().filter(at__lt=OuterRef("changed_at")))
        return _held().filter(is_soon | Q(is_taken_late), ~Exists(_reminded()))

    def to_take_back(self) -> QuerySet[Rating]:
        """Return what stood still all the days since its assessor had it and was told.

        The days count from the letter: a server that stood still must not take back in the moment in which it tells.
        """
        told_late = _told_late().filter(at__lt=self.idle)
        was_reminded = Exists(_reminded().filter(at__lt=self.idle))
        had_it_then = Exists(told_late.filter(at__gte=OuterRef("changed_at")))
        return _held().filter(Exists(told_late), was_reminded | had_it_then, changed_at__lt=self.idle)


def escalate_overdue() -> int:
    """See to every clock that runs out; nobody is told twice. Returns how many were. Called by the periodic work."""
    with everything("the clocks of every organization"):
        rows = Submission.objects.filter(state__in=WAITING, locked_at=None).exclude(due_at=None)
        organizations = set(rows.values_list("organization_id", flat=True))
    told = 0
    for organization_id in organizations:
        with organization_scope(organization_id):
            told += _escalate(_Clocks.of(selectors.calendar_for(organization_id)))
    return told


def _escalate(clocks: _Clocks) -> int:
    told = sum(_say_late(row, clocks) for row in clocks.late()[:_AT_ONCE])
    told += sum(_remind(held, clocks) for held in clocks.to_remind()[:_AT_ONCE])
    return told + sum(_take_back(held, clocks) for held in clocks.to_take_back()[:_AT_ONCE])


@transaction.atomic
def _say_late(found: Submission, clocks: _Clocks) -> bool:
    """Tell the organization, and whoever holds the work and was not reminded; says whether it was still to be done."""
    row = lock(found)
    if not clocks.late().filter(pk=row.pk).exists():
        return False
    _record(row, EscalationKind.LATE)
    # Nobody waits for a known work, so there is nothing that an owner could do.
    if row.anchor_id is None:
        clock_notices.tell_late(row)
    for held in _held().filter(~Exists(_reminded()), submission=row):
        clock_notices.tell_holder(row, held.assessor, until=_until(clocks))
    return True


@transaction.atomic
def _remind(found: Rating, clocks: _Clocks) -> bool:
    """Tell an assessor until when to rate what they hold; says whether it was still to be done."""
    row = lock(found.submission)
    if not clocks.to_remind().filter(pk=found.pk).exists():
        return False
    _record(row, EscalationKind.REMINDED, found)
    if row.is_late:
        clock_notices.tell_holder(row, found.assessor, until=_until(clocks))
    else:
        clock_notices.tell_due_soon(row, found.assessor)
    return True


@transaction.atomic
def _take_back(found: Rating, clocks: _Clocks) -> bool:
    """Give a work back to the queue; what was typed stays. Says whether it was still to be done."""
    row = lock(found.submission)
    if not clocks.to_take_back().filter(pk=found.pk).exists():
        return False
    Rating.objects.filter(pk=found.pk).update(state=RatingState.PUT_BACK)
    refresh_seats(row)
    _record(row, EscalationKind.TAKEN_BACK, found)
    clock_notices.tell_taken_back(row, found.assessor)
    return True


def _record(row: Submission, kind: EscalationKind, held: Rating | None = None) -> None:
    Escalation.objects.create(
        organization_id=row.organization_id,
        submission=row,
        rating=held,
        round=row.round,
        due_at=row.due_at,
        kind=kind,
        at=clock.now(),
    )
    audit.record(f"submission.{kind.value}", row, acting=SYSTEM, organization_id=row.organization_id, round=row.round)


def _until(clocks: _Clocks) -> datetime:
    """Return the last day for whoever is told now."""
    return clocks.calendar.add(clock.now(), DAYS_BEFORE_TAKEN_BACK)


def _steps(kind: EscalationKind) -> QuerySet[Escalation]:
    found: QuerySet[Escalation] = Escalation.objects.filter(kind=kind)
    return found


def _held() -> QuerySet[Rating]:
    """Return the ratings in progress of works whose clock runs, what is due first first."""
    rows = Rating.objects.filter(
        state=RatingState.DRAFT,
        round=F("submission__round"),
        submission__state__in=WAITING,
        submission__locked_at=None,
        submission__due_at__isnull=False,
    )
    found: QuerySet[Rating] = rows.select_related("assessor", "submission").order_by("submission__due_at", "pk")
    return found


def _reminded() -> QuerySet[Escalation]:
    """Return, for a rating that is asked about, the letter to its assessor about the clock that runs."""
    return _steps(EscalationKind.REMINDED).filter(rating=OuterRef("pk"), due_at=OuterRef("submission__due_at"))


def _told_late() -> QuerySet[Escalation]:
    """Return, for a rating that is asked about, that it was said of the clock that runs that the work is late."""
    return _steps(EscalationKind.LATE).filter(
        submission=OuterRef("submission_id"), due_at=OuterRef("submission__due_at")
    )
