# SPDX-License-Identifier: Apache-2.0
"""What appeals and complaints have in common on a page: a clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from cairn.assessment.deadlines import has_passed
from cairn.assessment.models import Appeal, AppealState, Complaint, ComplaintState
from cairn.foundation import clock

_Row = TypeVar("_Row", Appeal, Complaint)


@dataclass(frozen=True, slots=True)
class Clocked(Generic[_Row]):
    """A row with its clock: whether it waits, and whether it is late."""

    row: _Row
    is_waiting: bool
    is_late: bool


def read_clocks(rows: Sequence[_Row]) -> list[Clocked[_Row]]:
    """Return the rows with their clocks."""
    now = clock.now()
    waits = (AppealState.WAITING, ComplaintState.OPEN)
    return [Clocked(row, row.state in waits, row.state in waits and has_passed(row.due_at, now)) for row in rows]
