# SPDX-License-Identifier: Apache-2.0
"""Who one may be in the demonstration: its people by role, each with what waits for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from cairn.accounts.demonstration import list_demo_people
from cairn.accounts.models import Person
from cairn.organizations.roles import Role
from cairn.organizations.selectors import PlaceOfWork, list_workplaces_of
from cairn.web.components.marks import Words


@dataclass(frozen=True, slots=True)
class RoleIntroduction:
    """What somebody in a role finds here, and the sign-in name of the person who shows it best."""

    role: Role
    title: Words
    waits: Words
    shown_by: str = ""


@dataclass(frozen=True, slots=True)
class Somebody:
    """One of the people, and where they have the role."""

    person: Person
    places: tuple[str, ...]
    also: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The people of one role."""

    introduction: RoleIntroduction
    people: tuple[Somebody, ...]

    @property
    def first(self) -> Somebody:
        """Who shows the role best."""
        return self.people[0]

    @property
    def others(self) -> tuple[Somebody, ...]:
        """Everybody else who has it."""
        return self.people[1:]


INTRODUCTIONS: Final = (
    RoleIntroduction(
        Role.LEARNER,
        _("Learners"),
        _("Work in progress, work sent back with advice, results, and credentials to share."),
        "demo.faduma",
    ),
    RoleIntroduction(
        Role.AUTHOR,
        _("Authors"),
        _("Drafts in the studio, and published credentials to bring up to date."),
        "demo.chan",
    ),
    RoleIntroduction(
        Role.ASSESSOR,
        _("Assessors"),
        _("A queue of work beside its rubric, the work that is due first on top."),
        "demo.anselm",
    ),
    RoleIntroduction(
        Role.ISSUER,
        _("Issuers"),
        _("Awards one by one and in bulk, with a table that has mistakes in it; one revoked."),
        "demo.patrice",
    ),
    RoleIntroduction(
        Role.OWNER,
        _("Owners"),
        _("Everything of an organization: its people, its page and its signing keys."),
        "demo.harriet",
    ),
    RoleIntroduction(Role.REGISTRAR, _("Registrars"), _("People to read in from a file, and awards to look up.")),
    RoleIntroduction(Role.ADVISER, _("Advisers"), _("Credentials to recommend, and learners to invite.")),
    RoleIntroduction(Role.MENTOR, _("Mentors"), _("Learners to look after, without a say in their rating.")),
    RoleIntroduction(Role.EMPLOYER_REVIEWER, _("Employer reviewers"), _("Drafts to read with an employer's eyes.")),
    RoleIntroduction(Role.ANALYST, _("Analysts"), _("Numbers about programs, and nobody's work.")),
)


def list_groups() -> list[Group]:
    """List the people of the demonstration by role, those who learn first."""
    people = list(list_demo_people())
    places = list_workplaces_of([person.pk for person in people])
    groups = [Group(introduction, tuple(_sorted(introduction, people, places))) for introduction in INTRODUCTIONS]
    return [group for group in groups if group.people]


def _sorted(
    introduction: RoleIntroduction, people: Iterable[Person], places: dict[UUID, list[PlaceOfWork]]
) -> list[Somebody]:
    """Put who shows a role best first, then those who have no other; the rest keep their order."""
    found = _who(introduction.role, people, places)
    return sorted(found, key=lambda who: (who.person.username != introduction.shown_by, len(who.also)))


def _who(role: Role, people: Iterable[Person], places: dict[UUID, list[PlaceOfWork]]) -> Iterator[Somebody]:
    for person in people:
        mine = places.get(person.pk, [])
        where = [place.organization for place in mine if role in place.roles]
        if where:
            others = {other for place in mine for other in place.roles} - {role}
            names = tuple(organization.short_name or organization.name for organization in where)
            yield Somebody(person, names, tuple(other.label for other in Role if other in others))
