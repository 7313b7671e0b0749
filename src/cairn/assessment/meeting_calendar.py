# SPDX-License-Identifier: Apache-2.0
"""A meeting as an entry of a calendar, and when it is in words: in the time of the place where the server stands."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parseaddr
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cairn.accounts.models import Person
from cairn.accounts.selectors import primary_email
from cairn.achievements.definition import Definition
from cairn.assessment.models import CalibrationMeeting
from cairn.foundation import clock
from cairn.standards.icalendar import Appointment, Party, write_calendar

FILE_NAME: Final = "meeting.ics"


def calendar_file(meeting: CalibrationMeeting, definition: Definition, *, reader: Person) -> bytes:
    """Return the meeting for somebody's calendar, as it stands now; one that was called off is taken out again.

    `definition` is in the reader's language.
    """
    appointment = Appointment(
        uid=f"{meeting.pk}@{urlsplit(settings.CAIRN_BASE_URL).hostname}",
        start=meeting.at,
        end=meeting.at + timedelta(minutes=meeting.minutes),
        summary=_("Meeting on “%(criterion)s”") % {"criterion": criterion_of(meeting, definition)},
        organizer=_organizer(meeting),
        description=_("Assessors of “%(name)s” look at works together:\n%(link)s")
        % {"name": definition.name, "link": page_of(meeting)},
        location=meeting.place,
        url=page_of(meeting),
        # What is called off is one change more.
        sequence=meeting.moved + (meeting.cancelled_at is not None),
        is_cancelled=meeting.cancelled_at is not None,
        reader=_reader(reader),
    )
    return write_calendar(appointment, stamp=clock.now(), language=get_language() or "en")


def criterion_of(meeting: CalibrationMeeting, definition: Definition) -> str:
    """Return what the criterion of a meeting is called."""
    known = (one for one in definition.rubric.criteria if one.id == meeting.criterion)
    return next((one.name or one.id for one in known), meeting.criterion)


def say_when(meeting: CalibrationMeeting) -> str:
    """Write the day with its name, and the time."""
    local = timezone.localtime(meeting.at)
    words = {"weekday": date_format(local, "l"), "day": date_format(local.date()), "time": f"{local:%H:%M}"}
    return _("%(weekday)s, %(day)s, %(time)s") % words


def zone_name() -> str:
    """Return the name of the time zone in which times are written."""
    return timezone.get_current_timezone_name()


def page_of(meeting: CalibrationMeeting) -> str:
    """Return the address of the page of a meeting."""
    return f"{settings.CAIRN_BASE_URL}/o/{meeting.organization.slug}/meetings/{meeting.pk}/"


def _organizer(meeting: CalibrationMeeting) -> Party:
    """Return the organization, at its own address or at the one that its letters come from."""
    organization = meeting.organization
    return Party(organization.name, organization.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1])


def _reader(reader: Person) -> Party | None:
    address = primary_email(reader)
    return Party(str(reader), address) if address else None
