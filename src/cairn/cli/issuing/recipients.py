# SPDX-License-Identifier: Apache-2.0
"""Reading recipients from a CSV, row by row, with a reason for each row that is refused.

A refused row never stops the others; why a row is refused is said by the rules that every door shares.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from cairn.cli.problems import CommandError
from cairn.standards.openbadges.compose import Recipient
from cairn.standards.openbadges.roster import COLUMNS, ResultRule, RowRules, fold, recipient_of, width_refusal

_LARGEST_CELL: Final = 64 * 1024 * 1024
"""The csv module would refuse the whole file for one cell; here only its row is."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet shows it (the header is row 1), and the recipient or the reason why not."""

    line: int
    recipient: Recipient | None
    refusal: str = ""


class RecipientFile:
    """A CSV of recipients, UTF-8 with or without byte order mark."""

    def __init__(self, path: Path, *, results: ResultRule, today: date, taken: frozenset[str] = frozenset()) -> None:
        """Prepare to read; `taken` are the identifiers of the issuer and the achievement, which no learner may use."""
        self._path = path
        self._rules = RowRules(results=results, today=today, taken=taken)
        self.ignored_columns: tuple[str, ...] = ()

    def rows(self) -> Iterator[Row]:
        """Read the rows, in order. Raises CommandError where the file as a whole cannot be used."""
        self._rules.begin()
        records = self._records()
        header = self._read_header(records)
        for line, cells in enumerate(records, 2):
            if any(cell.strip() for cell in cells):
                yield self._row(line, header, cells)

    def count(self) -> int:
        """Count the rows after the header, reading the whole file once.

        Raises CommandError where the file as a whole cannot be used: before anything is signed, not half-way.
        """
        records = self._records()
        self._read_header(records)
        return sum(1 for _ in records)

    def _records(self) -> Iterator[list[str]]:
        csv.field_size_limit(_LARGEST_CELL)
        try:
            with self._path.open(encoding="utf-8-sig", newline="") as file:
                yield from csv.reader(file, strict=True)
        except UnicodeDecodeError:
            raise CommandError(f"{self._path} is not UTF-8. Save it as “CSV UTF-8” and try again.") from None
        except OSError as error:
            raise CommandError(f"{self._path} cannot be read: {error.strerror}. Check the name.") from None
        except csv.Error as error:
            raise CommandError(f"{self._path} is not a readable CSV: {error}. Check its quotation marks.") from None

    def _read_header(self, records: Iterator[list[str]]) -> list[str]:
        header = [fold(name) for name in next(records, [])]
        self._check_header(header)
        return header

    def _check_header(self, header: list[str]) -> None:
        if "email" not in header and "identifier" not in header:
            hint = " Its columns are divided by semicolons; save it with commas." if ";" in "".join(header) else ""
            raise CommandError(f"{self._path} needs a column “email” or “identifier” in its first line.{hint}")
        doubled = sorted({name for name in header if name and header.count(name) > 1})
        if doubled:
            raise CommandError(f"{self._path} has the column “{doubled[0]}” twice. Remove one of them.")
        self.ignored_columns = tuple(name for name in header if name and name not in COLUMNS)

    def _row(self, line: int, header: list[str], cells: list[str]) -> Row:
        too_wide = width_refusal(len(cells), len(header))
        if too_wide is not None:
            return Row(line, None, str(too_wide))
        values = {name: cell.strip() for name, cell in zip(header, cells, strict=True) if name in COLUMNS}
        refusal = self._rules.refusal(line, values)
        return Row(line, None, str(refusal)) if refusal else Row(line, recipient_of(values))
