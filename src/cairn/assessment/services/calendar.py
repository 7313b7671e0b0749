# SPDX-License-Identifier: Apache-2.0
"""Stating when an organization works, and how long its clocks run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.assessment.deadlines import DAYS_OF_WEEK, Calendar
from cairn.assessment.models import AssessmentCalendar
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Invalid
from cairn.foundation.permissions import Permission
from cairn.foundation.texts import one_line
from cairn.organizations.models import Organization

MAX_HOLIDAYS: Final = 400
MAX_DAYS: Final = 250
_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which nobody works, and why."""

    day: date
    name: str = ""


@transaction.atomic
def state_calendar(
    organization: Organization, calendar: Calendar, holidays: tuple[Holiday, ...], *, acting: Actor
) -> AssessmentCalendar:
    """Keep the calendar of an organization; clocks that run already keep their end.

    The names of the holidays come with `holidays`, which stand for those of the calendar. Raises PermissionDenied;
    Invalid: no_working_day, too_many_holidays, clock_out_of_range.
    """
    require(acting, Permission.ASSESSMENT_PLAN, organization.pk)
    _check(calendar, holidays)
    row = AssessmentCalendar.objects.filter(organization=organization).first()
    row = row or AssessmentCalendar(organization=organization)
    row.weekend = sorted(calendar.weekend)
    row.holidays = [
        {"day": known.day.isoformat(), "name": one_line(known.name)[:_NAME]}
        for known in sorted({known.day: known for known in holidays}.values(), key=lambda known: known.day)
    ]
    row.days_to_decide, row.days_to_appeal = calendar.days_to_decide, calendar.days_to_appeal
    row.days_to_answer, row.remind_days = calendar.days_to_answer, calendar.remind_days
    row.changed_at = clock.now()
    row.save()
    audit.record(
        "assessment.calendar",
        organization,
        acting=acting,
        organization_id=organization.pk,
        weekend=row.weekend,
        holidays=len(row.holidays),
        days_to_decide=row.days_to_decide,
    )
    return row


def _check(calendar: Calendar, holidays: tuple[Holiday, ...]) -> None:
    if not calendar.weekend < frozenset(range(DAYS_OF_WEEK)):
        raise Invalid(_("Leave at least one day of the week to work."), code="no_working_day", field="weekend")
    if len(holidays) > MAX_HOLIDAYS:
        raise Invalid(
            _("More than %(most)s free days. Take out those of past years.") % {"most": MAX_HOLIDAYS},
            code="too_many_holidays",
            field="holidays",
        )
    for name in ("days_to_decide", "days_to_appeal", "days_to_answer"):
        if not 1 <= getattr(calendar, name) <= MAX_DAYS:
            raise Invalid(
                _("A clock runs for 1 to %(most)s working days.") % {"most": MAX_DAYS},
                code="clock_out_of_range",
                field=name,
            )
    if not 0 <= calendar.remind_days <= calendar.days_to_decide:
        raise Invalid(_("Remind within the days that there are."), code="clock_out_of_range", field="remind_days")
