# SPDX-License-Identifier: Apache-2.0
"""Reading ratings from a CSV, one or two a row, strictly: what cannot be read is named with its line and column."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from cairn.assessment.reliability import RatingRow
from cairn.cli.problems import CommandError

Cells: TypeAlias = Mapping[str, str]

_LONG: Final = ("",)
_WIDE: Final = ("_a", "_b")
_NEEDED: Final = "Name them work, rater, criterion, level; or work, rater_a, rater_b, criterion, level_a, level_b."


@dataclass(frozen=True, slots=True)
class PlacedRating:
    """A rating, the achievement that it belongs to where the file says so, and where it stands."""

    rating: RatingRow
    achievement: str
    line: int
    columns: Cells

    def place(self, part: str) -> str:
        """Name the line and the column of a part of the rating."""
        return f"line {self.line}, column “{self.columns.get(part, part)}”"


@dataclass(frozen=True, slots=True)
class _Form:
    """What the columns of a file are called, for each rating of a row; one of two may be left empty."""

    ratings: tuple[Cells, ...]

    def read(self, line: int, cells: Cells) -> Iterator[PlacedRating]:
        for columns in self.ratings:
            values = {part: cells[name] for part, name in columns.items()}
            if len(self.ratings) > 1 and not (values["rater"] or values["level"]):
                continue
            yield PlacedRating(RatingRow(**values), cells.get("achievement", ""), line, columns)


def read_ratings(path: Path) -> list[PlacedRating]:
    """Read every rating of a file. Raises CommandError, naming the line and the column where there is one."""
    records = _records(path)
    _line, header = next(records, (1, []))
    names = [name.strip().lower() for name in header]
    form = _form(path, names)
    found = [rating for line, cells in records for rating in form.read(line, _cells(path, line, names, cells))]
    if not found:
        raise CommandError(f"{path} holds no ratings. Put one rating into each line after the first.")
    return found


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Go through the lines that are not blank, each with the number of its last line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            yield from ((reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells))
    except UnicodeDecodeError:
        raise CommandError(f"{path} is not UTF-8. Save it as “CSV UTF-8” and try again.") from None
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}. Check the name.") from None
    except csv.Error as error:
        raise CommandError(f"{path} is not a readable CSV: {error}. Check its quotation marks.") from None


def _form(path: Path, header: Sequence[str]) -> _Form:
    """Tell from the first line how ratings are written. Raises CommandError."""
    doubled = next((name for name in header if name and header.count(name) > 1), "")
    if doubled:
        raise CommandError(f"{path}, line 1, has the column “{doubled}” twice. Remove one of them.")
    work = "work" if "work" in header else "work_id"
    forms: dict[tuple[str, ...], tuple[Cells, ...]] = {
        ends: tuple(_columns(work, end) for end in ends) for ends in (_LONG, _WIDE)
    }
    fitting = [form for form in forms.values() if _names(form) <= set(header)]
    if len(fitting) > 1:
        raise CommandError(f"{path}, line 1, has columns for one rater and for two. Keep one kind of columns.")
    if not fitting:
        raise CommandError(f"{path}, line 1: {_missing(header, forms, work)}")
    return _Form(fitting[0])


def _columns(work: str, end: str) -> Cells:
    return {"work": work, "rater": f"rater{end}", "criterion": "criterion", "level": f"level{end}"}


def _names(ratings: Iterable[Cells]) -> set[str]:
    return {name for columns in ratings for name in columns.values()}


def _missing(header: Sequence[str], forms: Mapping[tuple[str, ...], tuple[Cells, ...]], work: str) -> str:
    """Name the columns that are missing from the form that the first line comes nearest to."""
    if ";" in "".join(header):
        return "Its columns are divided by semicolons. Save the file with commas."
    wide = any(name.endswith(_WIDE) for name in header)
    missing = sorted(_names(forms[_WIDE if wide else _LONG]).difference(header))
    listed = ", ".join("work" if name == work else name for name in missing)
    return f"Missing: {listed}. {_NEEDED}"


def _cells(path: Path, line: int, header: Sequence[str], cells: Sequence[str]) -> Cells:
    if len(cells) != len(header):
        detail = f"{len(cells)} cells under {len(header)} columns. Check its commas and quotation marks."
        raise CommandError(f"{path}, line {line}, has {detail}")
    return {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
