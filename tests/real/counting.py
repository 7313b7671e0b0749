# SPDX-License-Identifier: Apache-2.0
"""The answers that are expected of a real queue, counted from the rows of the files and by numpy alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from tests.real.oulad import RealWork
from tests.real.world import BY_COMPUTER, HOLIDAYS, RealAssessor, RealQueue

Days: TypeAlias = npt.NDArray[np.datetime64]

TO_DECIDE: Final = 14
_CLOSED: Final = np.array(HOLIDAYS, dtype="datetime64[D]")


def lot_of(queue: RealQueue, work: RealWork, rater: RealAssessor) -> str:
    """Say whether an assessor may rate a work, and else the first reason why not."""
    if queue.regions[work.learner] == rater.region:
        return "school"
    needs = work.assessment.kind != BY_COMPUTER
    return "unqualified" if needs and work.assessment.module not in rater.modules else "free"


def free_for(queue: RealQueue, rater: RealAssessor) -> list[RealWork]:
    """Return what an assessor may rate, in the order of the file."""
    return [work for work in queue.works if lot_of(queue, work, rater) == "free"]


def due_days(works: Iterable[RealWork], days: int = TO_DECIDE) -> Days:
    """Return the days on which works are due, by numpy: so many working days after the hand-in."""
    handed_in = np.array([work.day for work in works], dtype="datetime64[D]")
    return np.asarray(np.busday_offset(handed_in, days, roll="backward", holidays=_CLOSED))


def presses_on(works: Sequence[RealWork], today: date) -> tuple[int, int, int]:
    """Count what is late in the morning of a day, what is due by the end of the next working day, and the rest."""
    handed_in = np.array([work.day for work in works], dtype="datetime64[D]")
    # Working days after the hand-in, up to and with yesterday: fourteen of them, and the work was due before today.
    gone = np.busday_count(handed_in + 1, np.datetime64(today), holidays=_CLOSED)
    soon = np.busday_count(handed_in + 1, next_working_day(today) + 1, holidays=_CLOSED)
    late = int((gone >= TO_DECIDE).sum())
    return late, int((soon >= TO_DECIDE).sum()) - late, int((soon < TO_DECIDE).sum())


def next_working_day(today: date) -> np.datetime64:
    """Return the next working day after a day."""
    return np.datetime64(np.busday_offset(np.datetime64(today), 1, roll="backward", holidays=_CLOSED))


def by_due(works: Sequence[RealWork]) -> list[RealWork]:
    """Put works in the order of the queue: due first first, and of one day those that came first in the file."""
    due = due_days(works)
    order = sorted(range(len(works)), key=lambda place: (due[place], works[place].place))
    return [works[place] for place in order]


def count_by(names: Iterable[str]) -> list[tuple[str, int]]:
    """Count names, in their order."""
    return sorted(Counter(names).items())
