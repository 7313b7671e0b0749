# SPDX-License-Identifier: Apache-2.0
"""Reading recipients from a CSV, row by row, with a reason for each row that is refused.

A refused row never stops the others. Two rows of one person are one award: the second is refused, also where the
addresses differ only in case, width or invisible characters.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cairn.cli.issuing.results import ResultRule
from cairn.cli.problems import CommandError
from cairn.standards.openbadges.compose import Recipient

COLUMNS: Final = ("name", "email", "identifier", "result", "evidence_url", "narrative", "awarded_on")
MAX_CELL: Final = 20_000
MAX_SHORT: Final = 500
_LARGEST_CELL: Final = 64 * 1024 * 1024
"""The csv module would refuse the whole file for one cell; here only its row is."""
_EMAIL: Final = re.compile(r"[^\s@,;<>\"()\[\]\\]{1,64}@[^\s@,;<>\"()\[\]\\.]+(?:\.[^\s@,;<>\"()\[\]\\.]+)+")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_REMEMBERED: Final = 1024
_LAYOUT: Final = frozenset("\n\r\t")


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
        self._path, self._taken = path, taken
        # East of Greenwich it may be tomorrow already.
        self._last_day = today + timedelta(days=1)
        # The same few results and dates stand in row after row.
        self._result_refusal = lru_cache(maxsize=_REMEMBERED)(results.refusal)
        self._seen: dict[str, int] = {}
        self.ignored_columns: tuple[str, ...] = ()

    def rows(self) -> Iterator[Row]:
        """Read the rows, in order. Raises CommandError where the file as a whole cannot be used."""
        self._seen.clear()
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
        header = [_fold(name) for name in next(records, [])]
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
        if len(cells) != len(header):
            return Row(line, None, f"it has {len(cells)} cells where the header has {len(header)}")
        values = {name: cell.strip() for name, cell in zip(header, cells, strict=True) if name in COLUMNS}
        refusal = self._refusal(values) or self._duplicate(line, values)
        return Row(line, None, refusal) if refusal else Row(line, _recipient(values))

    def _refusal(self, values: Mapping[str, str]) -> str:
        """Return why a row cannot be used, empty where it can."""
        checks = (
            _text_refusal(values),
            _identity_refusal(values),
            _url_refusal(values.get("evidence_url", "")),
            self._taken_refusal(values),
            _date_refusal(values.get("awarded_on", ""), self._last_day),
            self._result_refusal(values.get("result", "")),
        )
        return next((refusal for refusal in checks if refusal), "")

    def _taken_refusal(self, values: Mapping[str, str]) -> str:
        """Refuse a learner's words about a thing of the issuer's: to a signature both would be one thing."""
        for name in ("identifier", "evidence_url"):
            if values.get(name, "") in self._taken:
                return f"“{values[name][:60]}” names the issuer or the achievement itself"
        return ""

    def _duplicate(self, line: int, values: Mapping[str, str]) -> str:
        keys = [_fold(values.get(name, "")) for name in ("email", "identifier")]
        first = next((self._seen[key] for key in keys if key in self._seen), None)
        if first is not None:
            return f"the same person stands in row {first}"
        self._seen.update((key, line) for key in keys if key)
        return ""


def _recipient(values: Mapping[str, str]) -> Recipient:
    awarded = values.get("awarded_on", "")
    return Recipient(
        name=values.get("name", ""),
        email=values.get("email", ""),
        identifier=values.get("identifier", ""),
        result=values.get("result", ""),
        evidence_url=values.get("evidence_url", ""),
        narrative=values.get("narrative", ""),
        awarded_on=_midnight(awarded) if awarded else None,
    )


@lru_cache(maxsize=_REMEMBERED)
def _midnight(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), time(), UTC)


def _text_refusal(values: Mapping[str, str]) -> str:
    together = "".join(values.values())
    if len(together) <= MAX_SHORT and together.isprintable():
        return ""
    for name, value in values.items():
        limit = MAX_CELL if name == "narrative" else MAX_SHORT
        if len(value) > limit:
            return f"“{name}” has {len(value)} characters; at most {limit} are allowed"
        if not value.isprintable() and any(_is_control(character) for character in value if character not in _LAYOUT):
            return f"“{name}” contains an invisible control character"
        if name != "narrative" and ("\n" in value or "\r" in value):
            return f"“{name}” contains a line break"
    return ""


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs")


def _identity_refusal(values: Mapping[str, str]) -> str:
    email = values.get("email", "")
    if not email and not values.get("identifier"):
        return "it has neither an e-mail address nor an identifier"
    if email and not _EMAIL.fullmatch(email):
        return f"“{email[:60]}” is not an e-mail address"
    return ""


def _url_refusal(url: str) -> str:
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None and url.isascii()
    except ValueError:
        sound = False
    return "" if sound and " " not in url else f"“{url[:60]}” is not a web address that begins with https:// or http://"


@lru_cache(maxsize=_REMEMBERED)
def _date_refusal(text: str, last_day: date) -> str:
    if not text:
        return ""
    try:
        awarded = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        awarded = None
    if awarded is None:
        return f"“{text[:40]}” is not a date such as 2026-11-22"
    return f"{text} lies in the future" if awarded > last_day else ""


def _fold(text: str) -> str:
    """Return what two spellings of one address have in common."""
    if text.isascii():
        return text.strip().lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if unicodedata.category(character) != "Cf").strip()
