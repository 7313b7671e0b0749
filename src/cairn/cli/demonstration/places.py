# SPDX-License-Identifier: Apache-2.0
"""Organizations and people, all of whom were there before the first deed."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any, Final

from cairn.accounts.demonstration import PREFIX
from cairn.accounts.services import add_email, create_person
from cairn.cli.demonstration.content import Entry
from cairn.cli.demonstration.stage import Stage
from cairn.foundation.actors import SYSTEM
from cairn.organizations.models import OrganizationKind
from cairn.organizations.roles import Role
from cairn.organizations.services import add_member, create_organization

_KINDS: Final = {
    "k12_district": OrganizationKind.DISTRICT,
    "school": OrganizationKind.SCHOOL,
    "community_college": OrganizationKind.COLLEGE,
    "professional_association": OrganizationKind.ASSOCIATION,
    "employer": OrganizationKind.EMPLOYER,
    "state_agency": OrganizationKind.AGENCY,
    "quality_body": OrganizationKind.QUALITY_BODY,
}
_SPOKEN: Final = frozenset({"en", "es", "ar"})
_ROLES: Final = frozenset(role.value for role in Role)


def found_organizations(stage: Stage) -> None:
    """Make every organization that has an account, parents first, as the files have them."""
    for row in stage.content.organizations:
        if row["platform"]:
            stage.organizations[row["id"]] = create_organization(
                slug=row["id"],
                name=row["name"],
                acting=SYSTEM,
                parent=stage.organizations[row["parent"]] if "parent" in row else None,
                **_profile(row),
            )


def _profile(row: Entry) -> dict[str, Any]:
    appeals = row.get("appeals")
    heard = f"Within {appeals['window_days']} days, to {appeals['contact']}. {appeals['heard_by']}." if appeals else ""
    return {
        "short_name": row["short_name"],
        "kind": _KINDS[row["type"]],
        "description": row["profile"],
        "url": row["website"],
        "email": row["contact"]["email"],
        "locality": row["place"]["locality"],
        "region": row["place"]["state"],
        "country": row["place"]["country"],
        "hue": row["brand"]["hue"],
        "motto": row["brand"]["motto"],
        "languages": row["languages"],
        "assessment_promise": row.get("assessment_promise", ""),
        "appeals": heard,
    }


def gather_people(stage: Stage) -> None:
    """Make everybody who has a role in the product; guardians wait for theirs."""
    for row in stage.content.people:
        places = {place: [role for role in roles if role in _ROLES] for place, roles in row["roles"].items()}
        if any(places.values()):
            _gather(stage, row, {place: roles for place, roles in places.items() if roles})


def _gather(stage: Stage, row: Entry, places: dict[str, list[str]]) -> None:
    person = create_person(
        name=row["name"],
        acting=SYSTEM,
        username=PREFIX + _first_name(row.get("latin", row["name"])),
        language=next((language for language in row["languages"] if language in _SPOKEN), "en"),
        born_on=_birthday(stage.content.today, row),
    )
    stage.people[row["id"]] = person
    if "email" in row:
        add_email(person, row["email"], acting=SYSTEM, is_verified=True, is_primary=True)
    for place, roles in places.items():
        add_member(stage.organizations[place], person, roles, acting=SYSTEM, title=row.get("title", ""))


def _first_name(name: str) -> str:
    """Return the first name in small plain letters: Rocío is rocio."""
    letters = unicodedata.normalize("NFKD", name.split(maxsplit=1)[0].lower())
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())


def _birthday(today: date, row: Entry) -> date | None:
    """Return a birthday for children, whose age the platform must know; half a year ago, so that the age holds."""
    if not row.get("minor"):
        return None
    half = today.month > date.max.month // 2
    return date(today.year - row["age"] - (0 if half else 1), today.month - 6 if half else today.month + 6, 1)
