# SPDX-License-Identifier: Apache-2.0
"""What waits to be masked in an organization, and who may do it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from cairn.assessment.aliases import alias_of
from cairn.assessment.models import Evidence, IdentityReport, Rating, ReportState, Submission
from cairn.foundation.access import may
from cairn.foundation.actors import Actor
from cairn.foundation.errors import NotFound
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope


@dataclass(frozen=True, slots=True)
class WhoIsWho:
    """A learner, and what assessors call them."""

    alias: str
    name: str


def list_identity_reports(*, is_open: bool = True) -> list[IdentityReport]:
    """Return the reports of the scope that wait, the oldest first, or those that are settled, the newest first."""
    rows = IdentityReport.objects.select_related("evidence__file", "evidence__submission__version")
    if is_open:
        return list(rows.filter(state=ReportState.OPEN).order_by("reported_at", "pk"))
    return list(rows.exclude(state=ReportState.OPEN).order_by("-settled_at", "pk")[:50])


def count_identity_reports() -> int:
    """Count the reports of the scope that wait."""
    return IdentityReport.objects.filter(state=ReportState.OPEN).count()


def get_identity_report(report_id: UUID) -> IdentityReport:
    """Return a report of the scope. Raises NotFound."""
    rows = IdentityReport.objects.select_related("evidence__file", "evidence__submission__version", "file")
    row: IdentityReport | None = rows.filter(pk=report_id).first()
    if row is None:
        raise NotFound(_("There is no such report here. Go back to the list."), code="no_such_report")
    return row


def may_mask(evidence: Evidence, acting: Actor) -> bool:
    """Say whether an actor may look at a reported piece and mask it: never who rates the work, or made it."""
    if not may(acting, Permission.SUBMISSIONS_MANAGE, evidence.organization_id):
        return False
    if evidence.submission.learner_id == acting.person_id:
        return False
    with organization_scope(evidence.organization_id):
        return not Rating.objects.filter(submission_id=evidence.submission_id, assessor_id=acting.person_id).exists()


def have_known(submission: Submission, ratings: Iterable[Rating]) -> bool:
    """Say whether anybody who rated a work could know whose it is: they said so, or may read the record of names."""
    if any(may(rating.assessor.as_actor(), Permission.AUDIT_VIEW, submission.organization_id) for rating in ratings):
        return True
    reports = IdentityReport.objects.filter(
        evidence__submission=submission, reported_by_id__in=[rating.assessor_id for rating in ratings]
    )
    return reports.exclude(state=ReportState.FINE).exists()


def who_is_who(submission_ids: Collection[str]) -> dict[str, WhoIsWho]:
    """Return who the learners of some works are, by the id of the work, in one query; for the record alone."""
    rows = Submission.objects.select_related("learner").filter(pk__in=submission_ids)
    return {str(row.pk): WhoIsWho(alias_of(row.pk), str(row.learner)) for row in rows}
