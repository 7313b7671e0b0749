# SPDX-License-Identifier: Apache-2.0
"""Real sections through the services: hand-ins on their days, teachers who never rate their own, grades as levels.

The figures that stand here were counted from the files apart from these tests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pytest
from pytest_django.fixtures import Settings

from cairn.accounts.models import Person
from cairn.achievements.models import AchievementVersion
from cairn.assessment import selectors, services
from cairn.assessment.models import ConflictKind, Decision, Outcome, Rating, Submission, SubmissionState
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import Conflict, PermissionDenied
from cairn.foundation.scopes import everything, organization_scope, person_scope
from cairn.organizations.models import Organization
from tests.factories.achievements import make_published_version
from tests.factories.assessment import finish, make_submission
from tests.factories.people import make_organization, make_person, member
from tests.real.raters import LEVELS
from tests.real.sections import (
    OTHER_SECTION,
    SECTION,
    SECTION_NUMBER,
    Assignment,
    HandIn,
    read_gradebook,
    read_section,
)
from tests.real.world import four_levels

_LATER = datetime(2021, 12, 20, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Classroom:
    """An organization, learners by number, the teachers of two sections, and two assessors who teach none."""

    organization: Organization
    learners: Mapping[str, Person]
    teacher: Person
    other_teacher: Person
    assessors: tuple[Person, Person]


@pytest.fixture
def classroom(db: None, settings: Settings, tmp_path: Path) -> Iterator[Classroom]:
    """Algebra I with its 49 learners; the teachers are made up, as the files name none."""
    settings.MEDIA_ROOT = tmp_path
    numbers = [*read_section(SECTION).students, *{grade.student for grade in read_gradebook()}]
    with clock.at(datetime(2021, 8, 20, 8, tzinfo=UTC)):
        organization = make_organization("grand-bend")
        learners = {number: make_person(f"Learner {number}", "") for number in sorted({*numbers})}
        for person in learners.values():
            member(organization, "learner", person=person)
        one, two, teacher, other = (
            member(organization, "assessor", name=name) for name in ("One", "Two", "Algebra", "English")
        )
        made = Classroom(organization, learners, teacher, other, (one, two))
        _keep_apart(made, teacher, read_section(SECTION).students)
        _keep_apart(made, other, read_section(OTHER_SECTION).students)
        yield made


def _keep_apart(classroom: Classroom, teacher: Person, students: Iterable[str]) -> None:
    owner = member(classroom.organization, "owner").as_actor()
    with organization_scope(classroom.organization.pk):
        for number in students:
            pair = (teacher.pk, classroom.learners[number].pk)
            services.enter_conflict(classroom.organization, pair, ConflictKind.TUTOR, acting=owner)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _do(version: AchievementVersion, assignment: Assignment, row: HandIn, learner: Person) -> Submission:
    """Begin on the first day, write, and hand in on the real day; what is missing stays a draft."""
    with clock.at(_noon(min(assignment.begins, row.day or assignment.begins))):
        work = make_submission(version, learner=learner)
    return _hand_in(work, learner, row.day) if row.day else work


def _hand_in(work: Submission, learner: Person, day: date) -> Submission:
    with clock.at(_noon(day)), person_scope(learner.pk):
        declared = services.Declaration(own_work=True)
        return services.submit_submission(work, acting=learner.as_actor(), declaration=declared)


def _run(classroom: Classroom, assignment: Assignment) -> tuple[AchievementVersion, dict[str, Submission]]:
    version = make_published_version(classroom.organization, four_levels(f"Assignment {assignment.id}"))
    rows = sorted(assignment.hand_ins, key=lambda row: (row.day or date.max, row.student))
    return version, {row.student: _do(version, assignment, row, classroom.learners[row.student]) for row in rows}


def _assert_handed_in(assignment: Assignment, works: Mapping[str, Submission]) -> None:
    for row in assignment.hand_ins:
        work = works[row.student]
        if row.day is None:
            assert (work.state, work.submitted_at, work.due_at) == (SubmissionState.DRAFT, None, None)
            continue
        assert (work.state, work.submitted_at) == (SubmissionState.SUBMITTED, _noon(row.day))
        assert work.due_at is not None
        assert work.due_at.date() == np.busday_offset(np.datetime64(row.day), 14, roll="backward").item()


def test_the_extracts_are_of_one_section() -> None:
    section = read_section(SECTION)
    assert (section.number, len(section.students), len(section.assignments)) == (SECTION_NUMBER, 49, 13)
    assert len({*section.students} & {*read_section(OTHER_SECTION).students}) == 24
    grades = read_gradebook()
    assert {grade.section for grade in grades} == {SECTION_NUMBER}
    assert (len(grades), len({grade.student for grade in grades})) == (250, 25)
    assert len({grade.student for grade in grades} & {*section.students}) == 24


def test_statuses_and_days_say_nearly_the_same() -> None:
    rows = [(each, row) for each in read_section(SECTION).assignments for row in each.hand_ins]
    assert Counter(row.status for _each, row in rows) == {"Graded": 504, "Late": 103, "Missing": 30}
    late = [row for each, row in rows if row.day is not None and row.day > each.due]
    # Two rows are called late though they came on the last day.
    assert (len(late), {row.status for row in late}) == (101, {"Late"})
    assert {row.status for _each, row in rows if row.day is None} == {"Missing"}
    assert {each.most_points for each, _row in rows} == {100.0}


def test_letters_and_points_stand_for_the_same_levels() -> None:
    sections = [read_section(section) for section in (SECTION, OTHER_SECTION)]
    rows = [row for section in sections for each in section.assignments for row in each.hand_ins]
    by_points = Counter((row.level, int(np.searchsorted((70, 74, 90), row.points, side="right"))) for row in rows)
    # A D plus stands for 74 points, for which a C minus was given to others.
    assert by_points == {(0, 0): 233, (1, 1): 84, (1, 2): 15, (2, 2): 288, (3, 3): 281}
    assert Counter(grade.level for grade in read_gradebook()) == {0: 84, 1: 18, 2: 82, 3: 66}


@pytest.mark.slow
def test_hand_ins_are_on_their_days_and_teachers_rate_none_of_their_learners(classroom: Classroom) -> None:
    assignment = read_section(SECTION).assignments[0]
    version, works = _run(classroom, assignment)
    _assert_handed_in(assignment, works)
    assert Counter(work.state for work in works.values()) == {"submitted": 47, "draft": 2}
    with clock.at(_LATER), organization_scope(classroom.organization.pk):
        queue = selectors.list_queue(classroom.teacher.pk)
        assert (queue.total, queue.hidden.related, queue.hidden.total) == (0, 47, 47)
        waiting = works[next(row.student for row in assignment.hand_ins if row.day)]
        with pytest.raises(PermissionDenied) as refused:
            services.start_rating(waiting, acting=classroom.teacher.as_actor())
        assert (refused.value.code, Rating.objects.exists()) == ("conflict", False)
    given = _hand_out(classroom)
    assert sum(given.values()) == 47
    assert max(given.values()) - min(given.values()) <= 1
    assert classroom.teacher.pk not in given
    own = {classroom.learners[number].pk for number in read_section(OTHER_SECTION).students}
    with organization_scope(classroom.organization.pk):
        held = Rating.objects.filter(assessor=classroom.other_teacher).values_list("submission__learner_id", flat=True)
        assert given[classroom.other_teacher.pk] == len(held) > 0
        assert not own.intersection(held)
        rating = Rating.objects.filter(assessor=classroom.assessors[0]).first()
        assert rating is not None
        with pytest.raises(Conflict) as barred:
            services.reassign_rating(rating, classroom.teacher.pk, reason="On leave", acting=SYSTEM)
    assert (barred.value.code, version.is_published) == ("not_eligible", True)


@pytest.mark.drill
def test_all_thirteen_assignments_are_handed_in_on_their_days(classroom: Classroom) -> None:
    for assignment in read_section(SECTION).assignments:
        _version, works = _run(classroom, assignment)
        _assert_handed_in(assignment, works)
    given = _hand_out(classroom)
    assert (sum(given.values()), classroom.teacher.pk in given) == (607, False)
    assert max(given.values()) - min(given.values()) <= 1


@pytest.mark.slow
def test_grades_of_the_gradebook_become_levels_and_decisions(classroom: Classroom) -> None:
    grades = {grade.student: grade for grade in read_gradebook() if grade.entry == "8907100001"}
    version = make_published_version(classroom.organization, four_levels("Assignment 1"))
    due = date(2021, 8, 24)
    for number, grade in grades.items():
        with clock.at(_noon(date(2021, 8, 23))):
            work = make_submission(version, learner=classroom.learners[number])
        _hand_in(work, classroom.learners[number], due + timedelta(days=grade.is_late))
    given = _hand_out(classroom)
    assert sum(given.values()) == 25
    # Of the gradebook's students, one is in no section of the extract: their work may go to the teacher too.
    assert given.get(classroom.teacher.pk, 0) <= 1
    people = {person.pk: number for number, person in classroom.learners.items()}
    with everything("a test rates what was handed out"):
        held = list(Rating.objects.select_related("assessor", "submission__version", "submission__learner"))
    with clock.at(_LATER):
        for rating in held:
            level = LEVELS[grades[people[rating.submission.learner_id]].level]
            finish(rating.submission, rating.assessor, {"score": level})
    with organization_scope(classroom.organization.pk):
        outcomes = Counter(Decision.objects.values_list("outcome", flat=True))
        levels = Counter(row.levels["score"] for row in Decision.objects.all())
    assert levels == {"not_yet": 9, "developing": 1, "proficient": 10, "advanced": 5}
    assert outcomes == {Outcome.AWARD: 16, Outcome.RETURN: 9}


def _hand_out(classroom: Classroom) -> Counter[object]:
    with clock.at(_LATER):
        services.assign_waiting(classroom.organization, acting=SYSTEM)
    with everything("a test looks"):
        return Counter(Rating.objects.values_list("assessor_id", flat=True))
