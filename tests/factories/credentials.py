# SPDX-License-Identifier: Apache-2.0
"""Awards to test with, made and signed through the services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cairn.accounts.models import Person
from cairn.achievements.models import AchievementVersion
from cairn.credentials.models import Award, AwardReason
from cairn.credentials.selectors import get_award
from cairn.credentials.services import RecipientFacts, award, issue_award
from cairn.foundation.actors import SYSTEM, Actor
from cairn.foundation.scopes import everything
from cairn.organizations.models import Organization
from tests.factories.achievements import make_published_version
from tests.factories.people import make_organization, member


@dataclass(frozen=True, slots=True)
class School:
    """An organization with a published achievement, an issuer, and somebody who may not issue."""

    organization: Organization
    version: AchievementVersion
    issuer: Person
    assessor: Person

    @property
    def acting(self) -> Actor:
        """The issuer, as whoever acts."""
        return self.issuer.as_actor()


def make_school(slug: str = "hillside", **definition: Any) -> School:
    """Make a school whose achievement holds for three years."""
    organization = make_organization(slug, name="Hillside School")
    return School(
        organization,
        make_published_version(organization, **definition),
        member(organization, "issuer", name="Iris Issuer"),
        member(organization, "assessor"),
    )


def make_award(
    version: AchievementVersion,
    *,
    name: str = "Ada Example",
    email: str = "ada@example.org",
    person_id: UUID | None = None,
    acting: Actor = SYSTEM,
    reason: AwardReason = AwardReason.DIRECT,
    is_signed: bool = True,
    **facts: Any,
) -> Award:
    """Award a published version, and sign it unless told otherwise."""
    recipient = RecipientFacts.of_person(person_id) if person_id else RecipientFacts(name=name, email=email, **facts)
    row = award(version, recipient, acting=acting, reason=reason)
    if is_signed:
        issue_award(row, acting=SYSTEM)
    return reload(row)


def reload(row: Award) -> Award:
    """Read an award anew, with its credential."""
    with everything("a test looks at what was stored"):
        return get_award(row.pk)
