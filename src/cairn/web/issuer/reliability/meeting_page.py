# SPDX-License-Identifier: Apache-2.0
"""What the page of a meeting shows to one reader: names of people only to whoever looks after submissions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import get_language

from cairn.accounts.selectors import names_of
from cairn.achievements.definition import Definition
from cairn.achievements.models import AchievementVersion
from cairn.achievements.translate import in_language
from cairn.assessment.meeting_calendar import criterion_of
from cairn.assessment.models import CalibrationMeeting
from cairn.assessment.selectors import BlindPart, name_of_work
from cairn.assessment.selectors.meeting_works import WorkOnTable, lay_out, works_of_meeting
from cairn.assessment.selectors.meetings import version_of_meeting
from cairn.foundation import clock
from cairn.foundation.access import permissions_of
from cairn.foundation.actors import Actor
from cairn.foundation.permissions import Permission
from cairn.web.public.reliability.presenting import level_name


@dataclass(frozen=True, slots=True)
class VoiceLine:
    """What one of two assessors gave, and why."""

    level: str
    comment: str


@dataclass(frozen=True, slots=True)
class WorkPage:
    """A work on the table: its two voices, and the parts in which something was handed in."""

    name: str
    voices: tuple[VoiceLine, ...]
    parts: tuple[BlindPart, ...]
    is_brought_in: bool


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A work that a meeting looked at, by its id among the double ratings."""

    pk: UUID
    name: str


@dataclass(frozen=True, slots=True)
class LevelLine:
    """A level of the criterion, in the words of the rubric."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting as one reader sees it; `missing` counts the works that are not on the table for them now.

    `invited` and `came` are names, and blank for whoever does not look after submissions. `known` are the works of a
    meeting that was held, from which known works can be written.
    """

    meeting: CalibrationMeeting
    version: AchievementVersion
    definition: Definition
    criterion: str
    about: str
    levels: tuple[LevelLine, ...]
    works: tuple[WorkPage, ...]
    missing: int
    invited: tuple[str, ...]
    came: tuple[str, ...]
    known: tuple[KnownLine, ...]
    may_manage: bool
    may_plan: bool
    has_begun: bool

    @property
    def place_is_link(self) -> bool:
        """Whether one can go there by a link."""
        return self.meeting.place.startswith(("https://", "http://")) and " " not in self.meeting.place


def describe_meeting(meeting: CalibrationMeeting, *, acting: Actor) -> MeetingPage:
    """Prepare the page of a meeting for somebody who may see it."""
    version = version_of_meeting(meeting)
    definition = in_language(version.definition, get_language() or "en")
    allowed = permissions_of(acting, meeting.organization_id)
    may_manage, may_plan = Permission.SUBMISSIONS_MANAGE in allowed, Permission.ASSESSMENT_PLAN in allowed
    works = lay_out(meeting, version, definition, reader=acting.person_id)
    return MeetingPage(
        meeting=meeting,
        version=version,
        definition=definition,
        criterion=criterion_of(meeting, definition),
        about=_about(meeting, definition),
        levels=_levels(meeting, definition),
        works=tuple(_work(work, definition) for work in works),
        missing=len(meeting.works) - len(works) if meeting.is_ahead else 0,
        invited=_names(meeting.invited) if may_manage else (),
        came=_names(meeting.came) if may_manage else (),
        known=_known(meeting) if may_plan and meeting.held_at else (),
        may_manage=may_manage,
        may_plan=may_plan,
        has_begun=clock.now() >= meeting.at,
    )


def _known(meeting: CalibrationMeeting) -> tuple[KnownLine, ...]:
    return tuple(KnownLine(row.pk, name_of_work(row)) for row in works_of_meeting(meeting))


def _names(people: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names_of(list(people)).values(), key=str.casefold))


def _about(meeting: CalibrationMeeting, definition: Definition) -> str:
    known = (one.note for one in definition.rubric.criteria if one.id == meeting.criterion)
    return next(known, "")


def _levels(meeting: CalibrationMeeting, definition: Definition) -> tuple[LevelLine, ...]:
    criterion = next((one for one in definition.rubric.criteria if one.id == meeting.criterion), None)
    words = {known.level: known.text for known in criterion.descriptors} if criterion else {}
    return tuple(LevelLine(level.name or level.id, words.get(level.id, "")) for level in definition.rubric.levels)


def _work(work: WorkOnTable, definition: Definition) -> WorkPage:
    given = (replace(part, items=tuple(item for item in part.items if item.is_given)) for part in work.parts)
    return WorkPage(
        name=work.name,
        voices=tuple(VoiceLine(level_name(definition, voice.level), voice.comment) for voice in work.voices),
        parts=tuple(part for part in given if part.items),
        is_brought_in=work.is_brought_in,
    )
