# SPDX-License-Identifier: Apache-2.0
"""All assessors of an organization and all that waits, as numbers and bits, so that work can be handed out fairly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import Count, F, QuerySet

from cairn.assessment.assigning import Work
from cairn.assessment.models import (
    WAITING,
    AssessorProfile,
    Conflict,
    Moderation,
    ModerationKind,
    Rating,
    RatingState,
    Submission,
)
from cairn.assessment.selectors.known_results import works_known_to
from cairn.assessment.selectors.rules import Rules, load_rules, unqualified_versions
from cairn.organizations.models import Membership, Organization
from cairn.organizations.roles import Role
from cairn.organizations.selectors import list_members, members_below

_Key = TypeVar("_Key")
_COLUMNS: Final = ("pk", "version_id", "version__achievement_id", "learner_id", "language", "open_seats")


@dataclass(frozen=True, slots=True)
class Crowd:
    """Assessors, how many works each holds, and works with free seats, soonest due first; a number is a place here."""

    assessors: tuple[UUID, ...]
    loads: tuple[int, ...]
    submissions: tuple[UUID, ...]
    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """What of a work decides who may rate it."""

    pk: UUID
    version: UUID
    achievement: UUID
    learner: UUID
    language: str
    seats: int


def load_crowd(organization: Organization) -> Crowd:
    """Return the crowd within the scope of an organization; how often it asks does not grow with it."""
    people = list_assessors(organization)
    bits = {person: 1 << place for place, person in enumerate(people)}
    rows = [_Row(*row) for row in list_unclaimed().values_list(*_COLUMNS).order_by("due_at", "pk")]
    masks = _Masks.load(organization, bits)
    return Crowd(
        assessors=people,
        loads=_loads(people),
        submissions=tuple(row.pk for row in rows),
        works=tuple(Work(row.seats, masks.eligible(row)) for row in rows),
    )


def list_assessors(organization: Organization) -> tuple[UUID, ...]:
    """Return who rates in an organization today, in the order of their ids."""
    members = list_members(organization, role=Role.ASSESSOR).filter(person__is_active=True)
    return tuple(sorted(members.order_by().values_list("person_id", flat=True)))


@dataclass(frozen=True, slots=True)
class _Masks:
    """Who may not, by each thing that it can hang on; bit by bit."""

    bits: Mapping[UUID, int]
    unqualified: Mapping[UUID, int]
    readers_of: Mapping[str, int]
    any_language: int
    of_learner: Mapping[UUID, int]
    of_school: Mapping[UUID, int]
    rated: Mapping[UUID, int]
    apart_from_school: frozenset[UUID]

    @classmethod
    def load(cls, organization: Organization, bits: Mapping[UUID, int]) -> _Masks:
        """Read all of it."""
        rules = load_rules()
        speaking = dict(AssessorProfile.objects.filter(assessor_id__in=bits).values_list("assessor_id", "languages"))
        conflicts = Conflict.objects.filter(ended_at=None, assessor_id__in=bits)
        ratings = Rating.objects.filter(submission__in=list_unclaimed().values("pk"), round=F("submission__round"))
        return cls(
            bits=bits,
            unqualified=_unqualified(rules, bits),
            readers_of=_by((tag, bits[person]) for person, tags in speaking.items() for tag in tags),
            any_language=reduce(or_, (bit for person, bit in bits.items() if not speaking.get(person)), 0),
            of_learner=_by((learner, bits[who]) for learner, who in conflicts.values_list("learner_id", "assessor_id")),
            of_school=_mates(organization, bits) if rules.apart_from_school else {},
            rated=_by(
                (work, bits.get(who, 0))
                for work, who in (
                    *ratings.values_list("submission_id", "assessor_id"),
                    *_overturned(bits),
                    *((work, who) for who, works in works_known_to(bits).items() for work in works),
                )
            ),
            apart_from_school=frozenset(rules.apart_from_school),
        )

    def eligible(self, row: _Row) -> int:
        """Return who may have a seat of a work, and has not had one in this round."""
        everybody = (1 << len(self.bits)) - 1
        not_these = (
            self.bits.get(row.learner, 0)
            | self.unqualified.get(row.version, 0)
            | self.of_learner.get(row.learner, 0)
            | self.rated.get(row.pk, 0)
        )
        if row.achievement in self.apart_from_school:
            not_these |= self.of_school.get(row.learner, 0)
        readers = self.any_language | self.readers_of.get(row.language, 0) if row.language else everybody
        return readers & ~not_these


def list_unclaimed() -> QuerySet[Submission]:
    """Return, as a query, the works of the scope with a seat that nobody has taken; known works have their assessor."""
    rows: QuerySet[Submission] = Submission.objects.filter(
        state__in=WAITING, open_seats__gt=0, locked_at=None, anchor=None
    )
    return rows


def _overturned(people: Iterable[UUID]) -> Iterable[tuple[UUID, UUID]]:
    """Return each work that waits and that a moderator has decided by levels of their own, with that moderator."""
    steps = Moderation.objects.filter(kind=ModerationKind.OVERTURN, by__in=[str(person) for person in people])
    waiting = steps.filter(submission__in=list_unclaimed().values("pk"))
    return [(work, UUID(by)) for work, by in waiting.values_list("submission_id", "by")]


def _loads(people: tuple[UUID, ...]) -> tuple[int, ...]:
    rows = Rating.objects.filter(state=RatingState.DRAFT, submission__state__in=WAITING).order_by()
    held = dict(rows.values_list("assessor_id").annotate(count=Count("pk")))
    return tuple(held.get(person, 0) for person in people)


def _unqualified(rules: Rules, bits: Mapping[UUID, int]) -> dict[UUID, int]:
    found = unqualified_versions(rules, bits.keys())
    return _by((version, bits[person]) for person, versions in found.items() for version in versions)


def _mates(organization: Organization, bits: Mapping[UUID, int]) -> dict[UUID, int]:
    """Return for each learner the assessors of the same school."""
    below = members_below([organization.pk])
    at_school = _by((school, bits[who]) for school, who in _pairs(below.filter(person_id__in=bits)))
    learners = below.filter(organization_id__in=at_school, person_id__in=list_unclaimed().values("learner_id"))
    return _by((who, at_school[school]) for school, who in _pairs(learners))


def _pairs(rows: QuerySet[Membership]) -> Iterable[tuple[UUID, UUID]]:
    return rows.order_by().values_list("organization_id", "person_id")


def _by(pairs: Iterable[tuple[_Key, int]]) -> dict[_Key, int]:
    masks: defaultdict[_Key, int] = defaultdict(int)
    for key, bit in pairs:
        masks[key] |= bit
    return dict(masks)
