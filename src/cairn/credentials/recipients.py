# SPDX-License-Identifier: Apache-2.0
"""Who is awarded, in the terms of an award."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from cairn.accounts.selectors import (
    find_people_by_emails,
    find_people_by_student_numbers,
    get_person,
    primary_email,
)


@dataclass(frozen=True, slots=True)
class RecipientFacts:
    """Who earned it, and how. An e-mail address, an identifier or a person is needed; the rest may be blank."""

    name: str = ""
    email: str = ""
    identifier: str = ""
    person_id: UUID | None = None
    result: str = ""
    evidence_url: str = ""
    narrative: str = ""
    awarded_on: datetime | None = None

    @classmethod
    def of_person(cls, person_id: UUID) -> RecipientFacts:
        """Return somebody who has an account as a recipient. Raises NotFound."""
        person = get_person(person_id)
        return cls(name=person.name, email=primary_email(person), person_id=person.pk)

    def to_values(self) -> dict[str, str]:
        """Return the facts as a row of a table, for the rules that every row keeps."""
        return {
            "name": self.name,
            "email": self.email,
            "identifier": self.identifier,
            "result": self.result,
            "evidence_url": self.evidence_url,
            "narrative": self.narrative,
            "awarded_on": self.awarded_on.date().isoformat() if self.awarded_on else "",
        }


def with_people(recipients: Sequence[RecipientFacts], *, organization_id: UUID) -> list[RecipientFacts]:
    """Add the account of each who has one: by a verified address, or by a number that this organization gave."""
    emails = find_people_by_emails({facts.email for facts in recipients if facts.email})
    numbers = {facts.identifier for facts in recipients if facts.identifier}
    known = find_people_by_student_numbers(numbers, authority_id=organization_id)
    return [
        replace(facts, person_id=facts.person_id or emails.get(facts.email.lower()) or known.get(facts.identifier))
        for facts in recipients
    ]
