# SPDX-License-Identifier: Apache-2.0
"""A bulk award as a job: each step reserves, signs or tells some hundreds, in a transaction of its own.

What is signed was reserved by an earlier step, so a crash between any two leaves rows that the next step goes on with,
and never two credentials for one row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cairn.credentials.models import Award, AwardBatch, AwardReason, AwardState, BatchRow, BatchState
from cairn.credentials.recipients import with_people
from cairn.credentials.selectors import get_batch
from cairn.credentials.services.awarding import require_awardable
from cairn.credentials.services.batches.checking import facts_of, held_refusal, stored_refusal
from cairn.credentials.services.issuing import lock_credentials, sign_and_publish
from cairn.credentials.services.places import hold_places
from cairn.credentials.services.reserving import Draft, holders_of, reserve_all
from cairn.credentials.services.telling import tell_awarded
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict
from cairn.foundation.jobs import Progress, get_job, pause_job, resume_job, runs, start_job, starter_of
from cairn.foundation.models import Job
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope
from cairn.standards.errors import StandardsError
from cairn.standards.openbadges.roster import recipient_of

AWARD: Final = "credentials.award_batch"
CHUNK: Final = 500


def start_batch(batch: AwardBatch, *, acting: Actor, notify: bool = True) -> Job:
    """Award every good row of a table; with `notify` its holders are told as soon as all are signed.

    Raises PermissionDenied; Conflict: already_started, nothing_to_award, not_published, retired.
    """
    require(acting, Permission.AWARDS_ISSUE, batch.organization_id)
    require_awardable(batch.version, AwardReason.BATCH)
    with organization_scope(batch.organization_id), transaction.atomic():
        row = _lock(batch)
        if row.state != BatchState.CHECKED:
            raise _started()
        if not row.rows_good:
            sentence = _("No row of this table can be awarded yet. Put the rows right first.")
            raise Conflict(sentence, code="nothing_to_award")
        row.state, row.notify, row.started_at = BatchState.RUNNING, notify, clock.now()
        return _begin_job(row, acting, action="batch.started")


def tell_batch(batch: AwardBatch, *, acting: Actor) -> Job:
    """Tell the holders of a batch that was signed and kept quiet.

    Raises PermissionDenied; Conflict: already_started.
    """
    require(acting, Permission.AWARDS_ISSUE, batch.organization_id)
    with organization_scope(batch.organization_id), transaction.atomic():
        row = _lock(batch)
        if row.state != BatchState.SIGNED:
            raise _started()
        row.state = BatchState.TELLING
        return _begin_job(row, acting, action="batch.told")


def pause_batch(batch: AwardBatch, *, acting: Actor) -> None:
    """Stop after the step that is running. Raises PermissionDenied."""
    _steer(batch, acting, paused=True)


def resume_batch(batch: AwardBatch, *, acting: Actor) -> None:
    """Go on where a batch was paused or stopped. Raises PermissionDenied."""
    _steer(batch, acting, paused=False)


@transaction.atomic
def _steer(batch: AwardBatch, acting: Actor, *, paused: bool) -> None:
    require(acting, Permission.AWARDS_ISSUE, batch.organization_id)
    with organization_scope(batch.organization_id):
        job = get_job(batch.job_id) if batch.job_id else None
        if job is not None:
            (pause_job if paused else resume_job)(job)
            action = "batch.paused" if paused else "batch.resumed"
            audit.record(action, batch, acting=acting, organization_id=batch.organization_id)


def _begin_job(row: AwardBatch, acting: Actor, *, action: str) -> Job:
    job = start_job(
        AWARD, acting=acting, organization_id=row.organization_id, total=row.rows_good, subject_id=str(row.pk)
    )
    row.job_id = job.pk
    row.save(update_fields=["state", "notify", "started_at", "job_id"])
    audit.record(action, row, acting=acting, organization_id=row.organization_id, rows=row.rows_good)
    return job


@runs(AWARD, steered_with=Permission.AWARDS_ISSUE)
def award_step(job: Job) -> Progress:
    """Do the next part: sign what is reserved, else reserve what comes next, else tell those who were not told yet."""
    batch = get_batch(UUID(job.subject_id))
    acting = starter_of(job)
    if batch.state == BatchState.RUNNING:
        is_open = _sign_next(batch, acting) or _reserve_next(batch, acting) or _end_signing(batch)
    elif batch.state == BatchState.TELLING:
        is_open = _tell_next(batch) or _end(batch, BatchState.DONE)
    else:
        is_open = False
    return _progress(batch, is_finished=not is_open)


def _sign_next(batch: AwardBatch, acting: Actor) -> bool:
    waiting = Award.objects.filter(batch=batch, state=AwardState.RESERVED).order_by("row")
    ids = list(waiting.values_list("pk", flat=True)[:CHUNK])
    if not ids:
        return False
    try:
        sign_and_publish(lock_credentials(ids), acting=acting)
    except StandardsError as error:
        words = {"why": str(error)}
        raise Conflict(
            _("The check before signing found a problem, and the batch was stopped: %(why)s") % words,
            code="refused_by_lint",
        ) from error
    return True


def _reserve_next(batch: AwardBatch, acting: Actor) -> bool:
    last = Award.objects.filter(batch=batch).aggregate(last=Max("row"))["last"] or 0
    rows = BatchRow.objects.filter(batch=batch, is_good=True, number__gt=last).order_by("number")
    chunk = list(rows[:CHUNK])
    hold_places(batch.organization_id)
    drafts = _drafts(batch, chunk)
    if drafts:
        reserve_all(batch.version, drafts, acting=acting, reason=AwardReason.BATCH)
    return bool(chunk)


def _drafts(batch: AwardBatch, rows: Sequence[BatchRow]) -> list[Draft]:
    """Make drafts of some rows, leaving out whoever was awarded otherwise since the table was checked."""
    facts = [replace(facts_of(row.values), awarded_on=recipient_of(row.values).awarded_on) for row in rows]
    known = with_people(facts, organization_id=batch.organization_id)
    holders = holders_of(batch.version, known)
    drafts = []
    for row, recipient in zip(rows, known, strict=True):
        refusal = held_refusal(recipient, holders)
        if refusal is None:
            drafts.append(Draft(recipient, {"batch": batch, "row": row.number}))
        else:
            row.problems, row.is_good = stored_refusal(refusal), False
            row.save(update_fields=["problems", "is_good"])
    return drafts


def _end_signing(batch: AwardBatch) -> bool:
    if batch.notify:
        AwardBatch.objects.filter(pk=batch.pk).update(state=BatchState.TELLING)
        return True
    return _end(batch, BatchState.SIGNED)


def _tell_next(batch: AwardBatch) -> bool:
    quiet = Award.objects.select_related("organization", "version", "person").filter(
        batch=batch, state=AwardState.ISSUED, notified_at=None
    )
    awards = list(quiet.defer("version__stored").order_by("row")[:CHUNK])
    tell_awarded(awards)
    return bool(awards)


def _end(batch: AwardBatch, state: BatchState) -> bool:
    AwardBatch.objects.filter(pk=batch.pk).update(state=state, finished_at=clock.now())
    return False


def _progress(batch: AwardBatch, *, is_finished: bool) -> Progress:
    signed = Award.objects.filter(batch=batch, state=AwardState.ISSUED).count()
    return Progress(signed, 0, is_finished=is_finished)


def _lock(batch: AwardBatch) -> AwardBatch:
    row: AwardBatch = AwardBatch.objects.select_for_update().get(pk=batch.pk)
    return row


def _started() -> Conflict:
    return Conflict(
        _("This table was started already. Load the page again to see how far it is."), code="already_started"
    )
