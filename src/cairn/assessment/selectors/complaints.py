# SPDX-License-Identifier: Apache-2.0
"""Complaints: a person's own, those of an organization, and what came of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from cairn.assessment.models import Complaint, ComplaintFinding, ComplaintState
from cairn.assessment.rates import Rate
from cairn.foundation.errors import NotFound
from cairn.foundation.scopes import organization_scope


@dataclass(frozen=True, slots=True)
class ComplaintRates:
    """Of the complaints that were answered: how many were justified, wholly or in part, and how many in time."""

    justified: Rate
    in_time: Rate


def list_own_complaints(person_id: UUID) -> list[Complaint]:
    """Return what a person complained about, the newest first."""
    rows = Complaint.objects.select_related("organization", "submission__version").filter(person_id=person_id)
    return list(rows.order_by("-filed_at", "pk"))


def get_complaint(complaint_id: UUID) -> Complaint:
    """Return a complaint, within the scope of the moment. Raises NotFound."""
    rows = Complaint.objects.select_related("organization", "person", "submission__version")
    row: Complaint | None = rows.filter(pk=complaint_id).first()
    if row is None:
        raise NotFound(_("This complaint is not here, or it is not yours to see."), code="no_such_complaint")
    return row


def list_complaints() -> list[Complaint]:
    """Return the complaints of the scope: those that wait, what is due first first, then the others, newest first."""
    rows = Complaint.objects.select_related("person", "submission__version")
    waiting = rows.filter(state=ComplaintState.OPEN).order_by("due_at", "pk")
    return [*waiting, *rows.exclude(state=ComplaintState.OPEN).order_by("-filed_at", "pk")]


def count_complaints_by_organization() -> dict[UUID, int]:
    """Count the complaints that wait for an answer in each organization of the scope, in one query."""
    waiting = Complaint.objects.filter(state=ComplaintState.OPEN)
    return dict(Counter(waiting.values_list("organization_id", flat=True)))


def complaint_rates(organization_id: UUID) -> ComplaintRates:
    """Return what came of the complaints that an organization has answered."""
    with organization_scope(organization_id):
        rows = Complaint.objects.filter(organization_id=organization_id, state=ComplaintState.ANSWERED)
        total = rows.count()
        in_time = rows.filter(answered_at__date__lte=TruncDate("due_at")).count()
        justified = rows.exclude(finding=ComplaintFinding.NOT_JUSTIFIED).count()
    return ComplaintRates(Rate(total, justified), Rate(total, in_time))
