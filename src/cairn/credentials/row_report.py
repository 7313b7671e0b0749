# SPDX-License-Identifier: Apache-2.0
"""What became of every row of a table, as a table again: it can be put right in a spreadsheet and brought back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from cairn.credentials.addresses import credential_url
from cairn.credentials.models import Award, AwardBatch, BatchRow
from cairn.credentials.problems import say_problems
from cairn.foundation.scopes import organization_scope
from cairn.standards.openbadges.roster import COLUMNS

_CHUNK: Final = 500
# The wide ones are what spreadsheets in Chinese, Japanese and Korean take for the others.
_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write_report(batch: AwardBatch, *, only_problems: bool) -> Iterator[bytes]:
    """Yield the rows as CSV, piece by piece; each piece is read in a scope of its own, after the request has ended."""
    columns = [name for name in COLUMNS if name in batch.reading["columns"]]
    yield "\ufeff".encode() + _lines([["row", *columns, "state", "problem", "credential"]])
    last = 0
    while rows := _read(batch, last, only_problems=only_problems):
        yield _lines([_cells(row, award, columns) for row, award in rows])
        last = rows[-1][0].number


def _read(batch: AwardBatch, last: int, *, only_problems: bool) -> list[tuple[BatchRow, Award | None]]:
    with organization_scope(batch.organization_id):
        rows = BatchRow.objects.filter(batch=batch, number__gt=last).order_by("number")
        chosen = list((rows.filter(is_good=False) if only_problems else rows)[:_CHUNK])
        awards = Award.objects.filter(batch=batch, row__in=[row.number for row in chosen])
        known = {row.row: row for row in awards.select_related("credential")}
    return [(row, known.get(row.number)) for row in chosen]


def _cells(row: BatchRow, award: Award | None, columns: list[str]) -> list[str]:
    state = award.get_state_display() if award else _("Not awarded")
    url = credential_url(award.pk) if award else ""
    return [str(row.number), *(row.values.get(name, "") for name in columns), state, say_problems(row.problems), url]


def _lines(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from running what somebody has written into a cell (CWE-1236)."""
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell
