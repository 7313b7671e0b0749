# SPDX-License-Identifier: Apache-2.0
"""What people hold, to test with: signed, and received as everybody receives it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.accounts.models import Person
from cairn.achievements.definition import Definition
from cairn.credentials.models import AchievementCredential, Award
from cairn.credentials.selectors import get_credential
from cairn.organizations.models import Organization
from cairn.wallet.services import receive
from tests.factories.achievements import make_definition, make_published_version
from tests.factories.credentials import make_award
from tests.factories.people import make_organization, make_person


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody with a credential."""

    person: Person
    organization: Organization
    award: Award

    @property
    def credential(self) -> AchievementCredential:
        """The credential as it stands now."""
        return get_credential(self.award.pk)


def make_held(
    person: Person | None = None,
    organization: Organization | None = None,
    *,
    name: str = "Ada Example",
    born_on: date | None = None,
    definition: Definition | None = None,
    **changes: Any,
) -> Held:
    """Give somebody a signed credential; `changes` are of the definition, whose name is set by `definition` only."""
    holder = person or make_person(name)
    if born_on is not None:
        Person.objects.filter(pk=holder.pk).update(born_on=born_on)
        holder.refresh_from_db()
    issuer = organization or make_organization(name="Prairie College")
    award = make_award(make_published_version(issuer, definition or make_definition(**changes)), person_id=holder.pk)
    receive(award.pk, holder.pk)
    return Held(holder, issuer, award)
