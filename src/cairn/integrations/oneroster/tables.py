# SPDX-License-Identifier: Apache-2.0
"""One CSV file of a bundle: its encoding, its columns in any order, its rows with their lines.

Bytes that are not UTF-8 are never guessed in silence: the rows that hold them wait until somebody has confirmed how
they are to be read.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from cairn.integrations.oneroster.findings import Finding

UTF_8: Final = "utf-8"
WINDOWS: Final = "cp1252"
ENCODINGS: Final = (UTF_8, WINDOWS)
_MOST_ROWS: Final = 200_000
_CONTROLS: Final = frozenset({"Cc", "Cs"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line on which it begins, and its values by column, as they stand."""

    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a value without the space around it, blank where the file has no such column."""
        return self.values.get(column, "").strip()

    def listed(self, column: str) -> list[str]:
        """Return a value that is written as a list with commas."""
        return [part.strip() for part in self[column].split(",") if part.strip()]


@dataclass(frozen=True, slots=True)
class Table:
    """What could be read of a file, and what could not."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]


def read_table(file: str, data: bytes, *, required: tuple[str, ...], encoding: str = "") -> Table:
    """Read a file. `encoding` is what somebody has confirmed; without it, only UTF-8 is taken."""
    text, is_sure = _decode(data, encoding)
    try:
        lines = list(_lines(text))
    except csv.Error as error:
        message = _("This is not a CSV table: %(why)s. Save it as CSV, UTF-8, and bring it again.") % {"why": error}
        return Table((), (Finding(file, 0, "not_csv", message, refuses=True),))
    header = [name.strip() for name in lines[0][1]] if lines else []
    if missing := [name for name in required if name not in header]:
        message = _("Columns are missing: %(names)s. Export the file again.") % {"names": ", ".join(missing)}
        return Table((), (Finding(file, 1, "missing_columns", message, refuses=True),))
    return _judge(file, header, lines[1:], is_sure=is_sure)


def _decode(data: bytes, encoding: str) -> tuple[str, bool]:
    """Return the text, and whether it is sure that it reads so."""
    try:
        return data.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        return data.decode(encoding or WINDOWS, errors="replace"), bool(encoding)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Go through the rows that are not blank, each with the line on which it begins."""
    # A NUL would end the reading; it is put back in the value, where it is found.
    reader = csv.reader(io.StringIO(text.replace("\0", "\ufffe"), newline=""), strict=True)
    begins = 1
    for values in reader:
        if any(value.strip() for value in values):
            yield begins, [value.replace("\ufffe", "\0") for value in values]
        begins = reader.line_num + 1


def _judge(file: str, header: list[str], lines: list[tuple[int, list[str]]], *, is_sure: bool) -> Table:
    rows: list[Row] = []
    findings: list[Finding] = []
    for line, values in lines[:_MOST_ROWS]:
        finding = _find(file, line, header, values, is_sure=is_sure)
        if finding is None:
            rows.append(Row(line, dict(zip(header, values, strict=True))))
        else:
            findings.append(finding)
    if len(lines) > _MOST_ROWS:
        message = _("The file has more than %(most)s rows. Split it.") % {"most": _MOST_ROWS}
        findings.append(Finding(file, 0, "too_many_rows", message, refuses=True))
    return Table(tuple(rows), tuple(findings))


def _find(file: str, line: int, header: list[str], values: list[str], *, is_sure: bool) -> Finding | None:
    name = " ".join(value for value in values[:1])
    if len(values) != len(header):
        numbers = {"count": len(values), "wanted": len(header)}
        message = _("The row has %(count)s values, and the table %(wanted)s columns. A comma may lack its quotes.")
        return Finding(file, line, "wrong_columns", message % numbers, name=name)
    if not is_sure and not all(value.isascii() for value in values):
        message = _("Letters beyond A to Z are not in UTF-8. Say how the file was written, and look at the names.")
        return Finding(file, line, "encoding", message, name=name)
    return _find_control(file, line, header, values)


def _find_control(file: str, line: int, header: list[str], values: list[str]) -> Finding | None:
    for column, value in zip(header, values, strict=True):
        if any(unicodedata.category(character) in _CONTROLS for character in value.strip()):
            code = "invalid_email" if column == "email" else "control_character"
            message = _("“%(column)s” holds a character that no name or address has. Correct the row at its source.")
            return Finding(
                file, line, code, message % {"column": column}, name=values[0] if column != header[0] else ""
            )
    return None
