# SPDX-License-Identifier: Apache-2.0
"""Reads of awards and credentials: an organization's within its scope, a person's own, and what an address names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from cairn.credentials.models import (
    AchievementCredential,
    Award,
    AwardBatch,
    AwardState,
    BatchRow,
    CredentialState,
    ReliabilityReport,
    StatusList,
)
from cairn.foundation import audit
from cairn.foundation.errors import NotFound
from cairn.foundation.ids import digest_token
from cairn.foundation.models import AuditEntry
from cairn.foundation.scopes import everything
from cairn.standards.openbadges.roster import fold

_LONG = ("version__stored", "credential__unsigned", "credential__document")
_JOINED = ("version", "version__achievement", "organization", "credential", "person")


def get_award(award_id: UUID) -> Award:
    """Return an award of the scope. Raises NotFound."""
    row: Award | None = Award.objects.select_related(*_JOINED).filter(pk=award_id).first()
    if row is None:
        raise NotFound(_("There is no such award here. Look for it in the list of awards."), code="award_not_found")
    return row


def get_credential(award_id: UUID) -> AchievementCredential:
    """Return a signed credential by the id in its address, for whoever knows that address. Raises NotFound."""
    with everything("whoever has the address of a credential may ask whether it holds"):
        rows = AchievementCredential.objects.select_related("award__version", "award__person", "organization")
        signed = rows.exclude(issued_at=None).exclude(award__state=AwardState.UNDONE)
        row: AchievementCredential | None = signed.filter(pk=award_id).first()
    if row is None:
        raise NotFound(_("There is no credential at this address. Check the link."), code="credential_not_found")
    return row


def list_for_person(person_id: UUID) -> list[AchievementCredential]:
    """Return what a person was awarded, the newest first, whoever issued it."""
    with everything("a person's own credentials, of whichever organization"):
        rows = AchievementCredential.objects.select_related("award__version", "organization")
        signed = rows.filter(award__person_id=person_id).exclude(issued_at=None)
        return list(signed.exclude(award__state=AwardState.UNDONE).order_by("-award__awarded_on", "award_id"))


def find_by_claim_token(token: str) -> Award | None:
    """Return what the holder of a link from a message may take; an undone award is not there any more."""
    with everything("whoever has the link of a message may see what it is about"):
        rows = Award.objects.select_related(*_JOINED).exclude(state=AwardState.UNDONE)
        found: Award | None = rows.filter(claim_digest=digest_token(token)).first()
    return found


def is_of_another(award: Award, person_id: UUID | None) -> bool:
    """Say whether somebody else keeps an award in an account: from then on its link opens nothing any more."""
    return award.person_id is not None and award.person_id != person_id


def find_for_submission(submission_id: UUID) -> Award | None:
    """Return the award that a submission has led to, within the scope of the moment."""
    found: Award | None = Award.objects.select_related("credential").filter(submission_id=submission_id).first()
    return found


def find_earned(submission_id: UUID) -> Award | None:
    """Return the newest award for a submission: the first one, or what follows it; within the scope of the moment."""
    found = find_for_submission(submission_id)
    while found is not None:
        newer: Award | None = Award.objects.select_related("credential").filter(replaces=found).first()
        if newer is None:
            return found
        found = newer
    return None


def standing(awards: QuerySet[Award]) -> QuerySet[Award]:
    """Keep the awards that hold: neither undone nor revoked nor replaced."""
    held = awards.exclude(state=AwardState.UNDONE).exclude(credential__state=CredentialState.REVOKED)
    return held.filter(replaced_by=None)


@dataclass(frozen=True, slots=True)
class AwardFilter:
    """What is looked for in the list of awards."""

    words: str = ""
    achievement_id: UUID | None = None
    state: str = ""
    batch_id: UUID | None = None


def list_awards(wanted: AwardFilter = AwardFilter()) -> QuerySet[Award]:
    """Return the awards of the scope, the newest first."""
    rows: QuerySet[Award] = Award.objects.select_related(*_JOINED).defer(*_LONG)
    if wanted.achievement_id:
        rows = rows.filter(version__achievement_id=wanted.achievement_id)
    if wanted.batch_id:
        rows = rows.filter(batch_id=wanted.batch_id)
    for word in wanted.words.split()[:8]:
        rows = rows.filter(_matches(word))
    return _in_state(rows, wanted.state).order_by("-created_at", "row", "pk")


def _matches(word: str) -> Q:
    key = fold(word)
    return (
        Q(recipient_name__icontains=word)
        | Q(email_key__contains=key)
        | Q(identifier_key__contains=key)
        | Q(version__name__icontains=word)
    )


def _in_state(rows: QuerySet[Award], state: str) -> QuerySet[Award]:
    if state in CredentialState.values:
        return rows.filter(state=AwardState.ISSUED, credential__state=state)
    return rows.filter(state=state) if state in AwardState.values else rows


def list_by_ids(award_ids: Collection[UUID]) -> list[Award]:
    """Return some awards of the scope, the newest first."""
    return list(list_awards().filter(pk__in=award_ids))


def list_batches() -> QuerySet[AwardBatch]:
    """Return the bulk awards of the scope, the newest first."""
    rows: QuerySet[AwardBatch] = AwardBatch.objects.select_related("version", "organization")
    return rows.order_by("-created_at", "pk")


def get_batch(batch_id: UUID) -> AwardBatch:
    """Return a bulk award of the scope. Raises NotFound."""
    row: AwardBatch | None = list_batches().select_related("file").filter(pk=batch_id).first()
    if row is None:
        raise NotFound(_("There is no such table here. Look for it in the list of awards."), code="batch_not_found")
    return row


def list_problem_rows(batch: AwardBatch) -> QuerySet[BatchRow]:
    """Return the rows of a table that cannot be awarded as they are, in their order."""
    rows: QuerySet[BatchRow] = BatchRow.objects.filter(batch=batch, is_good=False)
    return rows.order_by("number")


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """How far a table is: awards signed, set down and waiting, told and taken back."""

    signed: int
    waiting: int
    told: int
    undone: int


def count_batch(batch: AwardBatch) -> BatchCounts:
    """Count the awards of a table."""
    issued, revoked = Q(state=AwardState.ISSUED), Q(credential__state=CredentialState.REVOKED)
    counted = Award.objects.filter(batch=batch).aggregate(
        signed=Count("pk", filter=issued),
        waiting=Count("pk", filter=Q(state=AwardState.RESERVED)),
        told=Count("pk", filter=issued & Q(notified_at__isnull=False)),
        undone=Count("pk", filter=Q(state=AwardState.UNDONE) | (issued & revoked)),
    )
    return BatchCounts(**counted)


def list_history(award: Award) -> list[AuditEntry]:
    """Return what has happened to an award, the oldest first, within the scope."""
    return list(audit.list_entries(award).order_by("id"))


def find_status_list(list_id: UUID) -> StatusList | None:
    """Return a status list, which is public by its purpose."""
    with everything("status lists are public"):
        found: StatusList | None = StatusList.objects.select_related("organization", "key").filter(pk=list_id).first()
    return found


def get_report(report_id: UUID) -> ReliabilityReport:
    """Return a Reliability Report, which is public by its purpose. Raises NotFound."""
    with everything("Reliability Reports are public"):
        rows = ReliabilityReport.objects.select_related("organization", "key", "version__achievement")
        row: ReliabilityReport | None = rows.filter(pk=report_id).first()
    if row is None:
        raise NotFound(_("There is no report at this address. Check the link."), code="report_not_found")
    return row
