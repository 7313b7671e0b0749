# SPDX-License-Identifier: Apache-2.0
"""Real works in the database, in bulk: a queue as it stood on one day, who may rate it, and what was decided.

Learners keep their numbers as made-up names. Each assessment is an achievement of its own. The region of a learner is
their school, and an assessor of the same region does not rate them; an assessor is qualified for one or two modules,
and assessments that a computer marks ask for no qualification.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db import models

from cairn.accounts.models import Person
from cairn.achievements.definition import Definition, Descriptor, PassRule, Rubric, RubricCriterion, RubricLevel
from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.assessment import services
from cairn.assessment.deadlines import Calendar
from cairn.assessment.models import (
    AssessmentPolicy,
    Qualification,
    QualificationState,
    Submission,
    SubmissionState,
)
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.scopes import everything, organization_scope
from cairn.organizations.models import Membership, Organization
from tests.factories.achievements import make_definition, make_published_version
from tests.factories.people import make_organization
from tests.real.oulad import Oulad, RealWork
from tests.real.raters import LEVELS

TODAY: Final = date(2014, 3, 24)
"""A Monday in a spring of many deadlines."""
FIRST: Final = date(2014, 2, 10)
"""The first day of the six weeks before it, whose works wait."""
ASSESSORS: Final = 200
HOLIDAYS: Final = (date(2014, 2, 19), date(2014, 3, 17), date(2014, 4, 18), date(2014, 4, 21))
"""Days on which the organization does not work: two of its own, Good Friday and Easter Monday."""
CALENDAR: Final = Calendar(holidays=frozenset(HOLIDAYS))
MODULES: Final = (("AAA", "BBB"), ("BBB",), ("CCC",), ("CCC", "DDD"), ("DDD", "AAA"), ("BBB", "CCC"), ("DDD",))
"""What assessors are qualified for, one after the other."""
BY_COMPUTER: Final = "CMA"
TWICE: Final = 7
"""Every seventh row of the file is rated twice."""


@dataclass(frozen=True, slots=True)
class RealAssessor:
    """An assessor, the region that they belong to, and the modules that they are qualified for."""

    person: Person
    region: str
    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RealQueue:
    """A queue on a morning: works with the ids of their rows, assessors, and the region of each learner."""

    organization: Organization
    works: tuple[RealWork, ...]
    ids: Mapping[int, UUID]
    versions: Mapping[str, AchievementVersion]
    assessors: tuple[RealAssessor, ...]
    regions: Mapping[str, str]
    now: datetime


def four_levels(name: str) -> Definition:
    """Define something that is judged in one criterion, by the four levels into which scores fall."""
    words = zip(LEVELS, ("Below 40", "From 40", "From 60", "From 80"), strict=True)
    criterion = RubricCriterion(
        id="score",
        name="What the score says",
        outcomes=("O1", "O2"),
        evidence=("a1", "r1"),
        descriptors=tuple(Descriptor(level=level, text=text) for level, text in words),
    )
    rubric = Rubric(
        levels=tuple(
            RubricLevel(id=level, name=level.replace("_", " ").capitalize(), points=rank)
            for rank, level in enumerate(LEVELS)
        ),
        criteria=(criterion,),
        pass_rule=PassRule(each_at_least="developing", text="“Developing” or better."),
    )
    return make_definition(name=name, rubric=rubric)


def make_learners(numbers: Iterable[str]) -> dict[str, Person]:
    """Make a person for each number, called Learner and that number."""
    people = {number: Person(username=f"oulad-{number}", name=f"Learner {number}") for number in sorted({*numbers})}
    Person.objects.bulk_create(people.values(), batch_size=2000)
    return people


def handed_in_at(work: RealWork) -> datetime:
    """Return the moment of a hand-in: its day, from eight in the morning on, a tenth of a second later each row."""
    return datetime.combine(work.day, time(8), UTC) + timedelta(milliseconds=100 * work.place)


def make_real_queue(data: Oulad, *, first: date = FIRST, today: date = TODAY, assessors: int = ASSESSORS) -> RealQueue:
    """Make the queue of seven in the morning of a day, with all that was handed in since another day."""
    works = tuple(data.handed_in(first, today - timedelta(days=1)))
    regions = {number: row.region for number, row in data.last_enrolments().items()}
    now = datetime.combine(today, time(7), UTC)
    with clock.at(datetime.combine(first, time(7), UTC)), everything("a test makes many"):
        organization = make_organization("open-university")
        versions = _make_versions(organization, works)
        learners = make_learners(work.learner for work in works)
        raters = _make_assessors(organization, sorted({*regions.values()}), assessors)
        _make_schools(organization, learners, raters, regions)
        _make_rules(versions, {work.assessment.id: work for work in works}, raters)
        rows = [_row(work, versions[work.assessment.id], learners[work.learner]) for work in works]
        store(rows)
    ids = {work.place: row.pk for work, row in zip(works, rows, strict=True)}
    return RealQueue(organization, works, ids, versions, tuple(raters), regions, now)


def store(rows: Sequence[models.Model]) -> None:
    """Store rows of one kind."""
    if rows:
        type(rows[0])._base_manager.bulk_create(rows, batch_size=2000)


def join(organization: Organization, people: Iterable[Person], role: str) -> None:
    """Make people members."""
    now = clock.now()
    store([Membership(organization=organization, person=person, roles=[role], joined_at=now) for person in people])


def _make_versions(organization: Organization, works: Iterable[RealWork]) -> dict[str, AchievementVersion]:
    names = {work.assessment.id: work.assessment.name for work in works}
    with organization_scope(organization.pk):
        holidays = tuple(services.Holiday(day, "Closed") for day in HOLIDAYS)
        services.state_calendar(organization, CALENDAR, holidays, acting=SYSTEM)
    return {id_: make_published_version(organization, four_levels(name)) for id_, name in sorted(names.items())}


def _make_assessors(organization: Organization, regions: Sequence[str], count: int) -> list[RealAssessor]:
    people = [Person(username=f"assessor-{place}", name=f"Assessor {place}") for place in range(count)]
    store(people)
    join(organization, people, "assessor")
    return [
        RealAssessor(person, regions[place % len(regions)], MODULES[place % len(MODULES)])
        for place, person in enumerate(people)
    ]


def _make_schools(
    organization: Organization,
    learners: Mapping[str, Person],
    raters: Iterable[RealAssessor],
    regions: Mapping[str, str],
) -> None:
    raters = list(raters)
    for place, region in enumerate(sorted({*regions.values()})):
        school = make_organization(f"region-{place}", name=region, parent=organization)
        join(school, (person for number, person in learners.items() if regions[number] == region), "learner")
        join(school, (rater.person for rater in raters if rater.region == region), "mentor")


def _make_rules(
    versions: Mapping[str, AchievementVersion], example: Mapping[str, RealWork], raters: Iterable[RealAssessor]
) -> None:
    policies, qualifications = [], []
    raters, now = list(raters), clock.now()
    for id_, version in versions.items():
        assessment = example[id_].assessment
        of = {"organization": version.organization, "achievement_id": version.achievement_id, "changed_at": now}
        asks = assessment.kind != BY_COMPUTER
        policies.append(AssessmentPolicy(requires_qualification=asks, excludes_same_school=True, **of))
        digest = rubric_digest(version.definition.rubric)
        qualifications += [
            Qualification(
                assessor=rater.person, rubric_digest=digest, state=QualificationState.QUALIFIED, qualified_at=now, **of
            )
            for rater in raters
            if asks and assessment.module in rater.modules
        ]
    store(policies)
    store(qualifications)


def _row(work: RealWork, version: AchievementVersion, learner: Person) -> Submission:
    moment, seats = handed_in_at(work), 1 if work.place % TWICE else 2
    return Submission(
        organization_id=version.organization_id,
        version=version,
        learner=learner,
        state=SubmissionState.SUBMITTED,
        created_at=moment,
        changed_at=moment,
        submitted_at=moment,
        due_at=CALENDAR.add(moment, CALENDAR.days_to_decide),
        seats=seats,
        open_seats=seats,
        language="en",
    )
