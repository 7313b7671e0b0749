# SPDX-License-Identifier: Apache-2.0
"""Meetings of assessors on what they rate differently: called, moved, called off, and closed with what was agreed.

A meeting changes no rating. What comes of it shows in the agreement on the works that are rated after it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.assessment import meeting_notices, selectors
from cairn.assessment.models import CalibrationMeeting
from cairn.assessment.selectors.meeting_works import MOST_OFFERED, works_to_discuss
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid, PermissionDenied
from cairn.foundation.permissions import Permission
from cairn.foundation.texts import one_line

USUAL_MINUTES: Final = 40
LEAST_MINUTES: Final = 10
MOST_MINUTES: Final = 480
MOST_WORKS: Final = 6
MAX_PLACE: Final = 300
MAX_TEXT: Final = 4000


@dataclass(frozen=True, slots=True)
class Slot:
    """When a meeting is, for how long, and where; the place may be a link."""

    at: datetime
    place: str
    minutes: int = USUAL_MINUTES


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """What a meeting is on: a criterion, double ratings to look at together, who is invited, and what is to be done."""

    criterion: str
    slot: Slot
    works: Collection[UUID] = ()
    invited: Collection[UUID] = ()
    agenda: str = ""


def call_meeting(version: AchievementVersion, plan: MeetingPlan, *, acting: Actor) -> CalibrationMeeting:
    """Call the assessors of a rubric together, and tell them when and where; one meeting on a rubric is ahead.

    Raises PermissionDenied: denied, not_a_person; Conflict: meeting_ahead; Invalid: no_such_criterion, no_such_work,
    too_many_works, nobody_invited, not_an_assessor, agenda_too_long, and as `move_meeting`.
    """
    require(acting, Permission.SUBMISSIONS_MANAGE, version.organization_id)
    if acting.person_id is None:
        raise PermissionDenied(_("A meeting is called by a person."), code="not_a_person")
    _check_plan(version, plan)
    try:
        return _call(version, plan, acting.person_id, acting)
    except IntegrityError:
        raise Conflict(
            _("A meeting on this rubric is ahead already. Move it, or say what was agreed there, before you call "
              "another one."),
            code="meeting_ahead",
        ) from None  # fmt: skip


@transaction.atomic
def move_meeting(meeting: CalibrationMeeting, slot: Slot, *, acting: Actor) -> CalibrationMeeting:
    """Give a meeting another time or place, and tell everybody who is invited again.

    Raises PermissionDenied; Conflict: meeting_over; Invalid: in_the_past, wrong_length, place_missing, place_too_long.
    """
    row = _lock(meeting, acting)
    place = _check_slot(slot)
    row.at, row.minutes, row.place = slot.at, slot.minutes, place
    row.moved += 1
    row.save(update_fields=["at", "minutes", "place", "moved"])
    _record("meeting.move", row, acting, at=row.at.isoformat())
    meeting_notices.tell_moved(row)
    return row


@transaction.atomic
def cancel_meeting(meeting: CalibrationMeeting, *, acting: Actor) -> CalibrationMeeting:
    """Call a meeting off, and tell everybody who is invited. Raises PermissionDenied; Conflict: meeting_over."""
    row = _lock(meeting, acting)
    row.cancelled_at = clock.now()
    row.save(update_fields=["cancelled_at"])
    _record("meeting.cancel", row, acting)
    meeting_notices.tell_cancelled(row)
    return row


@transaction.atomic
def close_meeting(
    meeting: CalibrationMeeting, *, came: Collection[UUID], agreed: str, acting: Actor
) -> CalibrationMeeting:
    """Say who came to a meeting and what was agreed; everybody who was invited is told where to read it.

    Raises PermissionDenied; Conflict: meeting_over, not_begun; Invalid: nobody_came, not_invited, agreed_missing,
    agreed_too_long.
    """
    row = _lock(meeting, acting)
    if clock.now() < row.at:
        raise Conflict(
            _("This meeting has not begun yet. Come back when you have met; if you do not meet, call it off."),
            code="not_begun",
        )
    row.came, row.agreed = _check_came(row, came), _check_agreed(agreed)
    row.held_at = clock.now()
    row.save(update_fields=["came", "agreed", "held_at"])
    _record("meeting.close", row, acting, came=len(row.came))
    meeting_notices.tell_agreed(row)
    return row


@transaction.atomic
def _call(version: AchievementVersion, plan: MeetingPlan, person_id: UUID, acting: Actor) -> CalibrationMeeting:
    row: CalibrationMeeting = CalibrationMeeting.objects.create(
        organization_id=version.organization_id,
        achievement_id=version.achievement_id,
        rubric_digest=rubric_digest(version.definition.rubric),
        criterion=plan.criterion,
        works=[str(work) for work in dict.fromkeys(plan.works)],
        invited=sorted({str(person) for person in plan.invited}),
        at=plan.slot.at,
        minutes=plan.slot.minutes,
        place=one_line(plan.slot.place),
        agenda=plan.agenda.strip(),
        called_by_id=person_id,
        called_at=clock.now(),
    )
    _record("meeting.call", row, acting, criterion=row.criterion, works=len(row.works), invited=len(row.invited))
    meeting_notices.tell_called(row)
    return row


def _lock(meeting: CalibrationMeeting, acting: Actor) -> CalibrationMeeting:
    require(acting, Permission.SUBMISSIONS_MANAGE, meeting.organization_id)
    row: CalibrationMeeting = CalibrationMeeting.objects.select_for_update().get(pk=meeting.pk)
    if not row.is_ahead:
        raise Conflict(
            _("This meeting is over, or was called off. It does not change any more; call another one."),
            code="meeting_over",
        )
    return row


def _check_plan(version: AchievementVersion, plan: MeetingPlan) -> None:
    if plan.criterion not in {known.id for known in version.definition.rubric.criteria}:
        raise Invalid(_("The rubric has no such criterion. Load the page again."), code="no_such_criterion")
    _check_slot(plan.slot)
    _check_works(version, plan)
    _check_invited(version, plan.invited)
    if len(plan.agenda.strip()) > MAX_TEXT:
        raise Invalid(
            _("Use at most %(most)s characters for what you want to do.") % {"most": MAX_TEXT},
            code="agenda_too_long",
            field="agenda",
        )


def _check_slot(slot: Slot) -> str:
    """Return the place in one line, if it can be kept and the time is ahead."""
    if slot.at <= clock.now():
        raise Invalid(_("This time is over. Choose one that is ahead."), code="in_the_past", field="time")
    if not LEAST_MINUTES <= slot.minutes <= MOST_MINUTES:
        raise Invalid(
            _("A meeting takes %(least)s to %(most)s minutes.") % {"least": LEAST_MINUTES, "most": MOST_MINUTES},
            code="wrong_length",
            field="minutes",
        )
    place = one_line(slot.place)
    if not place:
        raise Invalid(_("Say where you meet: a room, or a link."), code="place_missing", field="place")
    if len(place) > MAX_PLACE:
        raise Invalid(
            _("Use at most %(most)s characters for the place.") % {"most": MAX_PLACE},
            code="place_too_long",
            field="place",
        )
    return place


def _check_works(version: AchievementVersion, plan: MeetingPlan) -> None:
    if len(set(plan.works)) > MOST_WORKS:
        raise Invalid(
            ngettext(
                "Choose at most %(most)s work. One talks well about three.",
                "Choose at most %(most)s works. One talks well about three.",
                MOST_WORKS,
            )
            % {"most": MOST_WORKS},
            code="too_many_works",
            field="works",
        )
    offered = works_to_discuss(version, plan.criterion, most=MOST_OFFERED)
    if not {row.pk for row in offered}.issuperset(plan.works):
        raise Invalid(
            _("One of these works cannot be talked about now: somebody may rate it again. Choose from the list."),
            code="no_such_work",
            field="works",
        )


def _check_invited(version: AchievementVersion, invited: Collection[UUID]) -> None:
    if not invited:
        raise Invalid(_("Choose who is invited."), code="nobody_invited", field="invited")
    if not set(invited) <= set(selectors.list_assessors(version.organization)):
        raise Invalid(
            _("One of these does not rate here any more. Choose from the list."),
            code="not_an_assessor",
            field="invited",
        )


def _check_came(row: CalibrationMeeting, came: Collection[UUID]) -> list[str]:
    there = {str(person) for person in came}
    if not there:
        raise Invalid(
            _("Say who came. If nobody did, call the meeting off, or move it."), code="nobody_came", field="came"
        )
    if not there.issubset(row.invited):
        raise Invalid(_("Choose from those who were invited."), code="not_invited", field="came")
    return sorted(there)


def _check_agreed(agreed: str) -> str:
    words = agreed.strip()
    if not words:
        raise Invalid(
            _("Write what was agreed, even if it is only what stays open."), code="agreed_missing", field="agreed"
        )
    if len(words) > MAX_TEXT:
        raise Invalid(
            _("Use at most %(most)s characters for what was agreed.") % {"most": MAX_TEXT},
            code="agreed_too_long",
            field="agreed",
        )
    return words


def _record(action: str, row: CalibrationMeeting, acting: Actor, **facts: object) -> None:
    audit.record(
        action,
        row,
        acting=acting,
        organization_id=row.organization_id,
        achievement=str(row.achievement_id),
        rubric=row.rubric_digest,
        **facts,
    )
