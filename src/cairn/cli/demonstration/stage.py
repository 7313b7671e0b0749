# SPDX-License-Identifier: Apache-2.0
"""Who and what there is so far, by the ids of the files; and a deed, which happens at a moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from cairn.accounts.models import Person
from cairn.achievements.models import AchievementVersion
from cairn.assessment.models import Complaint, Evidence, IdentityReport, LockerItem, Submission
from cairn.assessment.services import AskedAttestation
from cairn.cli.demonstration.content import Content, Entry
from cairn.credentials.models import Award
from cairn.credentials.selectors import find_for_submission
from cairn.foundation.actors import Actor
from cairn.foundation.scopes import everything
from cairn.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that somebody does at a moment."""

    at: datetime
    do: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Stage:
    """What the deeds so far have led to."""

    content: Content
    organizations: dict[str, Organization] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    classmates: dict[str, Submission] = field(default_factory=dict)
    versions: dict[str, AchievementVersion] = field(default_factory=dict)
    submissions: dict[str, Submission] = field(default_factory=dict)
    awards: dict[str, Award] = field(default_factory=dict)
    links: dict[str, UUID] = field(default_factory=dict)
    complaints: dict[str, Complaint] = field(default_factory=dict)
    asked: dict[tuple[str, str], AskedAttestation] = field(default_factory=dict)
    pieces: dict[str, LockerItem] = field(default_factory=dict)
    reports: dict[str, IdentityReport] = field(default_factory=dict)
    used: dict[tuple[str, str], Evidence] = field(default_factory=dict)

    @property
    def named(self) -> dict[str, Entry]:
        """The organizations as the files describe them, those too that have no account."""
        return {str(row["id"]): row for row in self.content.organizations}

    def actor(self, person: str) -> Actor:
        """Return one of the people as whoever acts."""
        return self.people[person].as_actor()

    def award(self, name: str) -> Award:
        """Return the award of a scene, or of a piece of work that passed. Raises KeyError where there is none."""
        if name in self.awards:
            return self.awards[name]
        submission = self.submissions[name]
        with everything("the award of a piece of work, whoever gave it"):
            found = find_for_submission(submission.pk)
        if found is None:
            raise KeyError(name)
        return found

    def award_id(self, name: str) -> UUID:
        """Return the id of an award. Raises KeyError where there is none."""
        found: UUID = self.award(name).pk
        return found
