# SPDX-License-Identifier: Apache-2.0
"""What waits to be masked in an organization, and who may do it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from cairn.assessment.aliases import alias_of
from cairn.assessment.models import WAITING, Evidence, IdentityReport, Rating, ReportState, Submission
from cairn.assessment.selectors.attestations import have_attested
from cairn.assessment.selectors.conditions import have_watched
from cairn.assessment.selectors.conflicts import have_met
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
    """Return the reports of the scope that wait, the oldest first, or those that are settled, the newest first.

    What assessors reported comes first: it is kept from them. What the platform found waits as long as the work does.
    """
    rows = IdentityReport.objects.select_related("evidence__file", "evidence__submission__version")
    if is_open:
        waiting = rows.filter(_reported() | _found())
        return sorted(waiting.order_by("reported_at", "pk"), key=lambda report: report.is_found)
    return list(rows.exclude(state=ReportState.OPEN).order_by("-settled_at", "pk")[:50])


def count_identity_reports() -> int:
    """Count the reports of the scope for which pieces are kept from assessors."""
    return IdentityReport.objects.filter(_reported()).count()


def count_named_files() -> int:
    """Count the files of the scope on whose pages a name was found, and that assessors get as they are."""
    return IdentityReport.objects.filter(_found()).count()


def get_identity_report(report_id: UUID) -> IdentityReport:
    """Return a report of the scope. Raises NotFound."""
    rows = IdentityReport.objects.select_related("evidence__file", "evidence__submission__version", "file")
    row: IdentityReport | None = rows.filter(pk=report_id).first()
    if row is None:
        raise NotFound(_("There is no such report here. Go back to the list."), code="no_such_report")
    return row


def find_mask(evidence: Evidence) -> IdentityReport | None:
    """Return what stands in the place of a piece for assessors by now; None where nothing does."""
    rows = IdentityReport.objects.select_related("file").filter(evidence=evidence, state=ReportState.MASKED)
    row: IdentityReport | None = rows.order_by("-reported_at", "-pk").first()
    return row


def text_to_mask(evidence: Evidence) -> str:
    """Return the words of a piece as they reach assessors by now, before names that are known are hidden in them."""
    mask = find_mask(evidence)
    return evidence.text if mask is None else mask.passage


def may_mask(evidence: Evidence, acting: Actor) -> bool:
    """Say whether an actor may look at a reported piece and mask it: never who rates the work, or made it."""
    if not may(acting, Permission.SUBMISSIONS_MANAGE, evidence.organization_id):
        return False
    if evidence.submission.learner_id == acting.person_id:
        return False
    with organization_scope(evidence.organization_id):
        return not Rating.objects.filter(submission_id=evidence.submission_id, assessor_id=acting.person_id).exists()


def have_known(submission: Submission, ratings: Iterable[Rating]) -> bool:
    """Say whether anybody who rated a work could know whose it is.

    They said so, of this work or ever of its learner, may read the record of names, have recorded how a work of the
    learner was done, or have attested to one.
    """
    people = {rating.assessor for rating in ratings}
    if any(may(person.as_actor(), Permission.AUDIT_VIEW, submission.organization_id) for person in people):
        return True
    assessors = {person.pk for person in people}
    if have_met(submission.learner_id, assessors) or have_attested(submission.learner_id, people):
        return True
    if have_watched(submission.learner_id, assessors):
        return True
    reports = IdentityReport.objects.filter(evidence__submission=submission, reported_by_id__in=assessors)
    return reports.exclude(state=ReportState.FINE).exists() or _have_read_a_name(submission, assessors)


def list_unsettled(submission: Submission) -> list[Evidence]:
    """Return the files of the current round on whose pages the learner can be known, as far as nobody settled it.

    Those that could not be looked at whole are among them.
    """
    with organization_scope(submission.organization_id):
        rows = submission.evidence.select_related("file").prefetch_related("identity_reports").exclude(file=None)
        return [
            piece
            for piece in rows
            if (piece.named_pages or piece.unread_from)
            and piece.was_in(submission.round)
            and all(report.is_open for report in piece.identity_reports.all())
        ]


def who_is_who(submission_ids: Collection[str]) -> dict[str, WhoIsWho]:
    """Return who the learners of some works are, by the id of the work, in one query; for the record alone."""
    rows = Submission.objects.select_related("learner").filter(pk__in=submission_ids)
    return {str(row.pk): WhoIsWho(alias_of(row.pk), str(row.learner)) for row in rows}


def _reported() -> Q:
    return Q(state=ReportState.OPEN, reported_by__isnull=False)


def _found() -> Q:
    """Return what the platform found in work that still waits, in files that are still part of it."""
    current = Q(evidence__ended_round=None) | Q(evidence__ended_round__gt=F("evidence__submission__round"))
    waits = Q(state=ReportState.OPEN, reported_by=None, evidence__submission__state__in=WAITING)
    return waits & current


def _have_read_a_name(submission: Submission, assessors: Collection[UUID]) -> bool:
    """Say whether any of these assessors got a file with the learner's name on a page, in whichever round."""
    pieces: QuerySet[Evidence] = Evidence.objects.filter(submission=submission).exclude(file=None)
    named = [piece for piece in pieces.prefetch_related("identity_reports") if piece.named_pages]
    if not named:
        return False
    had = list(Rating.objects.filter(submission=submission, assessor_id__in=assessors))
    return any(piece.was_in(rating.round) and _told(piece, rating.started_at) for piece in named for rating in had)


def _told(piece: Evidence, since: datetime) -> bool:
    """Say whether a file told a name to whoever began to rate then: not if it was masked, and never if it is fine."""
    reports = list(piece.identity_reports.all())
    settled = [report for report in reports if not report.is_open]
    first = min(settled, key=lambda report: report.settled_at or since, default=None)
    # A later word of somebody is about what stands in the place of the file by then.
    if first is not None and first.state == ReportState.FINE:
        return False
    return not any(report.hidden_since and report.hidden_since <= since for report in reports)
