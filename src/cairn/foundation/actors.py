# SPDX-License-Identifier: Apache-2.0
"""Who acts: a person, the holder of a link, a rule, an import or the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    """What kind of being an actor is; the audit tells them apart."""

    PERSON = "person"
    LINK = "link"
    RULE = "rule"
    IMPORT = "import"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever a change is attributed to. `id` is a person's id, or the name of the rule, import or link."""

    kind: ActorKind
    id: str
    label: str

    @classmethod
    def person(cls, person_id: UUID, label: str) -> Actor:
        """Return a person as an actor."""
        return cls(ActorKind.PERSON, str(person_id), label)

    @property
    def person_id(self) -> UUID | None:
        """The person, where the actor is one."""
        return UUID(self.id) if self.kind is ActorKind.PERSON else None


SYSTEM = Actor(ActorKind.SYSTEM, "cairn", "Cairn")
"""The system itself, which may do whatever a service asks of it: handlers of events and background work."""
