# SPDX-License-Identifier: Apache-2.0
"""Names as people write them, without what nobody sees, and lists of numbers in words.

What nobody sees turns, hides or repeats the words around it. What is cleaned here is signed later
and read by strangers. Source: Unicode Technical Report 36 §2.4, §3.6.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS: Final = frozenset("\u200c\u200d")
"""Persian, Hindi and emoji are written with these."""
_FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters of Korean that are blank."""


def one_line(text: str) -> str:
    """Return a text in one line, with single spaces and without characters that nobody sees."""
    seen = "".join(letter for letter in " ".join(text.split()) if _is_seen(letter))
    return " ".join(seen.split()).strip("".join(_JOINERS))


def list_numbers(numbers: Sequence[int]) -> str:
    """Write numbers that go up, with those that follow on one another as a span: 1, 3 and 7–12."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], number]
        else:
            spans.append([number])
    written = ["–".join(number_format(end) for end in span) for span in spans]
    *first, last = written or [""]
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def _is_seen(letter: str) -> bool:
    return letter in _JOINERS or not (letter in _FILLERS or unicodedata.category(letter) in _UNSEEN)
