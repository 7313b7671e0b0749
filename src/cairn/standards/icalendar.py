# SPDX-License-Identifier: Apache-2.0
"""One appointment as calendar programs take it: an iCalendar object with one event.

An event is told from every other by its `uid`. When it moves, the same event is written again with a higher `sequence`;
when it is called off, it is written once more as cancelled, and programs take it out. Times are written in UTC, which
needs no table of time zones. Source: RFC 5545 §3.1, §3.3.11, §3.6.1; RFC 5546 §3.2.1, §3.2.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

MEDIA_TYPE: Final = "text/calendar"
_LONGEST: Final = 75
_CONTROLS: Final = {code: None for code in (*range(0x20), 0x7F) if chr(code) not in "\t\n"}
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who has to do with an event: a name to show, and an address for mail."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """What is in the calendar: from when to when, where, what it is about, and who calls it.

    `reader` is whose calendar it is taken out of, where it is cancelled.
    """

    uid: str
    start: datetime
    end: datetime
    summary: str
    organizer: Party
    description: str = ""
    location: str = ""
    url: str = ""
    sequence: int = 0
    is_cancelled: bool = False
    reader: Party | None = None

    @property
    def method(self) -> str:
        """What a program is to do with it (RFC 5546 §1.4)."""
        return "CANCEL" if self.is_cancelled else "PUBLISH"


def write_calendar(appointment: Appointment, *, stamp: datetime, language: str = "en") -> bytes:
    """Write an appointment as a file; `stamp` is when it is written."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Cairn//Cairn//{language.upper()}",
        f"METHOD:{appointment.method}",
        "BEGIN:VEVENT",
        *_event(appointment, stamp),
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return b"".join(_fold(line) for line in lines)


def _event(appointment: Appointment, stamp: datetime) -> Iterator[str]:
    yield f"UID:{_text(appointment.uid)}"
    yield f"DTSTAMP:{_moment(stamp)}"
    yield f"DTSTART:{_moment(appointment.start)}"
    yield f"DTEND:{_moment(appointment.end)}"
    yield f"SEQUENCE:{appointment.sequence}"
    yield f"STATUS:{'CANCELLED' if appointment.is_cancelled else 'CONFIRMED'}"
    yield f"SUMMARY:{_text(appointment.summary)}"
    yield _party("ORGANIZER", appointment.organizer)
    if appointment.is_cancelled and appointment.reader:
        yield _party("ATTENDEE", appointment.reader)
    for name, value in (("DESCRIPTION", appointment.description), ("LOCATION", appointment.location)):
        if value:
            yield f"{name}:{_text(value)}"
    if appointment.url:
        yield f"URL:{_one_line(appointment.url)}"


def _party(name: str, party: Party) -> str:
    """Write who it is; a name in quotes cannot hold a quote (RFC 5545 §3.2)."""
    shown = _one_line(party.name).replace('"', "'")
    return f'{name};CN="{shown}":mailto:{_one_line(party.email)}'


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    """Write a text so that nothing in it is taken for the end of a value or a line (RFC 5545 §3.3.11)."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return lines.translate(_CONTROLS).translate(_ESCAPES)


def _one_line(value: str) -> str:
    return " ".join(value.translate(_CONTROLS).split())


def _fold(line: str) -> bytes:
    """Break a line so that no part is longer than 75 bytes, and no letter is cut in two (RFC 5545 §3.1)."""
    parts, part = [], b""
    for letter in line:
        encoded = letter.encode()
        if len(part) + len(encoded) > _LONGEST:
            parts.append(part)
            part = b" "
        part += encoded
    return b"\r\n".join([*parts, part]) + b"\r\n"
