# SPDX-License-Identifier: Apache-2.0
"""The one place that knows what time it is, so that tests and the demonstration can say it."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TypeAlias

from django.utils import timezone

Clock: TypeAlias = Callable[[], datetime]

_clock: ContextVar[Clock] = ContextVar("clock", default=timezone.now)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _clock.get()()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Run a block as if it were this moment."""
    token = _clock.set(lambda: moment)
    try:
        yield
    finally:
        _clock.reset(token)


def months_later(moment: datetime, months: int) -> datetime:
    """Return the same day of the month so many months later, or the last one that this month has."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return moment.replace(year=year, month=month, day=day)
