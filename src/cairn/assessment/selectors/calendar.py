# SPDX-License-Identifier: Apache-2.0
"""Reading when an organization works."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from cairn.assessment.deadlines import DEFAULT, SATURDAY_AND_SUNDAY, Calendar
from cairn.assessment.models import AssessmentCalendar


def calendar_for(organization_id: UUID) -> Calendar:
    """Return the calendar of an organization, within its scope."""
    row = find_calendar(organization_id)
    if row is None:
        return DEFAULT
    return Calendar(
        weekend=frozenset(row.weekend) if row.weekend is not None else SATURDAY_AND_SUNDAY,
        holidays=frozenset(date.fromisoformat(holiday["day"]) for holiday in row.holidays),
        days_to_decide=row.days_to_decide,
        days_to_appeal=row.days_to_appeal,
        days_to_answer=row.days_to_answer,
        remind_days=row.remind_days,
    )


def find_calendar(organization_id: UUID) -> AssessmentCalendar | None:
    """Return what an organization has stated of its calendar, where it has."""
    row: AssessmentCalendar | None = AssessmentCalendar.objects.filter(organization_id=organization_id).first()
    return row
