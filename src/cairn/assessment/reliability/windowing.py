# SPDX-License-Identifier: Apache-2.0
"""Agreement as time goes by: the figures of some works at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cairn.assessment.reliability.bootstrap import DRAWS, SEED, Draws
from cairn.assessment.reliability.errors import ReliabilityError
from cairn.assessment.reliability.figures import ScopeFigures
from cairn.assessment.reliability.measuring import check_draws, measure_scope
from cairn.assessment.reliability.ratings import RatingTable


@dataclass(frozen=True, slots=True)
class Window:
    """Some works that followed each other, and the figures of all their criteria together."""

    works: tuple[str, ...]
    figures: ScopeFigures


def windows(
    table: RatingTable,
    order: Sequence[str],
    size: int,
    *,
    step: int | None = None,
    seed: int = SEED,
    draws: int = DRAWS,
) -> tuple[Window, ...]:
    """Measure the works in the order given, so many at a time, the last window ending with the last work.

    Each window begins `step` works after the one before it, by default where that ended; works at the beginning that
    fill no window are left out, so that the newest always count. Fewer works than one window make one window.
    Raises ReliabilityError for a window or step of no works, a work that the table lacks, a negative seed, no draws.
    """
    check_draws(seed, draws)
    _check(table, order, size, step)
    starts = range(len(order) - size, -1, -(step or size)) if len(order) >= size else range(min(1, len(order)))
    parts = (tuple(order[start : start + size]) for start in reversed(starts))
    plan = Draws(seed, draws)
    return tuple(Window(part, measure_scope(table.of_works(part), plan)) for part in parts)


def _check(table: RatingTable, order: Sequence[str], size: int, step: int | None) -> None:
    if size < 1 or (step is not None and step < 1):
        raise ReliabilityError("A window has no works. Take at least one work, and go on by at least one.")
    unknown = sorted({*order}.difference(table.works))
    if unknown:
        raise ReliabilityError(f"The work “{unknown[0]}” is not in the table. Leave it out of the order.")
    if len({*order}) < len(order):
        raise ReliabilityError("A work stands twice in the order. Name each work once.")
