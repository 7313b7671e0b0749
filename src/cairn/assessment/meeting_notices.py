# SPDX-License-Identifier: Apache-2.0
"""Letters to assessors about a meeting, in their language. They name no learner and no assessor, and quote no work."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cairn.accounts.selectors import primary_emails
from cairn.achievements.definition import Definition
from cairn.achievements.translate import in_language
from cairn.assessment.meeting_calendar import FILE_NAME, criterion_of, page_of, say_when, zone_name
from cairn.assessment.models import CalibrationMeeting
from cairn.assessment.selectors.meetings import version_of_meeting
from cairn.foundation.mail import queue_mail
from cairn.organizations.roles import Role
from cairn.organizations.selectors import list_members


def tell_called(meeting: CalibrationMeeting) -> None:
    """Write to everybody who is invited: on what, when, how long, where, and where the works are."""
    _tell(meeting, _called)


def tell_moved(meeting: CalibrationMeeting) -> None:
    """Write to everybody who is invited that there is another time or place."""
    _tell(meeting, _moved)


def tell_cancelled(meeting: CalibrationMeeting) -> None:
    """Write to everybody who was invited that it is off, and how it leaves the calendar."""
    _tell(meeting, _cancelled)


def tell_agreed(meeting: CalibrationMeeting) -> None:
    """Write to everybody who was invited where to read what was agreed."""
    _tell(meeting, _agreed)


def _tell(meeting: CalibrationMeeting, letter: Callable[[CalibrationMeeting], tuple[str, ...]]) -> None:
    """Send a letter, its subject first, to those who are invited, rate here today and have an address."""
    members = list_members(meeting.organization, role=Role.ASSESSOR)
    people = [row.person for row in members.filter(person_id__in=meeting.invited, person__is_active=True)]
    addresses = primary_emails([person.pk for person in people])
    version = version_of_meeting(meeting)
    for person in people:
        with override(person.language):
            words = _words(meeting, in_language(version.definition, person.language))
            subject, *parts = (part % words for part in letter(meeting))
        if person.pk in addresses:
            text = "\n\n".join(parts)
            queue_mail(addresses[person.pk], subject, text, organization_id=meeting.organization_id)


def _words(meeting: CalibrationMeeting, definition: Definition) -> dict[str, object]:
    return {
        "name": definition.name,
        "issuer": meeting.organization.name,
        "criterion": criterion_of(meeting, definition),
        "when": say_when(meeting),
        "zone": zone_name(),
        "minutes": meeting.minutes,
        "place": meeting.place,
        "works": len(meeting.works),
        "link": page_of(meeting),
        "file": f"{page_of(meeting)}{FILE_NAME}",
    }


def _called(meeting: CalibrationMeeting) -> tuple[str, ...]:
    works = ngettext(
        "You look at %(works)s work together, whose two assessors gave different levels.",
        "You look at %(works)s works together, whose two assessors gave different levels.",
        len(meeting.works),
    )
    return (
        _("Meeting on “%(criterion)s”: %(when)s"),
        _("The assessors of “%(name)s” at %(issuer)s meet on “%(criterion)s”. You are invited."),
        _when_and_where(),
        *([works] if meeting.works else []),
        _look(),
    )


def _moved(_meeting: CalibrationMeeting) -> tuple[str, ...]:
    return (
        _("Moved: meeting on “%(criterion)s”, now %(when)s"),
        _("The meeting of the assessors of “%(name)s” at %(issuer)s on “%(criterion)s” has moved."),
        _when_and_where(),
        _look(),
    )


def _cancelled(_meeting: CalibrationMeeting) -> tuple[str, ...]:
    return (
        _("Called off: meeting on “%(criterion)s”, %(when)s"),
        _("The meeting of the assessors of “%(name)s” at %(issuer)s on “%(criterion)s”, %(when)s, is called off."),
        _("Take it out of your calendar with this file:\n%(file)s"),
    )


def _agreed(_meeting: CalibrationMeeting) -> tuple[str, ...]:
    return (
        _("What was agreed on “%(criterion)s”"),
        _("The assessors of “%(name)s” at %(issuer)s have met on “%(criterion)s”."),
        _("Read what was agreed, and rate by it from now on:\n%(link)s"),
    )


def _when_and_where() -> str:
    return _("When: %(when)s (time zone %(zone)s)\nHow long: %(minutes)s minutes\nWhere: %(place)s")


def _look() -> str:
    return _("The works and what there is to do:\n%(link)s\n\nPut it in your calendar:\n%(file)s")
