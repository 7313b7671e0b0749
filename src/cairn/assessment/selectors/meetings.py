# SPDX-License-Identifier: Apache-2.0
"""Meetings of assessors: which is ahead, what earlier ones agreed on, whom to invite and when.

A meeting is there for whoever looks after submissions and for those who are invited; to others it is not there.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.achievements.selectors import list_versions
from cairn.assessment.models import CalibrationMeeting, DoubleRating, Rating, RatingState
from cairn.assessment.selectors.calendar import calendar_for
from cairn.assessment.selectors.crowd import list_assessors
from cairn.foundation import clock
from cairn.foundation.access import may
from cairn.foundation.actors import Actor
from cairn.foundation.errors import NotFound
from cairn.foundation.permissions import Permission

USUAL_TIME: Final = time(15, 30)
_LATELY: Final = timedelta(days=366)


def get_meeting(meeting_id: UUID, *, acting: Actor) -> CalibrationMeeting:
    """Return a meeting of the organization of the scope that the actor may see. Raises NotFound."""
    rows = CalibrationMeeting.objects.select_related("achievement", "organization")
    row: CalibrationMeeting | None = rows.filter(pk=meeting_id).first()
    if row is None or not may_see_meeting(row, acting):
        raise NotFound(
            _("This meeting is not here, or you are not invited. If you should be, ask whoever called it."),
            code="no_such_meeting",
        )
    return row


def may_see_meeting(meeting: CalibrationMeeting, acting: Actor) -> bool:
    """Say whether somebody looks after submissions, or is invited and still belongs to the assessors."""
    if may(acting, Permission.SUBMISSIONS_MANAGE, meeting.organization_id):
        return True
    return meeting.is_for(acting.person_id) and may(acting, Permission.SUBMISSIONS_RATE, meeting.organization_id)


def list_meetings(achievement_id: UUID, digest: str) -> list[CalibrationMeeting]:
    """Return the meetings on a rubric that are ahead or were held, the newest first; those called off are left out."""
    rows = CalibrationMeeting.objects.filter(achievement_id=achievement_id, rubric_digest=digest, cancelled_at=None)
    return list(rows.order_by("-at", "pk"))


def meetings_ahead_of(assessor_id: UUID) -> list[CalibrationMeeting]:
    """Return the meetings ahead to which an assessor is invited, the next first."""
    rows = CalibrationMeeting.objects.filter(held_at=None, cancelled_at=None).select_related("achievement")
    return [row for row in rows.order_by("at", "pk") if row.is_for(assessor_id)]


def version_of_meeting(meeting: CalibrationMeeting) -> AchievementVersion:
    """Return the newest version with the rubric that a meeting is on. Raises NotFound."""
    for version in list_versions(meeting.achievement_id):
        if rubric_digest(version.definition.rubric) == meeting.rubric_digest:
            return version
    raise NotFound(_("The rubric of this meeting is not here any more."), code="no_such_meeting")


def raters_of_rubric(version: AchievementVersion) -> tuple[UUID, ...]:
    """Return who rates here today and has rated by a rubric within a year, here or in a table that was brought in."""
    digest, achievement_id = rubric_digest(version.definition.rubric), version.achievement_id
    ratings = Rating.objects.filter(
        submission__version__achievement_id=achievement_id,
        submission__decisions__rubric_digest=digest,
        state=RatingState.FINAL,
        finished_at__gt=clock.now() - _LATELY,
    )
    pairs = DoubleRating.objects.filter(version__achievement_id=achievement_id, rubric_digest=digest, submission=None)
    found = set(ratings.order_by().values_list("assessor_id", flat=True))
    for pair in pairs.order_by().values_list("assessor_a_id", "assessor_b_id").distinct():
        found.update(person for person in pair if person is not None)
    return tuple(person for person in list_assessors(version.organization) if person in found)


def suggest_moment(organization_id: UUID) -> datetime:
    """Return the next working day of an organization, in the afternoon."""
    today = timezone.make_aware(datetime.combine(timezone.localdate(clock.now()), USUAL_TIME))
    return calendar_for(organization_id).add(today, 1)
