# SPDX-License-Identifier: Apache-2.0
"""A large organization: works that wait, assessors, schools, conflicts and qualifications; made up, or real works."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cairn.accounts.models import Person
from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.assessment.models import (
    AssessmentPolicy,
    AssessorProfile,
    Conflict,
    Qualification,
    QualificationState,
    Submission,
    SubmissionState,
)
from cairn.foundation import clock
from cairn.organizations.models import Membership, Organization
from tests.factories.achievements import make_published_version
from tests.factories.people import make_organization
from tests.real.oulad import read_oulad
from tests.real.world import make_real_queue

ACHIEVEMENTS: Final = 20
SCHOOLS: Final = 12
LANGUAGES: Final = ("en",) * 14 + ("es",) * 4 + ("vi",) * 2


@dataclass(frozen=True, slots=True)
class Crowd:
    """The organization, its assessors, the moment at which it is looked at, and a question to filter its queue by."""

    organization: Organization
    assessors: list[Person]
    now: datetime
    filtered: str


def make_real_crowd(folder: Path, *, assessors: int) -> Crowd:
    """Make it of the works that were handed in at the Open University in six weeks, in the order of their days."""
    made = make_real_queue(read_oulad(folder), assessors=assessors)
    people = [rater.person for rater in made.assessors]
    return Crowd(made.organization, people, made.now, "due=soon&page=2")


def make_crowd(*, works: int, assessors: int, seed: int = 7) -> Crowd:
    """Make it, in a scope that sees everything."""
    rng = random.Random(seed)
    organization = make_organization("large")
    versions = [make_published_version(organization, name=f"Number {number}") for number in range(ACHIEVEMENTS)]
    raters, learners = _people("rater", assessors), _people("learner", works)
    _join([organization], raters, ["assessor"], rng)
    schools = [make_organization(f"school-{number}", parent=organization) for number in range(SCHOOLS)]
    _join(schools, raters, ["author"], rng)
    _join(schools, learners, ["learner"], rng)
    _make_rules(versions, raters, rng)
    _make_conflicts(organization, raters, learners, rng)
    _store(_work(rng.choice(versions), learner, rng) for learner in learners)
    return Crowd(organization, raters, clock.now(), "language=es&due=soon&page=2")


def _store(rows: object) -> None:
    many = list(rows)  # type: ignore[call-overload]  # any iterable of rows of one kind
    type(many[0])._base_manager.bulk_create(many, batch_size=2000)  # noqa: SLF001 - rows of a scope that sees everything


def _people(name: str, count: int) -> list[Person]:
    people = [Person(username=f"{name}{number}", name=f"{name} {number}") for number in range(count)]
    _store(people)
    return people


def _join(places: list[Organization], people: list[Person], roles: list[str], rng: random.Random) -> None:
    now = clock.now()
    _store(Membership(organization=rng.choice(places), person=person, roles=roles, joined_at=now) for person in people)


def _make_rules(versions: list[AchievementVersion], raters: list[Person], rng: random.Random) -> None:
    now = clock.now()
    of = {"organization": versions[0].organization}
    _store(
        AssessmentPolicy(
            achievement_id=version.achievement_id,
            requires_qualification=number % 2 == 0,
            excludes_same_school=True,
            changed_at=now,
            **of,
        )
        for number, version in enumerate(versions)
    )
    _store(
        Qualification(
            achievement_id=version.achievement_id,
            assessor=rater,
            rubric_digest=rubric_digest(version.definition.rubric),
            state=QualificationState.QUALIFIED,
            changed_at=now,
            **of,
        )
        for version in versions[::2]
        for rater in raters
        if rng.random() < 0.8
    )
    reading = [["en"], ["en", "es"], ["en", "es", "vi"], []]
    _store(AssessorProfile(assessor=rater, languages=rng.choice(reading), changed_at=now, **of) for rater in raters)


def _make_conflicts(
    organization: Organization, raters: list[Person], learners: list[Person], rng: random.Random
) -> None:
    now = clock.now()
    _store(
        Conflict(organization=organization, assessor=rater, learner=learner, declared_by="A rater", declared_at=now)
        for rater in raters
        for learner in rng.sample(learners, 5)
    )


def _work(version: AchievementVersion, learner: Person, rng: random.Random) -> Submission:
    now = clock.now()
    seats = rng.choice((1, 1, 1, 1, 2))
    return Submission(
        organization_id=version.organization_id,
        version=version,
        learner=learner,
        state=SubmissionState.SUBMITTED,
        created_at=now,
        changed_at=now,
        submitted_at=now,
        due_at=now + timedelta(hours=rng.randint(-48, 480)),
        seats=seats,
        open_seats=seats,
        language=rng.choice(LANGUAGES),
    )
