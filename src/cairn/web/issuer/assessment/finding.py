# SPDX-License-Identifier: Apache-2.0
"""Which works a moderator asks for: by state, by credential, by what is still to be recorded, and by learner."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest

from cairn.accounts.selectors import find_person_by_email, find_person_by_username
from cairn.assessment import selectors
from cairn.assessment.models import Submission
from cairn.foundation.access import may
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """What was asked for. `can_name` says whether works may be found by their learner.

    Whoever also rates here may not: they would know whose work they rate.
    """

    state: str
    achievement_id: UUID | None
    lacks_conditions: bool
    learner: str
    can_name: bool

    @classmethod
    def read(cls, request: HttpRequest, organization: Organization) -> WorkFilter:
        """Read what stands in the address."""
        can_name = not may(acting_from(request), Permission.SUBMISSIONS_RATE, organization.pk)
        return cls(
            state=request.GET.get("state", ""),
            achievement_id=_read_id(request.GET.get("credential", "")),
            lacks_conditions=request.GET.get("conditions", "") == "missing",
            learner=request.GET.get("learner", "").strip() if can_name else "",
            can_name=can_name,
        )

    def rows(self) -> QuerySet[Submission]:
        """Return the works."""
        rows = selectors.list_handed_in(
            state=self.state, achievement_id=self.achievement_id, lacks_conditions=self.lacks_conditions
        )
        if not self.learner:
            return rows
        find = find_person_by_email if "@" in self.learner else find_person_by_username
        found = find(self.learner)
        return rows.filter(learner_id=found.pk) if found else rows.none()


def _read_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
