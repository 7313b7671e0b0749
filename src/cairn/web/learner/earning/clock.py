# SPDX-License-Identifier: Apache-2.0
"""A fair clock: until when a learner hears back, in working days, why it takes that long, and what follows if not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.assessment.models import WAITING, Submission, SubmissionState
from cairn.assessment.selectors import calendar_for
from cairn.foundation import clock
from cairn.foundation.scopes import organization_scope

_TWO: Final = 2


@dataclass(frozen=True, slots=True)
class FairClock:
    """How many working days the organization gives itself, how many are left, and why the work takes its time."""

    days: int
    answer_days: int
    due_at: datetime | None
    left: int
    is_late: bool
    reason: str


def read_clock(row: Submission) -> FairClock:
    """Return the clock of a piece of work."""
    with organization_scope(row.organization_id):
        calendar = calendar_for(row.organization_id)
    due = row.due_at if row.state in WAITING else None
    left = calendar.days_until(timezone.localdate(clock.now()), timezone.localdate(due)) if due else 0
    return FairClock(
        days=calendar.days_to_decide,
        answer_days=calendar.days_to_answer,
        due_at=due,
        left=max(left, 0),
        is_late=row.is_late,
        reason=_reason(row),
    )


def _reason(row: Submission) -> str:
    if row.state == SubmissionState.APPEALED:
        return _("You appealed. An assessor who has not seen the first result rates it anew.")
    if row.seats > _TWO:
        return _("Two assessors read it and did not agree. A third one reads it now and decides.")
    if row.seats == _TWO:
        return _("Two assessors read it apart from each other, so that your result does not hang on one person.")
    return ""
