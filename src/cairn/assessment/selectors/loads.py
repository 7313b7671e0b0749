# SPDX-License-Identifier: Apache-2.0
"""Who holds what, by name: for whoever looks after the queue, and for nobody who rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from cairn.assessment.deadlines import day_begins
from cairn.assessment.errors import no_such_submission
from cairn.assessment.models import WAITING, AssessorProfile, HandingOut, Rating, RatingState
from cairn.foundation import clock
from cairn.organizations.models import Organization
from cairn.organizations.roles import Role
from cairn.organizations.selectors import list_members


@dataclass(frozen=True, slots=True)
class Load:
    """How much an assessor holds, how much of it is late, what is due first, and in which languages they rate."""

    person_id: UUID
    name: str
    held: int
    late: int
    first_due: datetime | None
    languages: tuple[str, ...]


def list_loads(organization: Organization) -> list[Load]:
    """Return every assessor of an organization by name, with what they hold."""
    members = list_members(organization, role=Role.ASSESSOR).filter(person__is_active=True)
    counts = _counts()
    speaking = dict(AssessorProfile.objects.values_list("assessor_id", "languages"))
    return [
        Load(
            row.person_id,
            str(row.person),
            *counts.get(row.person_id, (0, 0, None)),
            tuple(speaking.get(row.person_id, ())),
        )
        for row in members
    ]


def list_held() -> QuerySet[Rating]:
    """Return the ratings in progress of the scope, soonest due first, with who gives them and for what."""
    rows: QuerySet[Rating] = Rating.objects.filter(state=RatingState.DRAFT, submission__state__in=WAITING)
    return rows.select_related("assessor", "submission__version").order_by("submission__due_at", "pk")


def get_held(rating_id: UUID) -> Rating:
    """Return a rating in progress of the scope. Raises NotFound."""
    row = list_held().filter(pk=rating_id).first()
    if row is None:
        raise no_such_submission()
    return row


def is_handing_out() -> bool:
    """Say whether the organization of the scope has work handed out as it comes in."""
    return HandingOut.objects.filter(is_on=True).exists()


def _counts() -> dict[UUID, tuple[int, int, datetime | None]]:
    """Return how many works each assessor holds, how many of them are late, and when the first is due."""
    rows = Rating.objects.filter(state=RatingState.DRAFT, submission__state__in=WAITING).order_by()
    late = Count("pk", filter=Q(submission__due_at__lt=day_begins(clock.now())))
    counted = rows.values_list("assessor_id").annotate(held=Count("pk"), late=late, first=Min("submission__due_at"))
    return {assessor: (held, overdue, first) for assessor, held, overdue, first in counted}
