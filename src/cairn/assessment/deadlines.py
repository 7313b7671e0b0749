# SPDX-License-Identifier: Apache-2.0
"""Until when learners hear back, in the working days of an organization: its week, its holidays, its clocks. Pure.

A deadline is a day, and lasts until that day is over where the server stands. Its time of the day is that of what set
it off; it only keeps what is due on one day in the order in which it came.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

_DAY: Final = timedelta(days=1)
SATURDAY_AND_SUNDAY: Final = frozenset({5, 6})
DAYS_OF_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Calendar:
    """When an organization works, and how many working days it gives itself to decide, and learners to appeal.

    `weekend` has the free days of the week, 0 for Monday; never all seven. `remind_days` before a work is due, its
    assessor is reminded.
    """

    weekend: frozenset[int] = SATURDAY_AND_SUNDAY
    holidays: frozenset[date] = frozenset()
    days_to_decide: int = 14
    days_to_appeal: int = 20
    days_to_answer: int = 10
    remind_days: int = 2

    def is_working(self, day: date) -> bool:
        """Say whether anybody works on a day."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def add(self, moment: datetime, days: int) -> datetime:
        """Return the moment so many working days later, at the same time of the day where the server stands."""
        local = timezone.localtime(moment)
        day = local.date()
        while days:
            day += _DAY
            days -= self.is_working(day)
        return timezone.make_aware(datetime.combine(day, local.time()))

    def days_ago(self, moment: datetime, days: int) -> datetime:
        """Return the beginning of a day: so many working days have gone by since whatever was before it."""
        day = timezone.localdate(moment)
        while days:
            day -= _DAY
            days -= self.is_working(day)
        return timezone.make_aware(datetime.combine(day, time.min))

    def days_until(self, today: date, day: date) -> int:
        """Count the working days from today to a day; below zero where it is past."""
        if day < today:
            return -self.days_until(day, today)
        return sum(self.is_working(today + _DAY * step) for step in range(1, (day - today).days + 1))


def day_begins(moment: datetime) -> datetime:
    """Return when the day of a moment began: every deadline before it has passed."""
    return timezone.make_aware(datetime.combine(timezone.localdate(moment), time.min))


def has_passed(deadline: datetime, now: datetime) -> bool:
    """Say whether the day of a deadline is over."""
    return deadline < day_begins(now)


DEFAULT: Final = Calendar()

DAYS_TO_DECIDE: Final = DEFAULT.days_to_decide


def add_working_days(moment: datetime, days: int) -> datetime:
    """Return the moment so many working days later, where nothing was stated of the calendar."""
    return DEFAULT.add(moment, days)


def working_days_until(today: date, day: date) -> int:
    """Count the working days from today to a day, where nothing was stated of the calendar."""
    return DEFAULT.days_until(today, day)
