# SPDX-License-Identifier: Apache-2.0
"""What a round of work has and lacks, part by part: pure, from the definition and the evidence that is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from cairn.achievements.definition import Definition, EvidenceItem, EvidencePart
from cairn.assessment.models import Evidence, EvidenceKind


class GapCode(StrEnum):
    """Why a round cannot be handed in yet."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    UNCHANGED = "unchanged"
    UNMERGED = "unmerged"
    UNMAPPED = "unmapped"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing to put right before handing in; `words` and `over` count where a text is too long.

    `outcome` is one that no evidence of prior learning shows yet.
    """

    code: GapCode
    part: str = ""
    item: str = ""
    words: int = 0
    over: int = 0
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ItemProgress:
    """How far one item is: its pieces, how many words, whether anything is there."""

    item: EvidenceItem
    pieces: tuple[Evidence, ...]
    is_open: bool
    round: int = 1

    @property
    def text(self) -> Evidence | None:
        """The words, where there are any."""
        return next((piece for piece in self.pieces if piece.kind == EvidenceKind.TEXT), None)

    @property
    def links(self) -> tuple[Evidence, ...]:
        """The links."""
        return tuple(piece for piece in self.pieces if piece.kind == EvidenceKind.LINK)

    @property
    def files(self) -> tuple[Evidence, ...]:
        """The files."""
        return tuple(piece for piece in self.pieces if piece.kind == EvidenceKind.FILE)

    @property
    def words(self) -> int:
        """How many words were written."""
        return len(self.text.text.split()) if self.text else 0

    @property
    def is_new(self) -> bool:
        """Whether anything came in this round."""
        return any(piece.round == self.round for piece in self.pieces)

    @property
    def is_given(self) -> bool:
        """Whether anything was handed in for the item."""
        return bool(self.words or self.links or self.files)


@dataclass(frozen=True, slots=True)
class PartProgress:
    """How far one part is."""

    part: EvidencePart
    items: tuple[ItemProgress, ...]

    @property
    def is_open(self) -> bool:
        """Whether anything in the part may be changed in this round."""
        return any(item.is_open for item in self.items)

    @property
    def is_complete(self) -> bool:
        """Whether every required item is there."""
        return all(item.is_given for item in self.items if item.item.required)

    @property
    def is_begun(self) -> bool:
        """Whether anything is there."""
        return any(item.is_given for item in self.items)

    @property
    def is_optional(self) -> bool:
        """Whether nothing in the part is asked for."""
        return not any(item.item.required for item in self.items)

    @property
    def is_improved(self) -> bool:
        """Whether the part is in its first round, or something in it came in this one."""
        return any(item.round == 1 or item.is_new for item in self.items)

    @property
    def is_ready(self) -> bool:
        """Whether nothing is left to do in the part."""
        is_begun = self.is_begun or self.is_optional
        return not self.is_open or (self.is_complete and is_begun and self.is_improved)

    @property
    def words(self) -> int:
        """How many words were written."""
        return sum(item.words for item in self.items)

    @property
    def files(self) -> int:
        """How many files and links are there."""
        return sum(len(item.files) + len(item.links) for item in self.items)


def measure_progress(
    definition: Definition, evidence: Iterable[Evidence], round_number: int, open_items: Collection[str]
) -> tuple[PartProgress, ...]:
    """Return how far each part of a round is; where `open_items` is empty, all are open."""
    pieces = [piece for piece in evidence if piece.was_in(round_number)]
    return tuple(
        PartProgress(
            part,
            tuple(
                ItemProgress(
                    item,
                    tuple(piece for piece in pieces if piece.item == item.id),
                    is_open=not open_items or item.id in open_items,
                    round=round_number,
                )
                for item in part.items
            ),
        )
        for part in definition.evidence
    )


def find_gaps(progress: Iterable[PartProgress]) -> tuple[Gap, ...]:
    """Name what is missing, too long, or written twice, in the order of the parts."""
    return tuple(gap for part in progress for item in part.items for gap in _gaps_of(part.part.id, item))


def complete_parts(progress: Iterable[PartProgress]) -> frozenset[str]:
    """Return the parts in which every required item is there."""
    return frozenset(part.part.id for part in progress if part.is_complete)


def _gaps_of(part: str, progress: ItemProgress) -> list[Gap]:
    item = progress.item
    gaps = []
    if item.required and not progress.is_given:
        gaps.append(Gap(GapCode.MISSING, part, item.id))
    if item.max_words and progress.words > item.max_words:
        gaps.append(Gap(GapCode.TOO_LONG, part, item.id, progress.words, progress.words - item.max_words))
    if progress.text and progress.text.unmerged:
        gaps.append(Gap(GapCode.UNMERGED, part, item.id))
    return gaps
