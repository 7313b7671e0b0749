# SPDX-License-Identifier: Apache-2.0
"""Undoing a bulk award: what nobody was told of is taken back without a trace for holders; the rest is revoked."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.credentials.models import AchievementCredential, Award, AwardBatch, AwardState, BatchState, CredentialState
from cairn.credentials.selectors import get_batch
from cairn.credentials.services.changes import change_state, require_reason
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict
from cairn.foundation.jobs import Progress, cancel_job, get_job, runs, start_job, starter_of
from cairn.foundation.models import Job
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope

UNDO: Final = "credentials.undo_batch"
_CHUNK: Final = 500
_DONE_FOR: Final = frozenset({BatchState.UNDOING, BatchState.UNDONE, BatchState.CHECKING})


def undo_batch(batch: AwardBatch, *, reason: str, acting: Actor) -> Job:
    """Take a whole batch back. Raises PermissionDenied; Invalid: reason_missing; Conflict: already_undone."""
    require(acting, Permission.AWARDS_REVOKE, batch.organization_id)
    words = require_reason(reason)
    with organization_scope(batch.organization_id), transaction.atomic():
        row: AwardBatch = AwardBatch.objects.select_for_update().get(pk=batch.pk)
        if row.state in _DONE_FOR:
            raise Conflict(_("This table is being undone already, or was never started."), code="already_undone")
        running = get_job(row.job_id) if row.job_id else None
        if running is not None:
            cancel_job(running)
        total = Award.objects.filter(batch=row).count()
        job = start_job(
            UNDO, acting=acting, organization_id=row.organization_id, total=total, subject_id=str(row.pk), reason=words
        )
        row.state, row.undone_reason, row.job_id = BatchState.UNDOING, words, job.pk
        row.save(update_fields=["state", "undone_reason", "job_id"])
        facts = {"reason": words, "awards": total}
        audit.record("batch.undone", row, acting=acting, organization_id=row.organization_id, **facts)
        return job


@runs(UNDO, steered_with=Permission.AWARDS_REVOKE)
def undo_step(job: Job) -> Progress:
    """Take the next awards back: the quiet ones first, then those whose holders have to be told."""
    batch = get_batch(UUID(job.subject_id))
    acting, reason = starter_of(job), str(job.arguments["reason"])
    is_open = _take_back(batch, acting, reason) or _revoke(batch, acting, reason)
    if not is_open:
        AwardBatch.objects.filter(pk=batch.pk).update(state=BatchState.UNDONE, finished_at=clock.now())
    return Progress(_undone(batch), 0, is_finished=not is_open)


def _take_back(batch: AwardBatch, acting: Actor, reason: str) -> bool:
    quiet = Award.objects.filter(
        batch=batch, notified_at=None, claimed_at=None, state__in=(AwardState.RESERVED, AwardState.ISSUED)
    )
    awards = list(quiet.order_by("row")[:_CHUNK])
    ids = [row.pk for row in awards]
    # Their places stay taken, and their bits are set: a copy that somebody has downloaded must not stay good.
    change_state(ids, CredentialState.REVOKED, reason=reason, acting=acting, notify=False)
    Award.objects.filter(pk__in=ids).update(state=AwardState.UNDONE)
    audit.record_all("award.undone", awards, acting=acting, organization_id=batch.organization_id, reason=reason)
    return bool(awards)


def _revoke(batch: AwardBatch, acting: Actor, reason: str) -> bool:
    told = AchievementCredential.objects.filter(award__batch=batch, award__state=AwardState.ISSUED)
    left = told.exclude(state=CredentialState.REVOKED).order_by("award__row")
    ids = list(left.values_list("pk", flat=True)[:_CHUNK])
    return bool(change_state(ids, CredentialState.REVOKED, reason=reason, acting=acting))


def _undone(batch: AwardBatch) -> int:
    undone = Award.objects.filter(batch=batch, state=AwardState.UNDONE).count()
    revoked = AchievementCredential.objects.filter(
        award__batch=batch, award__state=AwardState.ISSUED, state=CredentialState.REVOKED
    )
    return int(undone + revoked.count())
