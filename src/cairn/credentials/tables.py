# SPDX-License-Identifier: Apache-2.0
"""Tables of recipients as people save them: UTF-8 with or without a mark, Windows-1252, commas, semicolons or tabs.

What could be read in two ways is refused rather than guessed, and how a table was read is said.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from cairn.foundation.errors import DomainError, ErrorKind, Invalid
from cairn.standards.openbadges.roster import COLUMNS, Refusal, fold, width_refusal

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_ROWS: Final = 100_000
_LARGEST_CELL: Final = 64 * 1024 * 1024
_DELIMITERS: Final = (",", ";", "\t")
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_IDENTITY: Final = frozenset({"email", "identifier"})


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its number as a spreadsheet shows it (the header is row 1), what it says, and why it cannot be read."""

    number: int
    values: Mapping[str, str]
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of recipients: its text, how it was read, its columns in order, and those that are not used."""

    text: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]

    @property
    def ignored(self) -> tuple[str, ...]:
        """The columns that awards have no use for."""
        return tuple(name for name in self.header if name and name not in COLUMNS)

    def rows(self) -> Iterator[TableRow]:
        """Read the rows in order; blank ones are passed over. Raises Invalid: bad_csv."""
        for number, cells in enumerate(_records(self.text, self.delimiter), 1):
            if number > 1 and any(cell.strip() for cell in cells):
                yield self._row(number, cells)

    def count(self) -> int:
        """Count the rows, reading the whole table once, so that it is refused before anything is stored.

        Raises Invalid: bad_csv, empty; DomainError: too_many_rows.
        """
        count = sum(1 for _row in self.rows())
        if count == 0:
            raise _invalid(_("This table has a first line and no rows. Add the rows, then bring it again."), "empty")
        if count > MAX_ROWS:
            words = {"count": count, "limit": MAX_ROWS}
            sentence = _("This table has %(count)s rows; at most %(limit)s are taken at once. Split it.") % words
            raise DomainError(ErrorKind.TOO_LARGE, sentence, code="too_many_rows", field="file")
        return count

    def _row(self, number: int, cells: list[str]) -> TableRow:
        pairs = zip(self.header, cells, strict=False)
        values = {name: cell.strip() for name, cell in pairs if name in COLUMNS and cell.strip()}
        return TableRow(number, values, width_refusal(len(cells), len(self.header)))


def read_table(data: bytes) -> Table:
    """Read the first line of a table. Raises Invalid: not_text, bad_csv, no_identity, doubled_column; DomainError."""
    if len(data) > MAX_BYTES:
        sentence = _("This file is over the limit of 20 MB. Split it into smaller tables.")
        raise DomainError(ErrorKind.TOO_LARGE, sentence, code="file_too_large", field="file")
    text, encoding = _decode(data)
    headers = {mark: _header(text, mark) for mark in _DELIMITERS}
    delimiter = next((mark for mark, names in headers.items() if _IDENTITY & set(names)), ",")
    header = headers[delimiter]
    if not _IDENTITY & set(header):
        raise _invalid(
            _("The first line needs a column named “email” or “identifier”. It names: %(names)s.")
            % {"names": ", ".join(filter(None, header))[:200] or "—"},
            "no_identity",
        )
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if doubled:
        raise _invalid(_("The column “%(name)s” stands twice. Remove one.") % {"name": doubled[0]}, "doubled_column")
    return Table(text, encoding, delimiter, header)


def _decode(data: bytes) -> tuple[str, str]:
    if data.startswith(_UTF_16):
        raise _invalid(_("This file is UTF-16. Save it as “CSV UTF-8” and bring it again."), "not_text")
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        raise _invalid(_("This is not a table in plain text. Save it as “CSV UTF-8”."), "not_text") from None


def _header(text: str, delimiter: str) -> tuple[str, ...]:
    return tuple(fold(name) for name in next(_records(text, delimiter), []))


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    # The csv module would refuse the whole file for one large cell; here only its row is.
    csv.field_size_limit(_LARGEST_CELL)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error:
        sentence = _("The quotation marks of this table do not match. Save it as CSV again, then bring it here.")
        raise _invalid(sentence, "bad_csv") from None


def _invalid(sentence: str, code: str) -> Invalid:
    return Invalid(sentence, code=code, field="file")
