# SPDX-License-Identifier: Apache-2.0
"""Typed reading of the Open University data: assessments, what was handed in, and who the learners are.

The data counts days from the beginning of a presentation and names its month by a letter: B is February, J is October.
Each presentation is taken to begin on the first of its month.
"""

from __future__ import annotations

import csv
import gzip
import io
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from tests.shared_data import shared_path

FOLDER: Final = "real/oulad"
CUTS: Final = (40, 60, 80)
"""From which scores on the second, third and fourth level of a rubric begin."""
PASSED: Final = frozenset({"Pass", "Distinction"})
WITHDRAWN: Final = "Withdrawn"
_MONTHS: Final = {"B": 2, "J": 10}


@dataclass(frozen=True, slots=True)
class Assessment:
    """One assessment of one presentation of a module; `kind` is TMA (by a tutor), CMA (by a computer) or Exam."""

    id: str
    module: str
    presentation: str
    kind: str

    @property
    def name(self) -> str:
        """What it is called here."""
        return f"{self.module} {self.presentation} {self.kind} {self.id}"


@dataclass(frozen=True, slots=True)
class RealWork:
    """One row of studentAssessment; `place` is where it stands in the file, from 0."""

    place: int
    assessment: Assessment
    learner: str
    day: date
    score: float | None

    @property
    def level(self) -> int | None:
        """The level of a rubric of four that the score falls into, from 0; None where no score is known."""
        return None if self.score is None else bisect(CUTS, self.score)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One row of studentInfo: a learner in one presentation of a module, and what became of it."""

    module: str
    presentation: str
    learner: str
    gender: str
    region: str
    highest_education: str
    imd_band: str
    age_band: str
    disability: str
    result: str


@dataclass(frozen=True, slots=True)
class Oulad:
    """All three files."""

    works: tuple[RealWork, ...]
    enrolments: tuple[Enrolment, ...]

    @property
    def scored(self) -> list[RealWork]:
        """The works whose score is known, in the order in which they were handed in."""
        return sorted((work for work in self.works if work.score is not None), key=lambda work: (work.day, work.place))

    def every(self, step: int) -> Oulad:
        """Return the same with every so many-th work."""
        return Oulad(self.works[::step], self.enrolments)

    def handed_in(self, first: date, last: date) -> list[RealWork]:
        """Return what was handed in from a day to another, both included, in the order of the file."""
        return [work for work in self.works if first <= work.day <= last]

    def last_enrolments(self) -> dict[str, Enrolment]:
        """Return the last enrolment of each learner, of those of one term the one that stands last in the file."""
        return {row.learner: row for row in sorted(self.enrolments, key=lambda row: begins_on(row.presentation))}


def begins_on(presentation: str) -> date:
    """Return the day on which a presentation begins: 2013J is October 2013."""
    return date(int(presentation[:4]), _MONTHS[presentation[4]], 1)


@cache
def read_oulad(folder: Path) -> Oulad:
    """Read a folder with the three files."""
    assessments = {row.id: row for row in _read_assessments(folder / "assessments.csv")}
    works = _rows(gzip.decompress((folder / "studentAssessment.csv.gz").read_bytes()))
    people = _rows(gzip.decompress((folder / "studentInfo.csv.gz").read_bytes()))
    return Oulad(
        tuple(_work(place, row, assessments[row["id_assessment"]]) for place, row in enumerate(works)),
        tuple(_enrolment(row) for row in people),
    )


def oulad() -> Oulad:
    """Return the data, or skip the calling test where there is none."""
    return read_oulad(shared_path(FOLDER))


def _rows(data: bytes) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(data.decode("utf-8-sig")))


def _read_assessments(path: Path) -> Iterator[Assessment]:
    for row in _rows(path.read_bytes()):
        yield Assessment(row["id_assessment"], row["code_module"], row["code_presentation"], row["assessment_type"])


def _work(place: int, row: dict[str, str], assessment: Assessment) -> RealWork:
    day = begins_on(assessment.presentation) + timedelta(days=int(row["date_submitted"]))
    return RealWork(place, assessment, row["id_student"], day, float(row["score"]) if row["score"] else None)


def _enrolment(row: dict[str, str]) -> Enrolment:
    return Enrolment(
        module=row["code_module"],
        presentation=row["code_presentation"],
        learner=row["id_student"],
        gender=row["gender"],
        region=row["region"],
        highest_education=row["highest_education"],
        imd_band=row["imd_band"],
        age_band=row["age_band"],
        disability=row["disability"],
        result=row["final_result"],
    )
