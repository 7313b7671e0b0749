# SPDX-License-Identifier: Apache-2.0
"""The rules for one row of recipients, and for two rows of one person.

Two rows of one person are one award: the second is refused, also where the addresses differ only in case, width or
invisible characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from cairn.standards.openbadges.compose import Recipient
from cairn.standards.openbadges.roster.refusal import Refusal
from cairn.standards.openbadges.roster.refusal import translatable as _
from cairn.standards.openbadges.roster.results import ResultRule

COLUMNS: Final = ("name", "email", "identifier", "result", "evidence_url", "narrative", "awarded_on")
MAX_CELL: Final = 20_000
MAX_SHORT: Final = 500
_EMAIL: Final = re.compile(r"[^\s@,;<>\"()\[\]\\]{1,64}@[^\s@,;<>\"()\[\]\\.]+(?:\.[^\s@,;<>\"()\[\]\\.]+)+")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_REMEMBERED: Final = 1024
_LAYOUT: Final = frozenset("\n\r\t")


class RowRules:
    """Judges the rows of one table, in their order."""

    def __init__(self, *, results: ResultRule, today: date, taken: frozenset[str] = frozenset()) -> None:
        """Prepare to judge; `taken` are the identifiers of the issuer and the achievement, which no learner may use."""
        self._taken = taken
        # East of Greenwich it may be tomorrow already.
        self._last_day = today + timedelta(days=1)
        # The same few results and dates stand in row after row.
        self._result_refusal = lru_cache(maxsize=_REMEMBERED)(results.refusal)
        self._seen: dict[str, int] = {}

    def begin(self) -> None:
        """Forget who was seen: the table is read from its first row."""
        self._seen.clear()

    def refusal(self, line: int, values: Mapping[str, str]) -> Refusal | None:
        """Return why a row cannot be awarded, None where it can; its person is then taken."""
        return self.refusal_alone(values) or self._duplicate(line, values)

    def refusal_alone(self, values: Mapping[str, str]) -> Refusal | None:
        """Return why a row cannot be awarded, whatever stands in the others."""
        checks = (
            _text_refusal(values),
            _identity_refusal(values),
            _url_refusal(values.get("evidence_url", "")),
            self._taken_refusal(values),
            _date_refusal(values.get("awarded_on", ""), self._last_day),
            self._result_refusal(values.get("result", "")),
        )
        return next((refusal for refusal in checks if refusal), None)

    def _taken_refusal(self, values: Mapping[str, str]) -> Refusal | None:
        """Refuse a learner's words about a thing of the issuer's: to a signature both would be one thing."""
        for name in ("identifier", "evidence_url"):
            if values.get(name, "") in self._taken:
                sentence = _("“%(value)s” names the issuer or the achievement itself")
                return Refusal("taken", name, sentence, {"value": values[name][:60]})
        return None

    def _duplicate(self, line: int, values: Mapping[str, str]) -> Refusal | None:
        keys = [fold(values.get(name, "")) for name in ("email", "identifier")]
        first = next((self._seen[key] for key in keys if key in self._seen), None)
        if first is not None:
            column = "email" if keys[0] in self._seen else "identifier"
            return Refusal("same_person", column, _("the same person stands in row %(row)s"), {"row": first})
        self._seen.update((key, line) for key in keys if key)
        return None


def width_refusal(cells: int, columns: int) -> Refusal | None:
    """Return why a row that is wider or narrower than the header cannot be used."""
    if cells == columns:
        return None
    words = {"cells": cells, "columns": columns}
    return Refusal("width", "", _("it has %(cells)s cells where the header has %(columns)s"), words)


def recipient_of(values: Mapping[str, str]) -> Recipient:
    """Return the recipient of a row that was not refused."""
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


def fold(text: str) -> str:
    """Return what two spellings of one address have in common."""
    if text.isascii():
        return text.strip().lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if unicodedata.category(character) != "Cf").strip()


@lru_cache(maxsize=_REMEMBERED)
def _midnight(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), time(), UTC)


def _text_refusal(values: Mapping[str, str]) -> Refusal | None:
    together = "".join(values.values())
    if len(together) <= MAX_SHORT and together.isprintable():
        return None
    return next((refusal for name, value in values.items() if (refusal := _cell_refusal(name, value))), None)


def _cell_refusal(name: str, value: str) -> Refusal | None:
    limit = MAX_CELL if name == "narrative" else MAX_SHORT
    if len(value) > limit:
        words: dict[str, str | int] = {"column": name, "count": len(value), "limit": limit}
        sentence = _("“%(column)s” has %(count)s characters; at most %(limit)s are allowed")
        return Refusal("too_long", name, sentence, words)
    if not value.isprintable() and any(_is_control(character) for character in value if character not in _LAYOUT):
        sentence = _("“%(column)s” contains an invisible control character")
        return Refusal("control_character", name, sentence, {"column": name})
    if name != "narrative" and ("\n" in value or "\r" in value):
        return Refusal("line_break", name, _("“%(column)s” contains a line break"), {"column": name})
    return None


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs")


def _identity_refusal(values: Mapping[str, str]) -> Refusal | None:
    email = values.get("email", "")
    if not email and not values.get("identifier"):
        sentence = _("it has neither an e-mail address nor an identifier")
        return Refusal("nobody", "email" if "email" in values else "identifier", sentence)
    if email and not _EMAIL.fullmatch(email):
        return Refusal("bad_email", "email", _("“%(value)s” is not an e-mail address"), {"value": email[:60]})
    return None


def _url_refusal(url: str) -> Refusal | None:
    if not url:
        return None
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None and url.isascii()
    except ValueError:
        sound = False
    if sound and " " not in url:
        return None
    sentence = _("“%(value)s” is not a web address that begins with https:// or http://")
    return Refusal("bad_url", "evidence_url", sentence, {"value": url[:60]})


@lru_cache(maxsize=_REMEMBERED)
def _date_refusal(text: str, last_day: date) -> Refusal | None:
    if not text:
        return None
    try:
        awarded = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        awarded = None
    if awarded is None:
        sentence = _("“%(value)s” is not a date such as 2026-11-22")
        return Refusal("bad_date", "awarded_on", sentence, {"value": text[:40]})
    if awarded > last_day:
        return Refusal("future_date", "awarded_on", _("%(value)s lies in the future"), {"value": text})
    return None
