# SPDX-License-Identifier: Apache-2.0
"""What a page of answers was written over: for each answer its revision and a digest, so that only changes are sent on.

A page that is open in two windows sends all its answers each time. One that its reader did not touch equals its own
digest, and is no change; one that they touched is saved over its own revision, or kept beside what was saved meanwhile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cairn.assessment.completeness import ItemProgress

_DIGEST: Final = 12
_DIGITS: Final = 10


@dataclass(frozen=True, slots=True)
class Base:
    """One answer as the page knew it."""

    revision: int = 0
    digest: str = ""

    def is_text(self, text: str) -> bool:
        """Say whether the text is the one that the page was given."""
        return self.digest == _digest(text)


def write_version(items: Iterable[ItemProgress]) -> str:
    """Return the version of a page with these answers."""
    return ",".join(_one(item) for item in items)


def read_version(version: str) -> dict[str, Base]:
    """Read what a page says that it was written over; what cannot be read counts as never seen."""
    parts = (part.split(":") for part in version.split(","))
    return {part[0]: Base(int(part[1]), part[2]) for part in parts if _is_known(part)}


def _is_known(part: list[str]) -> bool:
    """Say whether a part is an item, a revision of few digits (Python refuses to read thousands), and a digest."""
    return len(part) == 3 and part[1].isdecimal() and len(part[1]) < _DIGITS  # noqa: PLR2004 - said above


def plain_text(typed: str) -> str:
    """Return a text with line ends as they are stored; browsers send two characters for each."""
    return typed.replace("\r\n", "\n").replace("\r", "\n")


def _one(progress: ItemProgress) -> str:
    row = progress.text
    return f"{progress.item.id}:{row.revision if row else 0}:{_digest(row.text if row else '')}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]
