# SPDX-License-Identifier: Apache-2.0
"""Double ratings from before, as an organization has them in a table: read strictly, and fitted to a rubric. Pure.

A line has one criterion of one work: `work` (or `work_id`), `rater_a`, `rater_b`, `criterion`, `level_a`, `level_b`
and, if it is known, `rated_on`. It is the wide form that `cairn reliability` reads.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _

from cairn.achievements.definition import Rubric
from cairn.foundation.errors import Invalid

MAX_BYTES: Final = 20_000_000
_MAX_NAME: Final = 100
_COLUMNS: Final = ("work", "rater_a", "rater_b", "criterion", "level_a", "level_b")


@dataclass(frozen=True, slots=True)
class EarlierPair:
    """Two ratings of one work, given apart from each other before; the two raters stand in the order of their names.

    `line` is the first one of the work in its table, 0 where it stands in none.
    """

    work: str
    rater_a: str
    rater_b: str
    levels_a: Mapping[str, str]
    levels_b: Mapping[str, str]
    rated_on: date | None
    line: int = 0


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def read_double_ratings(table: bytes, rubric: Rubric) -> list[EarlierPair]:
    """Read a table in CSV whose criteria and levels are those of a rubric, by id or by name.

    Raises Invalid: too_large, not_text, no_columns, no_lines, no_such_level, no_such_criterion, criterion_twice,
    no_such_day, no_name, raters_differ; `line` and `column` say where.
    """
    lines = list(_lines(table))
    if not lines:
        raise Invalid(
            _("The table has no lines. Put each criterion of a work into a line of its own."), code="no_lines"
        )
    by_work = sorted(lines, key=lambda line: line["work"])
    return [_pair(list(group), rubric) for _work, group in groupby(by_work, key=lambda line: line["work"])]


def _lines(table: bytes) -> Iterator[_Line]:
    reader = csv.DictReader(io.StringIO(_text(table), newline=""), strict=True)
    try:
        names = _names(reader.fieldnames or ())
        for row in reader:
            cells = {names[name]: (row[name] or "").strip() for name in names}
            yield _named(_Line(reader.line_num, cells))
    except csv.Error:
        raise Invalid(
            _("Line %(line)s cannot be read. Look at its quotation marks.") % {"line": reader.line_num},
            code="not_text",
            line=reader.line_num,
        ) from None


def _names(header: Sequence[str]) -> dict[str, str]:
    names = {name: name.strip().lower().replace("work_id", "work") for name in header}
    if missing := [column for column in _COLUMNS if column not in names.values()]:
        raise Invalid(
            _("The first line lacks these columns: %(columns)s.") % {"columns": ", ".join(missing)},
            code="no_columns",
            line=1,
        )
    return names


def _text(table: bytes) -> str:
    if len(table) > MAX_BYTES:
        raise Invalid(_("The table is over 20 MB. Bring it in as several files."), code="too_large")
    try:
        return table.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(
            _("The file is no text in UTF-8. Save it as “CSV UTF-8” and try again."), code="not_text"
        ) from None


def _named(line: _Line) -> _Line:
    for column in ("work", "rater_a", "rater_b"):
        if not 0 < len(line[column]) <= _MAX_NAME:
            raise _wrong(line, column, _("give a name of up to 100 characters"), "no_name")
    return line


def _pair(lines: list[_Line], rubric: Rubric) -> EarlierPair:
    first = lines[0]
    for line in lines:
        for column in ("rater_a", "rater_b"):
            if line[column] != first[column]:
                raise _wrong(line, column, _("a work has the same two raters in every line"), "raters_differ")
    if first["rater_a"] == first["rater_b"]:
        raise _wrong(first, "rater_b", _("name two different raters"), "raters_differ")
    criteria = [_criterion(line, rubric) for line in lines]
    for line, criterion in zip(lines, criteria, strict=True):
        if criteria.count(criterion) > 1:
            raise _wrong(line, "criterion", _("this work has the criterion twice"), "criterion_twice")
    given = sorted((first[f"rater_{end}"], _levels(lines, criteria, f"level_{end}", rubric)) for end in "ab")
    (rater_a, levels_a), (rater_b, levels_b) = given
    rated_on = max(filter(None, map(_day, lines)), default=None)
    return EarlierPair(first["work"], rater_a, rater_b, levels_a, levels_b, rated_on, first.number)


def _levels(lines: Sequence[_Line], criteria: Sequence[str], column: str, rubric: Rubric) -> dict[str, str]:
    return {name: _level(line, column, rubric) for name, line in zip(criteria, lines, strict=True)}


def _criterion(line: _Line, rubric: Rubric) -> str:
    known = {name: criterion.id for criterion in rubric.criteria for name in (criterion.name, criterion.id)}
    return _find(line, "criterion", known, "no_such_criterion")


def _level(line: _Line, column: str, rubric: Rubric) -> str:
    known = {name: level.id for level in rubric.levels for name in (level.name, level.id)}
    return _find(line, column, known, "no_such_level")


def _find(line: _Line, column: str, known: Mapping[str, str], code: str) -> str:
    if line[column] not in known:
        names = ", ".join(dict.fromkeys(known.values()))
        detail = _("“%(cell)s” is none of %(names)s") % {"cell": line[column], "names": names}
        raise _wrong(line, column, detail, code)
    return known[line[column]]


def _day(line: _Line) -> date | None:
    text = line.cells.get("rated_on", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _wrong(line, "rated_on", _("write a day as 2026-11-20"), "no_such_day") from None


def _wrong(line: _Line, column: str, detail: str, code: str) -> Invalid:
    words = _("Line %(line)s, column “%(column)s”: %(detail)s.")
    return Invalid(
        words % {"line": line.number, "column": column, "detail": detail}, code=code, line=line.number, column=column
    )


def in_order(pairs: Iterable[EarlierPair]) -> list[EarlierPair]:
    """Return works as time went by; those whose day is not known come first."""
    return sorted(pairs, key=lambda pair: (pair.rated_on or date.min, pair.work))
