# SPDX-License-Identifier: Apache-2.0
"""The people of a bundle: who can be added as a learner, and why others cannot."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from cairn.integrations.oneroster.findings import Finding
from cairn.integrations.oneroster.tables import Row

_STUDENT: Final = "student"
_INVISIBLE: Final = frozenset({"Cf", "Zl", "Zp"})
_LONGEST_ID: Final = 255
_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """Somebody who can be added: the id in the student system, the name and the address as they stand."""

    line: int
    sourced_id: str
    name: str
    email: str
    grade: str


def list_people(
    file: str, rows: Sequence[Row], orgs: Mapping[str, str]
) -> tuple[tuple[RosterPerson, ...], tuple[Finding, ...]]:
    """Return who can be added, and what keeps the others out."""
    if not rows:
        message = _("The file holds nobody. An export may have failed. Nobody was changed or removed.")
        return (), (Finding(file, 0, "empty_users", message, refuses=True),)
    often = Counter(row["sourcedId"] for row in rows)
    people: list[RosterPerson] = []
    findings: list[Finding] = []
    addresses: dict[str, int] = {}
    for row in rows:
        person = _read(row)
        problem = next(_problems(row, person, often, orgs), None) or _same_address(person, addresses)
        if problem is None:
            people.append(person)
            addresses.setdefault(_folded(person.email), row.line)
        else:
            findings.append(Finding(file, row.line, *problem, name=person.name))
    return tuple(people), tuple(findings)


def _read(row: Row) -> RosterPerson:
    names = (row["givenName"], row["middleName"], row["familyName"])
    return RosterPerson(
        line=row.line,
        sourced_id=row["sourcedId"],
        name=" ".join(name for name in names if name),
        email=row["email"],
        grade=row["grades"],
    )


_Problem = tuple[str, str]


def _problems(row: Row, person: RosterPerson, often: Counter[str], orgs: Mapping[str, str]) -> Iterator[_Problem]:
    """Go through what keeps somebody out, what weighs most first."""
    if not person.sourced_id or len(person.sourced_id) > _LONGEST_ID:
        yield "no_id", _("There is no id of the student system. Export the file again.")
    elif often[person.sourced_id] > 1:
        yield (
            "duplicate_id",
            _("This id stands in several rows, so none of them is taken. Correct the file at its source."),
        )
    if unknown := [org for org in row.listed("orgSourcedIds") if org not in orgs]:
        yield "unknown_org", _("There is no organization “%(org)s” in the file.") % {"org": unknown[0]}
    if not person.name or len(person.name) > _LONGEST_NAME:
        yield "no_name", _("There is no name, or one that is too long.")
    yield from _role_problems(row)
    yield from _address_problems(person.email)


def _role_problems(row: Row) -> Iterator[_Problem]:
    if row["enabledUser"].lower() != "true" or row["status"].lower() == "tobedeleted":
        yield "not_enabled", _("The student system says that this account is closed. A file removes nobody here.")
    if row["role"].lower() != _STUDENT:
        message = _("The role is “%(role)s”. A file only ever adds learners; invite this person instead.")
        yield "not_a_learner", message % {"role": row["role"]}


def _address_problems(email: str) -> Iterator[_Problem]:
    if email and _has_invisible(email):
        yield "invisible_character", _("The address holds a character that nobody sees. Type it again at its source.")
    elif email and not _is_address(email):
        yield "invalid_email", _("This is not an e-mail address: %(email)s.") % {"email": email}


def _same_address(person: RosterPerson, addresses: Mapping[str, int]) -> _Problem | None:
    line = addresses.get(_folded(person.email)) if person.email else None
    if line is None:
        return None
    message = _("This may be the person of line %(line)s, who has the same address. Nobody is merged; look at both.")
    return "possible_duplicate", message % {"line": line}


def _folded(email: str) -> str:
    """Return an address so that those which look the same are the same."""
    plain = unicodedata.normalize("NFKC", email).casefold()
    return "".join(_visible(plain))


def _visible(text: str) -> Iterable[str]:
    return (character for character in text if unicodedata.category(character) not in _INVISIBLE)


def _has_invisible(text: str) -> bool:
    return any(unicodedata.category(character) in _INVISIBLE for character in text)


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True
