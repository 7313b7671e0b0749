# SPDX-License-Identifier: Apache-2.0
"""How the command line says that something is wrong: one sentence, with the next step, and no traceback."""

from __future__ import annotations

import unicodedata
from typing import Final

MISUSE: Final = 2
"""What a command ends with when it was called wrongly, or could not do its work."""

_LAYOUT: Final = frozenset("\n\t")


class CommandError(Exception):
    """A command that cannot go on; the text is the sentence that the person reads."""


def plain(text: str) -> str:
    """Return a text of others without characters that move the cursor or turn the direction of writing."""
    return "".join(
        character if character in _LAYOUT or unicodedata.category(character) not in ("Cc", "Cf") else "�"
        for character in text
    )
