# SPDX-License-Identifier: Apache-2.0
"""The trial run: every row of a table is judged by the rules that `cairn issue` asks, and nothing is awarded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cairn.achievements.models import AchievementVersion
from cairn.credentials.mapping import Frame
from cairn.credentials.models import AwardBatch, AwardReason, BatchRow, BatchState
from cairn.credentials.recipients import RecipientFacts
from cairn.credentials.selectors import get_batch
from cairn.credentials.services.awarding import require_awardable
from cairn.credentials.services.reserving import held_since, holders_of
from cairn.credentials.tables import Table, TableRow, read_table
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict
from cairn.foundation.files.storage import read_bytes, store_bytes
from cairn.foundation.jobs import Progress, runs, start_job
from cairn.foundation.models import Job
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope
from cairn.standards.openbadges.roster import COLUMNS, Refusal, ResultRule, RowRules
from cairn.standards.openbadges.roster.refusal import translatable
from cairn.standards.types import JsonObject

AT_ONCE: Final = 5_000
"""Tables of up to so many rows are judged while the page waits; larger ones by a job."""

CHECK: Final = "credentials.check_batch"
_CHUNK: Final = 1_000
_STEP: Final = 20_000


def check_batch(version: AchievementVersion, data: bytes, *, file_name: str, acting: Actor) -> AwardBatch:
    """Store a table and judge every row of it. Nothing is stored of a table that as a whole cannot be used.

    Raises PermissionDenied; Conflict: not_published, retired; Invalid and DomainError of `read_table`.
    """
    require(acting, Permission.AWARDS_ISSUE, version.organization_id)
    require_awardable(version, AwardReason.BATCH)
    table = read_table(data)
    count = table.count()
    with organization_scope(version.organization_id):
        return _begin(version, data, table, count=count, file_name=file_name, acting=acting)


@transaction.atomic
def _begin(
    version: AchievementVersion, data: bytes, table: Table, *, count: int, file_name: str, acting: Actor
) -> AwardBatch:
    batch = AwardBatch(
        organization_id=version.organization_id,
        version=version,
        file=store_bytes(
            data,
            name=file_name[:200],
            media_type="text/csv",
            owner_id=None,
            organization_id=version.organization_id,
            notes=[],
        ),
        file_name=file_name[:200],
        file_sha256=hashlib.sha256(data).hexdigest(),
        reading={"encoding": table.encoding, "columns": _used(table), "ignored": list(table.ignored)[:20]},
        rows=count,
        created_at=clock.now(),
        created_by=acting.label[:200],
    )
    batch.save(force_insert=True)
    audit.record("batch.checked", batch, acting=acting, organization_id=batch.organization_id, rows=count)
    if count <= AT_ONCE:
        _check_rows(batch, first=0, last=count)
    else:
        _start_check(batch, acting)
    return get_batch(batch.pk)


def _used(table: Table) -> list[str]:
    return [name for name in COLUMNS if name in table.header]


def _start_check(batch: AwardBatch, acting: Actor, *, again: bool = False) -> None:
    job = start_job(
        CHECK,
        acting=acting,
        organization_id=batch.organization_id,
        total=batch.rows,
        subject_id=str(batch.pk),
        again=again,
    )
    AwardBatch.objects.filter(pk=batch.pk).update(job_id=job.pk, state=BatchState.CHECKING)


@transaction.atomic
def fix_rows(batch: AwardBatch, changes: Mapping[int, Mapping[str, str]], *, acting: Actor) -> AwardBatch:
    """Put some cells right, by row number and column, and judge the whole table again.

    Raises PermissionDenied; Conflict: already_started.
    """
    require(acting, Permission.AWARDS_ISSUE, batch.organization_id)
    with organization_scope(batch.organization_id):
        locked: AwardBatch = AwardBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if locked.state != BatchState.CHECKED:
            raise Conflict(
                _("This table was started already, so its rows are fixed. Bring a new table for the rest."),
                code="already_started",
            )
        changed = _change_cells(locked, changes)
        audit.record("batch.fixed", locked, acting=acting, organization_id=locked.organization_id, rows=changed)
        if locked.rows <= AT_ONCE:
            _check_again(locked)
        else:
            _start_check(locked, acting, again=True)
        return get_batch(locked.pk)


def _change_cells(batch: AwardBatch, changes: Mapping[int, Mapping[str, str]]) -> list[int]:
    """Change the named cells; those that say what they said before are left alone."""
    changed = []
    for row in BatchRow.objects.filter(batch=batch, number__in=changes):
        wanted = {name: text.strip() for name, text in changes[row.number].items() if name in COLUMNS}
        values = {**row.values, **wanted}
        if {name: text for name, text in values.items() if text} != row.values:
            row.values = {name: text for name, text in values.items() if text}
            changed.append(row)
    BatchRow.objects.bulk_update(changed, ["values"], batch_size=200)
    return [row.number for row in changed]


@runs(CHECK, steered_with=Permission.AWARDS_ISSUE)
def check_step(job: Job) -> Progress:
    """Judge the next part of a large table, or all of it again."""
    batch = get_batch(UUID(job.subject_id))
    if job.arguments.get("again"):
        _check_again(batch)
        return Progress(batch.rows, 0, is_finished=True)
    last = min(job.done + _STEP, batch.rows)
    _check_rows(batch, first=job.done, last=last)
    return Progress(last, 0, is_finished=last == batch.rows)


def _check_rows(batch: AwardBatch, *, first: int, last: int) -> None:
    """Judge some rows of the file and store them; those before are gone through again, to know who was seen."""
    rows = read_table(read_bytes(batch.file)).rows()
    rules = _rules_for(batch)
    for row in islice(rows, first):
        rules.refusal(row.number, row.values)
    judged = _judge(batch, rules, islice(rows, last - first))
    stored = (_row(batch, row, refusal) for row, refusal in judged)
    BatchRow.objects.bulk_create(stored, batch_size=500)
    if last == batch.rows:
        _finish(batch)


def _row(batch: AwardBatch, row: TableRow, refusal: Refusal | None) -> BatchRow:
    return BatchRow(
        organization_id=batch.organization_id,
        batch=batch,
        number=row.number,
        values=_storable(row.values),
        problems=stored_refusal(refusal),
        is_good=refusal is None,
    )


def _storable(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return cells with the character that PostgreSQL cannot hold put as a substitute, which no rule lets pass."""
    return {name: text.replace("\x00", "\x1a") if isinstance(text, str) else text for name, text in values.items()}


def _check_again(batch: AwardBatch) -> None:
    stored = {row.number: row for row in BatchRow.objects.filter(batch=batch).order_by("number")}
    rows = (TableRow(row.number, row.values) for row in stored.values())
    changed = []
    for row, refusal in _judge(batch, _rules_for(batch), rows):
        known = stored[row.number]
        if known.problems != stored_refusal(refusal):
            known.problems, known.is_good = stored_refusal(refusal), refusal is None
            changed.append(known)
    BatchRow.objects.bulk_update(changed, ["problems", "is_good"], batch_size=200)
    _finish(batch)


def _finish(batch: AwardBatch) -> None:
    good = BatchRow.objects.filter(batch=batch, is_good=True).count()
    AwardBatch.objects.filter(pk=batch.pk).update(state=BatchState.CHECKED, rows_good=good)


def _rules_for(batch: AwardBatch) -> RowRules:
    frame = Frame.of(batch.version)
    return RowRules(results=ResultRule.of(frame.achievement), today=clock.now().date(), taken=frame.taken)


def _judge(batch: AwardBatch, rules: RowRules, rows: Iterable[TableRow]) -> Iterator[tuple[TableRow, Refusal | None]]:
    """Pair rows with why they cannot be awarded, a thousand at a time: earlier awards are looked up together."""
    left = iter(rows)
    while chunk := list(islice(left, _CHUNK)):
        facts = [facts_of(_storable(row.values)) for row in chunk]
        holders = holders_of(batch.version, facts)
        for row, recipient in zip(chunk, facts, strict=True):
            refusal = row.refusal or rules.refusal(row.number, row.values)
            yield row, refusal or held_refusal(recipient, holders)


def held_refusal(recipient: RecipientFacts, holders: Mapping[str, datetime]) -> Refusal | None:
    """Return a refusal where a recipient holds the achievement already."""
    since = held_since(recipient, holders)
    if since is None:
        return None
    sentence = translatable("already holds this, awarded on %(date)s")
    return Refusal("already_holds", "", sentence, {"date": date_format(since, "Y-m-d")})


def facts_of(values: Mapping[str, str]) -> RecipientFacts:
    """Return the recipient of a row; the day of the award is read once the row is known to be good."""
    return RecipientFacts(
        name=values.get("name", ""),
        email=values.get("email", ""),
        identifier=values.get("identifier", ""),
        result=values.get("result", ""),
        evidence_url=values.get("evidence_url", ""),
        narrative=values.get("narrative", ""),
    )


def stored_refusal(refusal: Refusal | None) -> list[JsonObject]:
    """Return a refusal as it is kept with its row; the sentence is translated where it is read."""
    if refusal is None:
        return []
    return [
        {
            "code": refusal.code,
            "column": refusal.column,
            "sentence": refusal.sentence,
            "values": _storable(refusal.values),
        }
    ]
