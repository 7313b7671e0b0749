# SPDX-License-Identifier: Apache-2.0
"""Works on which two assessors differ and that are decided, and meetings about them, to test with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from cairn.accounts.models import Person
from cairn.achievements.models import AchievementVersion
from cairn.assessment import services
from cairn.assessment.models import CalibrationMeeting, DoubleRating, Submission
from cairn.assessment.selectors.meeting_works import works_to_discuss
from cairn.assessment.services import MeetingPlan, Slot
from cairn.foundation import clock
from cairn.foundation.scopes import organization_scope
from tests.factories.assessment import make_rating, make_submitted

GOOD: Final = {"plan": "meets", "insight": "meets"}
STRONG: Final = {"plan": "exceeds", "insight": "meets"}
WHY: Final = {"plan": "Two of six tasks match their goals."}


def make_split(
    version: AchievementVersion,
    raters: tuple[Person, Person],
    *,
    levels: tuple[dict[str, str], dict[str, str]] = (GOOD, STRONG),
    comments: tuple[dict[str, str], dict[str, str]] = (WHY, {}),
    learner: Person | None = None,
) -> Submission:
    """Make work that two assessors rate apart; the policy must ask for two, and let a level between them pass."""
    row = make_submitted(version, learner=learner)
    for rater, given, why in zip(raters, levels, comments, strict=True):
        rating = make_rating(row, rater, levels=given, comments=why, feedback="Read.")
        with organization_scope(version.organization_id):
            services.finish_rating(rating, acting=rater.as_actor())
    return row


def pairs_of(version: AchievementVersion, criterion: str = "plan") -> tuple[DoubleRating, ...]:
    """Return the works that can be talked about."""
    with organization_scope(version.organization_id):
        return works_to_discuss(version, criterion, most=6)


def make_plan(version: AchievementVersion, people: Sequence[Person], **changes: Any) -> MeetingPlan:
    """Make a plan for a meeting in a week on everything that can be talked about."""
    slot = Slot(clock.now() + timedelta(days=7), "Room 2")
    plan = {
        "criterion": "plan",
        "slot": slot,
        "works": [pair.pk for pair in pairs_of(version)],
        "invited": [person.pk for person in people],
        "agenda": "Agree where “Meets” ends.",
    }
    return MeetingPlan(**{**plan, **changes})


def make_meeting(
    version: AchievementVersion, caller: Person, people: Sequence[Person], **changes: Any
) -> CalibrationMeeting:
    """Call a meeting."""
    plan = make_plan(version, people, **changes)
    with organization_scope(version.organization_id):
        return services.call_meeting(version, plan, acting=caller.as_actor())


def hold(meeting: CalibrationMeeting, caller: Person, agreed: str = "A task counts if its goal is named.") -> None:
    """Let the time come, and say that everybody came and what was agreed."""
    with clock.at(meeting.at + timedelta(hours=1)), organization_scope(meeting.organization_id):
        came = [UUID(person) for person in meeting.invited]
        services.close_meeting(meeting, came=came, agreed=agreed, acting=caller.as_actor())
