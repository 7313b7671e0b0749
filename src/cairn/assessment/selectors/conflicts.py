# SPDX-License-Identifier: Apache-2.0
"""Reading conflicts of interest: an assessor's own by the codes of works, a manager's by names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cairn.assessment.aliases import alias_of
from cairn.assessment.models import Conflict, ConflictKind, Submission
from cairn.foundation.errors import NotFound
from cairn.organizations.models import Organization
from cairn.organizations.selectors import find_membership

_MET: Final = (ConflictKind.DECLARED, ConflictKind.WITNESS, ConflictKind.WATCHED)
"""The kinds by which somebody knows a learner themselves; the others the organization entered."""


@dataclass(frozen=True, slots=True)
class DeclaredConflict:
    """A writer that an assessor said they know: by which code, where it was said, and when."""

    id: UUID
    alias: str
    name: str
    declared_at: datetime


def list_declared(assessor_id: UUID) -> list[DeclaredConflict]:
    """Return the conflicts that an assessor declared and has not ended, in the organization of the scope."""
    rows = Conflict.objects.filter(assessor_id=assessor_id, kind=ConflictKind.DECLARED, ended_at=None)
    found = rows.exclude(submission=None).select_related("submission__version").order_by("-declared_at")
    return [
        DeclaredConflict(row.pk, alias_of(row.submission_id), row.submission.version.name, row.declared_at)
        for row in found
        if row.submission is not None
    ]


def count_entered(assessor_id: UUID) -> int:
    """Count the conflicts of an assessor that the organization entered: with whom is not theirs to read."""
    rows = Conflict.objects.filter(assessor_id=assessor_id, ended_at=None)
    return rows.exclude(kind=ConflictKind.DECLARED).count()


def list_conflicts() -> QuerySet[Conflict]:
    """Return the conflicts that hold in the organization of the scope, with both people, by name."""
    rows: QuerySet[Conflict] = Conflict.objects.filter(ended_at=None).select_related("assessor", "learner")
    return rows.order_by("assessor__name", "learner__name", "pk")


def get_conflict(conflict_id: UUID) -> Conflict:
    """Return a conflict of the organization of the scope. Raises NotFound."""
    row: Conflict | None = Conflict.objects.filter(pk=conflict_id).first()
    if row is None:
        raise NotFound(_("This conflict is not on the list. Load the page again."), code="no_such_conflict")
    return row


def have_met(learner_id: UUID, people: Collection[UUID]) -> bool:
    """Say whether any of some people has ever said that they know a learner, or was kept apart for having seen them.

    That the conflict has ended makes nobody forget, also where it was declared by mistake.
    """
    rows = Conflict.objects.filter(learner_id=learner_id, assessor_id__in=people, kind__in=_MET)
    return bool(rows.exists())


def is_known_learner(organization: Organization, person_id: UUID) -> bool:
    """Say whether somebody has handed work in here, or belongs here."""
    if Submission.objects.filter(learner_id=person_id).exists():
        return True
    membership = find_membership(organization, person_id)
    return membership is not None and membership.ended_at is None
