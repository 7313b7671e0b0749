# SPDX-License-Identifier: Apache-2.0
"""The one place that knows what time it is, so that tests and the demonstration can say it."""

from __future__ import annotations

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
