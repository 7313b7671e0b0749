# SPDX-License-Identifier: Apache-2.0
"""What a page of answers was written over: for each answer its revision and a digest, so that only changes are sent on.

A page that is open in two windows sends all its answers each time. One that its reader did not touch equals its own
digest, and is no change; one that they touched is saved over its own revision, or kept beside what was saved meanwhile.
What was kept beside has a digest too, so that the page that types on changes its own words there and no others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cairn.assessment.completeness import ItemProgress
from cairn.assessment.prior_learning import MapLine
from cairn.assessment.putting_aside import digest_of

_DIGITS: Final = 10
_PARTS: Final = (3, 4)


@dataclass(frozen=True, slots=True)
class Base:
    """One answer as the page knew it; `aside` is the digest of what was typed there and kept beside the answer."""

    revision: int = 0
    digest: str = ""
    aside: str = ""

    def is_text(self, text: str) -> bool:
        """Say whether the text is the one that the page was given."""
        return self.digest == digest_of(text)

    def write(self, name: str) -> str:
        """Return the part of a version that says this of an answer."""
        words = f"{name}:{self.revision}:{self.digest}"
        return f"{words}:{self.aside}" if self.aside else words


def base_of_item(progress: ItemProgress) -> Base:
    """Return what a page knows of the words of an item."""
    row = progress.text
    return Base(row.revision, digest_of(row.text)) if row else Base(0, digest_of(""))


def base_of_outcome(line: MapLine) -> Base:
    """Return what a page knows of an outcome of a map."""
    return Base(line.revision, digest_of(text_of_outcome((str(piece.pk) for piece in line.pieces), line.why)))


def text_of_outcome(pieces: Iterable[str], why: str) -> str:
    """Return what is said of an outcome as one text, whichever order the pieces have."""
    return "\n".join((*sorted(pieces), "", plain_text(why).strip()))


def write_version(items: Iterable[ItemProgress]) -> str:
    """Return the version of a page with these answers."""
    return ",".join(base_of_item(item).write(item.item.id) for item in items)


def write_map_version(lines: Iterable[MapLine]) -> str:
    """Return the version of a page with this map."""
    return ",".join(base_of_outcome(line).write(line.outcome.id) for line in lines)


def read_version(version: str) -> dict[str, Base]:
    """Read what a page says that it was written over; what cannot be read counts as never seen."""
    parts = (part.split(":") for part in version.split(","))
    return {part[0]: Base(int(part[1]), *part[2:]) for part in parts if _is_known(part)}


def _is_known(part: list[str]) -> bool:
    """Say whether a part is an item, a revision of few digits (Python refuses to read thousands), and digests."""
    return len(part) in _PARTS and part[1].isdecimal() and len(part[1]) < _DIGITS


def plain_text(typed: str) -> str:
    """Return a text with line ends as they are stored; browsers send two characters for each."""
    return typed.replace("\r\n", "\n").replace("\r", "\n")
