# SPDX-License-Identifier: Apache-2.0
"""An appointment as calendar programs read it: by a reader of its own, written from the grammar of RFC 5545 §3.1."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.standards.icalendar import Appointment, Party, write_calendar

STAMP: Final = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
START: Final = datetime(2026, 11, 24, 15, 30, tzinfo=timezone(timedelta(hours=-6)))
MEETING: Final = Appointment(
    uid="0192@cairn.example",
    start=START,
    end=START + timedelta(minutes=40),
    summary="Meeting on “Doing my share”",
    organizer=Party("Larkwater; Schools, “North”", "desk@larkwater.example"),
    description="Look at works together:\nhttps://cairn.example/o/l/meetings/1/",
    location="Room 2, first floor; the blue door\\gate",
    url="https://cairn.example/o/l/meetings/1/",
)
_LINE: Final = re.compile(
    r"(?P<name>[A-Z-]+)(?:;(?P<parameter>[A-Z-]+)=(?:\"(?P<quoted>[^\"\x00-\x08\x0a-\x1f\x7f]*)\"|[^\";:,]*))?:(?P<value>.*)"
)


def read(data: bytes) -> list[tuple[str, str, str]]:
    """Read a file by the grammar: lines that end in CR LF, unfolded; each a name, a quoted parameter and a value."""
    assert data.endswith(b"\r\n")
    raw = data[:-2].split(b"\r\n")
    assert [line for line in raw if b"\r" in line or b"\n" in line] == []
    assert max(map(len, raw)) <= 75
    for part in raw:
        part.decode()  # no letter is cut in two
    lines = data.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")
    found = []
    for line in lines:
        match = _LINE.fullmatch(line)
        assert match is not None, line
        found.append((match["name"], match["quoted"] or "", match["value"]))
    return found


def text_of(value: str) -> str:
    """Take the escapes of a text away; whatever else is escaped is an error."""
    assert re.fullmatch(r"(?:[^\\;,\x00-\x08\x0a-\x1f\x7f]|\\[\\;,nN])*", value), value
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


def values(data: bytes) -> dict[str, str]:
    return {name: value for name, _parameter, value in read(data)}


def test_an_appointment_is_written_whole() -> None:
    found = read(write_calendar(MEETING, stamp=STAMP))
    assert found == [
        ("BEGIN", "", "VCALENDAR"),
        ("VERSION", "", "2.0"),
        ("PRODID", "", "-//Cairn//Cairn//EN"),
        ("METHOD", "", "PUBLISH"),
        ("BEGIN", "", "VEVENT"),
        ("UID", "", "0192@cairn.example"),
        ("DTSTAMP", "", "20261122T100000Z"),
        ("DTSTART", "", "20261124T213000Z"),
        ("DTEND", "", "20261124T221000Z"),
        ("SEQUENCE", "", "0"),
        ("STATUS", "", "CONFIRMED"),
        ("SUMMARY", "", "Meeting on “Doing my share”"),
        ("ORGANIZER", "Larkwater; Schools, “North”", "mailto:desk@larkwater.example"),
        ("DESCRIPTION", "", "Look at works together:\\nhttps://cairn.example/o/l/meetings/1/"),
        ("LOCATION", "", "Room 2\\, first floor\\; the blue door\\\\gate"),
        ("URL", "", "https://cairn.example/o/l/meetings/1/"),
        ("END", "", "VEVENT"),
        ("END", "", "VCALENDAR"),
    ]


def test_one_that_is_called_off_takes_itself_out() -> None:
    off = replace(MEETING, is_cancelled=True, sequence=2, reader=Party('Bo "B" Assessor', "bo@larkwater.example"))
    found = read(write_calendar(off, stamp=STAMP))
    assert ("METHOD", "", "CANCEL") in found
    assert ("STATUS", "", "CANCELLED") in found
    assert ("SEQUENCE", "", "2") in found
    assert ("UID", "", MEETING.uid) in found
    assert ("ATTENDEE", "Bo 'B' Assessor", "mailto:bo@larkwater.example") in found


def test_nobody_is_an_attendee_of_what_is_only_published() -> None:
    known = replace(MEETING, reader=Party("Bo", "bo@larkwater.example"))
    assert "ATTENDEE" not in values(write_calendar(known, stamp=STAMP))


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(MEETING, description="", location="", url="")
    assert {"DESCRIPTION", "LOCATION", "URL"}.isdisjoint(values(write_calendar(bare, stamp=STAMP)))


@pytest.mark.parametrize(
    "evil", ["a\r\nATTENDEE:mailto:x@example.org", "a\nEND:VEVENT", "a\rBEGIN:VALARM", "a\x00\x1bb"]
)
def test_no_text_begins_a_line_of_its_own(evil: str) -> None:
    party = Party(f'{evil}":mailto:x', f"x@example.org{evil}")
    changed = replace(MEETING, summary=evil, location=evil, description=evil, url=evil, organizer=party)
    found = read(write_calendar(changed, stamp=STAMP))
    assert [name for name, _parameter, _value in found] == [
        name for name, _parameter, _value in read(write_calendar(MEETING, stamp=STAMP))
    ]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=200))
def test_every_text_comes_back(text: str) -> None:
    data = write_calendar(replace(MEETING, summary=text, description=f"x{text}"), stamp=STAMP)
    assert text_of(values(data)["SUMMARY"]) == text
    assert text_of(values(data)["DESCRIPTION"]) == f"x{text}"


def test_a_long_line_is_folded_between_letters() -> None:
    data = write_calendar(replace(MEETING, summary="٤" * 100 + "🏔" * 40), stamp=STAMP)
    assert values(data)["SUMMARY"] == "٤" * 100 + "🏔" * 40
