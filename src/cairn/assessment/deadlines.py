# SPDX-License-Identifier: Apache-2.0
"""Until when learners hear back, in working days: Monday to Friday."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

DAYS_TO_DECIDE: Final = 14
_SATURDAY: Final = 5
_DAY: Final = timedelta(days=1)


def add_working_days(moment: datetime, days: int) -> datetime:
    """Return the moment so many working days later, at the same time of the day."""
    while days:
        moment += _DAY
        days -= moment.weekday() < _SATURDAY
    return moment


def working_days_until(today: date, day: date) -> int:
    """Count the working days from today to a day; below zero where it is past."""
    if day < today:
        return -working_days_until(day, today)
    return sum((today + _DAY * step).weekday() < _SATURDAY for step in range(1, (day - today).days + 1))
