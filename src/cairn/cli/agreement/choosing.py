# SPDX-License-Identifier: Apache-2.0
"""Which ratings of a file belong together: one achievement, or those that share the scale that was named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cairn.assessment.reliability import RatingRow, RatingTable, ReliabilityError
from cairn.cli.agreement.reading import PlacedRating
from cairn.cli.problems import CommandError


@dataclass(frozen=True, slots=True)
class Chosen:
    """The ratings that are measured, their achievements where the file names them, and those that do not fit."""

    ratings: tuple[PlacedRating, ...]
    achievements: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def choose(path: Path, ratings: Sequence[PlacedRating], levels: Sequence[str], achievement: str | None) -> Chosen:
    """Choose what to measure. Raises CommandError where nothing fits.

    Where a file holds several achievements and none is named, those are measured together that use exactly these
    levels: an achievement with some of them may have another scale. Their criteria are told apart by its name.
    A row that names none, in a file that names some, is of nobody knows which.
    """
    names = tuple(dict.fromkeys(rating.achievement for rating in ratings if rating.achievement))
    if achievement is not None:
        return _only(path, ratings, names, achievement)
    if names:
        _require_named(path, ratings)
    if len(names) <= 1:
        return Chosen(tuple(ratings), names)
    used = {name: {rating.rating.level for rating in ratings if rating.achievement == name} for name in names}
    fitting = tuple(name for name in names if used[name] == set(levels))
    if not fitting:
        detail = f"no single one uses exactly the levels {', '.join(levels)}. Name one with --achievement."
        raise CommandError(f"{path} holds {len(names)} achievements, and {detail}")
    chosen = tuple(_told_apart(rating, fitting) for rating in ratings if rating.achievement in fitting)
    return Chosen(chosen, fitting, tuple(name for name in names if name not in fitting))


def tabulate(path: Path, chosen: Chosen, levels: Sequence[str]) -> RatingTable:
    """Make a table of the ratings. Raises CommandError, naming the line and the column of what cannot be used."""
    try:
        return RatingTable.from_rows((rating.rating for rating in chosen.ratings), levels)
    except ReliabilityError as error:
        if error.row is None:
            raise CommandError(error.detail) from None
        raise CommandError(f"{path}, {chosen.ratings[error.row].place(error.column)}: {error.detail}") from None


def _only(path: Path, ratings: Sequence[PlacedRating], names: tuple[str, ...], wanted: str) -> Chosen:
    if wanted not in names:
        known = f"It holds: {', '.join(names)}." if names else "It has no column “achievement”."
        raise CommandError(f"{path} holds no ratings of the achievement “{wanted}”. {known}")
    chosen = tuple(rating for rating in ratings if rating.achievement == wanted)
    return Chosen(chosen, (wanted,))


def _require_named(path: Path, ratings: Sequence[PlacedRating]) -> None:
    """Return if every rating says of which achievement it is. Raises CommandError, naming the line."""
    unnamed = next((rating for rating in ratings if not rating.achievement), None)
    if unnamed is not None:
        advice = "It is empty. Write the achievement into every row, or choose one with --achievement."
        raise CommandError(f"{path}, {unnamed.place('achievement')}: {advice}")


def _told_apart(placed: PlacedRating, achievements: Sequence[str]) -> PlacedRating:
    """Put the achievement before the criterion where several are measured; a work stays that of its achievement."""
    if len(achievements) == 1:
        return placed
    row = placed.rating
    named = RatingRow(
        row.work and f"{placed.achievement}/{row.work}",
        row.rater,
        row.criterion and f"{placed.achievement}/{row.criterion}",
        row.level,
    )
    return replace(placed, rating=named)
