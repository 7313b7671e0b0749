# SPDX-License-Identifier: Apache-2.0
"""Typed reading of sections: who is enrolled and what was handed in (LMS Toolkit), and a gradebook (Ed-Fi 5.2).

Both name the same section and the same students by the numbers of the student system. Neither says who teaches.
"""

from __future__ import annotations

import csv
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from tests.shared_data import shared_path

SECTION: Final = "123456780"
"""Algebra I, which the gradebook has too."""
OTHER_SECTION: Final = "123456789"
"""English I, to which half of the same learners belong."""
SECTION_NUMBER: Final = "25590100102Trad220ALG112011"
LETTERS: Final = {"F": 0, "D": 1, "C": 2, "B": 2, "A": 3}
"""The level of a rubric of four that each letter stands for; plus and minus make no difference."""
LETTER_CUTS: Final = (70, 74, 90)
"""From which points on the letters D, C and A are given."""
_LMS: Final = "real/lms-attendance-starterkit"
_SPACE: Final = {"e": "http://ed-fi.org/5.2.0"}


@dataclass(frozen=True, slots=True)
class HandIn:
    """What became of one assignment for one student; `day` is None where nothing was handed in."""

    student: str
    status: str
    day: date | None
    points: float
    letter: str

    @property
    def level(self) -> int:
        """The level that the letter stands for."""
        return LETTERS[self.letter[0]]


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment of a section, from when on, until when, for how many points, and what became of it."""

    id: str
    begins: date
    due: date
    most_points: float
    hand_ins: tuple[HandIn, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section, its students by their numbers in the student system, and its assignments."""

    number: str
    students: tuple[str, ...]
    assignments: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Grade:
    """One entry of a gradebook for one student."""

    entry: str
    section: str
    student: str
    points: float
    is_late: bool

    @property
    def level(self) -> int:
        """The level that the points fall into."""
        return bisect(LETTER_CUTS, self.points)


def read_section(section: str) -> Section:
    """Read one section of the LMS extract."""
    folder = shared_path(_LMS)
    numbers = {row["SourceSystemIdentifier"]: row["SISUserIdentifier"] for row in _rows(folder / "users")}
    place = folder / f"section={section}"
    named = {row["SourceSystemIdentifier"]: row["SISSectionIdentifier"] for row in _rows(folder / "sections")}
    students = _rows(place / "section-associations")
    return Section(
        number=named[section],
        students=tuple(numbers[row["LMSUserSourceSystemIdentifier"]] for row in students),
        assignments=tuple(_assignment(place, row, numbers) for row in _rows(place / "assignments")),
    )


def read_gradebook() -> list[Grade]:
    """Read the gradebook."""
    root = fromstring(shared_path("real/edfi-grandbend/StudentGradebook.xml").read_bytes())
    sections = {
        _text(entry, "e:GradebookEntryIdentifier"): _text(entry, "e:SourceSectionIdentifier")
        for entry in root.findall("e:GradebookEntry", _SPACE)
    }
    return [_grade(entry, sections) for entry in root.findall("e:StudentGradebookEntry", _SPACE)]


def _assignment(place: Path, row: dict[str, str], numbers: dict[str, str]) -> Assignment:
    id_ = row["SourceSystemIdentifier"]
    return Assignment(
        id=id_,
        begins=date.fromisoformat(row["StartDateTime"][:10]),
        due=date.fromisoformat(row["DueDateTime"][:10]),
        most_points=float(row["MaxPoints"]),
        hand_ins=tuple(_hand_in(known, numbers) for known in _rows(place / f"assignment={id_}" / "submissions")),
    )


def _hand_in(row: dict[str, str], numbers: dict[str, str]) -> HandIn:
    day = row["SubmissionDateTime"][:10]
    return HandIn(
        student=numbers[row["LMSUserSourceSystemIdentifier"]],
        status=row["SubmissionStatus"],
        day=date.fromisoformat(day) if day else None,
        points=float(row["EarnedPoints"]),
        letter=row["Grade"].strip(),
    )


def _grade(entry: Element, sections: dict[str, str]) -> Grade:
    id_ = _text(entry, ".//e:GradebookEntryIdentifier")
    return Grade(
        entry=id_,
        section=sections[id_],
        student=_text(entry, ".//e:StudentUniqueId"),
        points=float(_text(entry, "e:NumericGradeEarned")),
        is_late=_text(entry, "e:AssignmentLateStatus").endswith("#Late"),
    )


def _text(element: Element, path: str) -> str:
    return element.findtext(path, "", _SPACE)


def _rows(folder: Path) -> Iterator[dict[str, str]]:
    """Read the one table of a folder, which is named for the day it was taken."""
    (path,) = folder.glob("*.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
