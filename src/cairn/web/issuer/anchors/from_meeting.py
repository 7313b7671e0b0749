# SPDX-License-Identifier: Apache-2.0
"""What a meeting of assessors gives a known work to begin with: levels and reasons, and never a learner's words."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import ngettext

from cairn.achievements.models import AchievementVersion
from cairn.assessment.models import CalibrationMeeting
from cairn.assessment.selectors.meeting_works import works_of_meeting
from cairn.assessment.selectors.meetings import get_meeting
from cairn.foundation.actors import Actor


def initial_from_meeting(
    meeting_id: UUID, work_id: UUID, version: AchievementVersion, *, acting: Actor
) -> dict[str, str]:
    """Return the levels on which both assessors of a work agreed, and what the meeting agreed on, by field.

    Where the meeting was on another rubric, or the work is not of it, nothing is known. Raises NotFound.
    """
    meeting = get_meeting(meeting_id, acting=acting)
    pair = next((row for row in works_of_meeting(meeting) if row.pk == work_id), None)
    if pair is None or meeting.achievement_id != version.achievement_id:
        return {}
    agreed = {known: level for known, level in pair.levels_a.items() if pair.levels_b.get(known) == level}
    return {
        "use": "training",
        "agreed_by": _who_agreed(meeting),
        f"reason_{meeting.criterion}": meeting.agreed,
        **{f"level_{criterion}": level for criterion, level in agreed.items()},
    }


def _who_agreed(meeting: CalibrationMeeting) -> str:
    words = {"count": len(meeting.came), "day": date_format(timezone.localdate(meeting.at))}
    return (
        ngettext(
            "%(count)s assessor, in the meeting of %(day)s",
            "%(count)s assessors, in the meeting of %(day)s",
            len(meeting.came),
        )
        % words
    )
