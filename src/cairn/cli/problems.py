# SPDX-License-Identifier: Apache-2.0
"""How the command line says things: problems in one sentence with the next step, and words of others disarmed."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Final

from cairn.foundation.atomic import TEMPORARY_NAME

MISUSE: Final = 2
"""What a command ends with when it was called wrongly, or could not do its work."""

_JOINERS: Final = frozenset("\u200c\u200d")
"""Invisible, but part of how Persian, Hindi and emoji are written, and harmless on a terminal."""

_ACTIVE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of characters that a terminal may obey rather than show."""


class CommandError(Exception):
    """A command that cannot go on; the text is the sentence that the person reads."""


def plain(text: str) -> str:
    """Return a text of others on one line, without characters that move the cursor or turn the direction of writing.

    Line breaks become blanks, so that nobody can write a line that looks like one of ours.
    """
    if text.isprintable():
        return text
    return "".join(_harmless(character) for character in text)


def to_json(value: object) -> str:
    """Write a report for programs in which whatever a terminal might obey is escaped, and nothing is lost."""
    text = json.dumps(value, ensure_ascii=False)
    if text.isprintable():
        return text
    return "".join(json.dumps(character)[1:-1] if _is_active(character) else character for character in text)


def describe(error: OSError) -> str:
    """Say what the system refused, naming the file or, for one that was being written, its folder."""
    reason = error.strerror or str(error)
    if error.filename is None:
        return f"The system refused: {reason}."
    path = Path(error.filename)
    if TEMPORARY_NAME.fullmatch(path.name):
        return f"Nothing can be written to the folder {path.parent}: {reason}. Make it, or name another."
    return f"{path}: {reason}."


def _harmless(character: str) -> str:
    if not _is_active(character):
        return character
    return " " if character.isspace() else "�"


def _is_active(character: str) -> bool:
    return unicodedata.category(character) in _ACTIVE and character not in _JOINERS
