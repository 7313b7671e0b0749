# SPDX-License-Identifier: Apache-2.0
"""Random organizations with assessors, learners and works, in which all that can keep a work from somebody is found."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from cairn.accounts.models import Person
from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.assessment.models import (
    AssessmentPolicy,
    AssessorProfile,
    Conflict,
    ConflictKind,
    Qualification,
    QualificationState,
    Rating,
    RatingState,
    Seat,
    Submission,
    SubmissionState,
)
from cairn.foundation import clock
from cairn.foundation.scopes import everything
from cairn.organizations.models import Membership, Organization
from tests.factories.achievements import make_published_version
from tests.factories.people import make_organization, member

LANGUAGES: Final = ("", "en", "es", "ar")


@dataclass(frozen=True, slots=True)
class World:
    """An organization, who rates there, and what waits."""

    organization: Organization
    assessors: tuple[Person, ...]
    works: tuple[Submission, ...]


def make_people(count: int) -> list[Person]:
    """Make people at once, without addresses."""
    people = [
        Person(username=f"~crowd-{place}-{clock.now().timestamp()}", name=f"Person {place}") for place in range(count)
    ]
    return Person.objects.bulk_create(people)


def make_assessors(organization: Organization, count: int) -> list[Person]:
    """Make assessors at once."""
    people = make_people(count)
    with everything("a test makes many"):
        Membership.objects.bulk_create(
            Membership(organization=organization, person=person, roles=["assessor"], joined_at=clock.now())
            for person in people
        )
    return people


def make_works(
    versions: list[AchievementVersion], learners: list[Person], rng: random.Random, *, seats: tuple[int, ...] = (1,)
) -> list[Submission]:
    """Make works that wait, one for each learner, due on different days, at once."""
    now = clock.now()
    rows = []
    for learner in learners:
        version, free = rng.choice(versions), rng.choice(seats)
        row = Submission(
            organization_id=version.organization_id,
            version=version,
            learner=learner,
            state=SubmissionState.SUBMITTED,
            created_at=now,
            changed_at=now,
            submitted_at=now,
            due_at=now + timedelta(hours=rng.randint(-48, 480)),
            seats=free,
            open_seats=free,
            language=rng.choice(LANGUAGES),
        )
        rows.append(row)
    with everything("a test makes many"):
        return Submission.objects.bulk_create(rows)


def make_random_world(seed: int) -> World:
    """Make a small world in which every reason holds somewhere."""
    rng = random.Random(seed)
    organization = make_organization()
    versions = [make_published_version(organization, name=f"Number {number}") for number in range(3)]
    assessors = make_assessors(organization, rng.randint(2, 6))
    learners = make_people(rng.randint(3, 12))
    works = make_works(versions, [*learners, *rng.sample(assessors, 1)], rng, seats=(0, 1, 1, 2))
    with everything("a test makes what keeps works from people"):
        _make_rules(versions, assessors, rng)
        _make_conflicts(organization, assessors, learners, rng)
        _make_ratings(works, assessors, rng)
    _make_schools(organization, [*assessors, *learners], rng)
    return World(organization, tuple(assessors), tuple(works))


def _make_rules(versions: list[AchievementVersion], assessors: list[Person], rng: random.Random) -> None:
    now = clock.now()
    for version in versions:
        AssessmentPolicy.objects.create(
            organization=version.organization,
            achievement=version.achievement,
            requires_qualification=rng.random() < 0.5,
            excludes_same_school=rng.random() < 0.6,
            changed_at=now,
        )
        for person in assessors:
            if rng.random() < 0.6:
                Qualification.objects.create(
                    organization=version.organization,
                    achievement=version.achievement,
                    assessor=person,
                    rubric_digest=rng.choice([rubric_digest(version.definition.rubric)] * 3 + ["another"]),
                    state=rng.choice([QualificationState.QUALIFIED] * 3 + [QualificationState.ENDED]),
                    changed_at=now,
                    expires_at=rng.choice([None, now + timedelta(days=1), now - timedelta(days=1)]),
                )
    for person in assessors:
        if rng.random() < 0.5:
            AssessorProfile.objects.create(
                organization=versions[0].organization,
                assessor=person,
                languages=rng.choice([[], ["en"], ["ar", "es"]]),
                changed_at=now,
            )


def _make_conflicts(
    organization: Organization, assessors: list[Person], learners: list[Person], rng: random.Random
) -> None:
    for person in assessors:
        for learner in rng.sample(learners, rng.randint(0, 2)):
            Conflict.objects.create(
                organization=organization,
                assessor=person,
                learner=learner,
                kind=rng.choice([ConflictKind.DECLARED, ConflictKind.RELATIVE, ConflictKind.TUTOR]),
                declared_by="A test",
                declared_at=clock.now(),
                ended_at=rng.choice([None, None, clock.now()]),
            )


def _make_ratings(works: list[Submission], assessors: list[Person], rng: random.Random) -> None:
    now = clock.now()
    for work in rng.sample(works, len(works) // 2):
        rating = Rating.objects.create(
            organization_id=work.organization_id,
            submission=work,
            round=rng.choice([1, 1, 2]),
            assessor=rng.choice(assessors),
            seat=Seat.FIRST,
            state=rng.choice([RatingState.FINAL, RatingState.PUT_BACK, RatingState.SET_ASIDE]),
            started_at=now,
            changed_at=now,
        )
        if rating.state == RatingState.FINAL and rating.round == 1 and work.open_seats:
            work.open_seats -= 1
            work.save()


def _make_schools(organization: Organization, people: list[Person], rng: random.Random) -> None:
    for _number in range(2):
        school = make_organization(parent=organization)
        for person in rng.sample(people, len(people) // 2):
            member(school, rng.choice(["learner", "author"]), person=person)
    with everything("a test ends some"):
        Membership.objects.filter(organization__parent=organization, person=people[-1]).update(ended_at=clock.now())
