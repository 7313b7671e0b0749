# SPDX-License-Identifier: Apache-2.0
"""Who of a bundle is here already. Only the id of the same student system says so; an address never does."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from cairn.accounts.selectors import find_people_by_emails, find_people_by_sourced_ids
from cairn.integrations.oneroster.bundle import USERS, Roster
from cairn.integrations.oneroster.findings import Finding
from cairn.integrations.oneroster.people import RosterPerson


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of a bundle whom this organization's student system has named before."""

    person: RosterPerson
    person_id: UUID


@dataclass(frozen=True, slots=True)
class Matched:
    """Who would be added, who is known already, and who waits because an address is taken."""

    new: tuple[RosterPerson, ...]
    known: tuple[Known, ...]
    held: tuple[Finding, ...]


def match_people(roster: Roster, *, organization_id: UUID) -> Matched:
    """Compare the people of a bundle with those who are here, in two queries."""
    ids = find_people_by_sourced_ids({person.sourced_id for person in roster.people}, authority_id=organization_id)
    strangers = [person for person in roster.people if person.sourced_id not in ids]
    taken = find_people_by_emails({person.email for person in strangers if person.email})
    return Matched(
        new=tuple(person for person in strangers if person.email.lower() not in taken),
        known=tuple(Known(person, ids[person.sourced_id]) for person in roster.people if person.sourced_id in ids),
        held=tuple(_hold(person) for person in strangers if person.email.lower() in taken),
    )


def _hold(person: RosterPerson) -> Finding:
    message = _("Somebody here has shown that this address is theirs. Invite them, so that they join by themselves.")
    return Finding(USERS, person.line, "address_taken", message, name=person.name)
