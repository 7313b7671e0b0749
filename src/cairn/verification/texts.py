# SPDX-License-Identifier: Apache-2.0
"""What strangers wrote, made safe to stand inside our sentences.

A text from a credential may hold characters that turn the words around it, hide between letters or pile up on them.
They are taken out here; whoever puts the result on a page still escapes it. Source: Unicode UAX #9, UTR #36.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.utils import timezone

from cairn.foundation.days import say_day

NAME_LIMIT: Final = 200
TEXT_LIMIT: Final = 1200
_MOST_MARKS: Final = 2
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS: Final = frozenset("\u200c\u200d")
"""Invisible, but part of how Persian, Hindi and emoji are written."""
_PILED: Final = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


def line(text: object, limit: int = NAME_LIMIT) -> str:
    """Return a text on one line, without what is unseen, and cut where it would fill the page."""
    words = "".join(_seen(character) for character in str(text or "")[: limit * 8])
    return _cut(_thinned(" ".join(words.split())), limit)


def paragraph(text: object, limit: int = TEXT_LIMIT) -> str:
    """Return a longer text, with its line breaks but nothing else that is unseen."""
    rows = str(text or "")[: limit * 8].splitlines()
    return _cut("\n".join(filter(None, (line(row, limit) for row in rows))), limit)


def isolate(text: object, limit: int = NAME_LIMIT) -> str:
    """Return a text for the middle of a sentence of ours: letters that run from the right cannot reorder the rest."""
    shown = line(text, limit)
    if all(unicodedata.bidirectional(character) not in _RIGHT_TO_LEFT for character in shown) and shown.isprintable():
        return shown
    return f"{_FIRST_STRONG_ISOLATE}{shown}{_POP_ISOLATE}"


def web_address(text: object) -> str:
    """Return an https or http address that a person may follow, or nothing."""
    shown = line(text, 2000)
    if shown != str(text or "") or " " in shown:
        return ""
    try:
        parts = urlsplit(shown)
    except ValueError:
        return ""
    return shown if parts.scheme in ("https", "http") and parts.hostname and "@" not in parts.netloc else ""


def host_of(address: str) -> str:
    """Return the host of an address as it is shown beside a link: a name in other letters in its xn-- form."""
    host = urlsplit(address).hostname or ""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def day(moment: datetime) -> str:
    """Write a day in full, in local time and in the words of the active language: 22 November 2026."""
    return say_day(timezone.localtime(moment))


def _seen(character: str) -> str:
    if character in _JOINERS or unicodedata.category(character) not in _UNSEEN:
        return character
    return " " if character.isspace() else ""


def _thinned(text: str) -> str:
    """Keep at most two marks on a letter; more are a pile that covers the lines around it."""
    kept: list[str] = []
    piled = 0
    for character in text:
        piled = piled + 1 if _PILED.match(character) else 0
        if piled <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
