# SPDX-License-Identifier: Apache-2.0
"""The rows of a foreign file as levels and criteria of ours, with a sentence for everything that had to give way.

CASE and CTDL give each criterion levels of its own, with scores that may be fractions; ours are the same levels for all
criteria, with whole points, and a weight for each criterion.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext as _

from cairn.achievements.definition import Descriptor, Exemplar, RubricCriterion, RubricLevel, RubricSource, Translation
from cairn.achievements.rubrics.document import MOST_CRITERIA, MOST_LEVELS, RubricDocument
from cairn.foundation.errors import Invalid

_KEY: Final = re.compile(r"[A-Za-z0-9_.-]{1,60}")
_MOST: Final = 1000
_SCALES: Final = (1, 10, 100, 1000)
_LINE: Final = 300
_TEXT: Final = 10_000


@dataclass(frozen=True, slots=True)
class ForeignLevel:
    """One level of one criterion as a file has it; None is a score that the file does not give."""

    id: str = ""
    name: str = ""
    text: str = ""
    score: Fraction | None = None
    exemplars: tuple[Exemplar, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignCriterion:
    """One criterion as a file has it."""

    id: str = ""
    name: str = ""
    note: str = ""
    language: str = ""
    weight: Fraction | None = None
    levels: tuple[ForeignLevel, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignRubric:
    """A rubric as a file has it; `left_out` says what the reader itself had to leave."""

    name: str
    description: str
    language: str
    criteria: tuple[ForeignCriterion, ...]
    source: RubricSource
    translations: tuple[Translation, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assembled:
    """A rubric of ours, and in words what of the file it does not hold or had to guess.

    `order_guessed` where the file does not say which level is the lowest.
    """

    document: RubricDocument
    notes: tuple[str, ...]
    order_guessed: bool = False


@dataclass(frozen=True, slots=True)
class _Grid:
    """Criteria × columns: the level of each criterion at each column, or None."""

    columns: tuple[str, ...]
    rows: tuple[tuple[ForeignLevel | None, ...], ...]


def assemble(foreign: ForeignRubric) -> Assembled:
    """Make a rubric of a foreign one. Raises Invalid: rubric_criteria, rubric_too_large."""
    _require_rows(foreign)
    notes = list(foreign.left_out)
    grid = _grid(foreign.criteria, notes)
    points, factors = _points(grid, notes)
    weights = _weights([_weight(row) * factor for row, factor in zip(foreign.criteria, factors, strict=True)], notes)
    levels = tuple(
        RubricLevel(id=_level_id(grid, place), name=_level_name(grid, place), points=value)
        for place, value in enumerate(points)
    )
    names = _criterion_ids(foreign.criteria)
    criteria = tuple(
        _criterion(row, name, weight, cells, levels)
        for row, name, weight, cells in zip(foreign.criteria, names, weights, grid.rows, strict=True)
    )
    notes += [_missing(row, levels) for row in criteria if not all(cell.text for cell in row.descriptors)]
    document = RubricDocument(
        name=foreign.name[:_LINE],
        description=foreign.description[:_TEXT],
        language=foreign.language or "en",
        levels=levels,
        criteria=criteria,
        translations=foreign.translations,
        source=foreign.source,
    )
    if not foreign.language:
        notes.append(_("The file does not say its language. English was assumed."))
    return Assembled(document, tuple(dict.fromkeys(notes)), not all(_is_ordered(row) for row in foreign.criteria))


def _require_rows(foreign: ForeignRubric) -> None:
    if not foreign.criteria:
        raise Invalid(
            _("“%(name)s” has no criteria in this file. Export it again, with its criteria.") % {"name": foreign.name},
            code="rubric_criteria",
            field="file",
        )
    for number, row in enumerate(foreign.criteria, 1):
        if not 1 < len(row.levels) <= MOST_LEVELS or number > MOST_CRITERIA:
            words = {"number": number, "name": row.name, "count": len(row.levels), "most": MOST_LEVELS}
            raise Invalid(
                _("Criterion %(number)s (“%(name)s”) has %(count)s levels. Two to %(most)s can be kept.") % words
                if number <= MOST_CRITERIA
                else _("At most %(most)s criteria fit. Split the rubric in two.") % {"most": MOST_CRITERIA},
                code="rubric_too_large" if number > MOST_CRITERIA else "rubric_levels",
                field="file",
            )


def _grid(criteria: Sequence[ForeignCriterion], notes: list[str]) -> _Grid:
    """Put every level in a column: that of its id, or of its name, or of its rank."""
    ordered = [_ordered(row, notes) for row in criteria]
    for keys in ([[level.id for level in row] for row in ordered], [[level.name for level in row] for row in ordered]):
        if all(all(row) and len(set(row)) == len(row) for row in keys):
            return _by_key(ordered, keys)
    most = max(len(row) for row in ordered)
    rows = tuple((*row, *([None] * (most - len(row)))) for row in ordered)
    return _Grid(tuple(f"L{number}" for number in range(1, most + 1)), rows)


def _ordered(row: ForeignCriterion, notes: list[str]) -> list[ForeignLevel]:
    """Return the levels of a criterion, the lowest first."""
    if not _is_ordered(row):
        notes.append(
            _("The file does not give every level its own points: the first one of the file became the lowest.")
        )
        return [replace(level, score=None) for level in row.levels]
    return sorted(row.levels, key=lambda level: level.score or Fraction(0))


def _is_ordered(row: ForeignCriterion) -> bool:
    scores = {level.score for level in row.levels}
    return None not in scores and len(scores) == len(row.levels)


def _by_key(ordered: list[list[ForeignLevel]], keys: list[list[str]]) -> _Grid:
    fullest = max(keys, key=len)
    columns = [*fullest, *dict.fromkeys(key for row in keys for key in row if key not in fullest)]
    rank = {key: _mean([row[names.index(key)].score for row, names in _holding(ordered, keys, key)]) for key in columns}
    if all(value is not None for value in rank.values()):
        columns.sort(key=lambda key: rank[key] or Fraction(0))
    found = [dict(zip(names, row, strict=True)) for names, row in zip(keys, ordered, strict=True)]
    return _Grid(tuple(columns), tuple(tuple(row.get(key) for key in columns) for row in found))


def _holding(
    ordered: list[list[ForeignLevel]], keys: list[list[str]], key: str
) -> list[tuple[list[ForeignLevel], list[str]]]:
    return [(row, names) for row, names in zip(ordered, keys, strict=True) if key in names]


def _mean(scores: list[Fraction | None]) -> Fraction | None:
    known = [score for score in scores if score is not None]
    return sum(known, Fraction(0)) / len(known) if known and len(known) == len(scores) else None


def _points(grid: _Grid, notes: list[str]) -> tuple[list[int], list[Fraction]]:
    """Return whole points for each column, and by how much each criterion's own scores are a multiple of them."""
    ranks, ones = list(range(len(grid.columns))), [Fraction(1)] * len(grid.rows)
    scores = [[level.score if level else None for level in row] for row in grid.rows]
    base = next((row for row in scores if None not in row), None)
    if base is None:
        return ranks, ones
    factors = [_factor(row, base) for row in scores]
    points = _whole([score or Fraction(0) for score in base])
    if points is None or None in factors or any(low >= high for low, high in pairwise(points)):
        notes.append(
            _("The points could not be kept, because criteria give different ones: the levels now count 0, 1, 2 …")
        )
        return ranks, ones
    return points, [factor or Fraction(1) for factor in factors]


def _factor(row: list[Fraction | None], base: list[Fraction | None]) -> Fraction | None:
    """Return the one number by which the base gives this row; None where there is none."""
    pairs = [(own, other) for own, other in zip(row, base, strict=True) if own is not None and other is not None]
    ratios = {own / other for own, other in pairs if other}
    if any(bool(own) != bool(other) for own, other in pairs) or len(ratios) != 1:
        return None
    return ratios.pop()


def _whole(values: list[Fraction]) -> list[int] | None:
    for scale in _SCALES:
        scaled = [value * scale for value in values]
        if all(value.denominator == 1 and 0 <= value <= _MOST for value in scaled):
            return [int(value) for value in scaled]
    return None


def _weight(row: ForeignCriterion) -> Fraction:
    return Fraction(1) if row.weight is None else row.weight


def _weights(weights: list[Fraction], notes: list[str]) -> list[int]:
    whole = _whole(weights)
    if whole is not None:
        return whole
    top = max(weights)
    notes.append(_("The weights were rounded: ours are whole numbers up to 1000."))
    return [max(0, round(weight / top * 100)) for weight in weights] if top > 0 else [1] * len(weights)


def _level_id(grid: _Grid, place: int) -> str:
    ids = {row[place].id for row in grid.rows if row[place]}  # type: ignore[union-attr]  # looked at just before
    own = next(iter(ids)) if len(ids) == 1 else ""
    return own if _KEY.fullmatch(own) else f"L{place + 1}"


def _level_name(grid: _Grid, place: int) -> str:
    names = [level.name for row in grid.rows if (level := row[place]) and level.name]
    return names[0][:_LINE] if names else _("Level %(number)s") % {"number": place + 1}


def _criterion_ids(criteria: Sequence[ForeignCriterion]) -> list[str]:
    own = [row.id for row in criteria]
    usable = len(set(own)) == len(own) and all(_KEY.fullmatch(name) for name in own)
    return own if usable else [f"C{number}" for number in range(1, len(own) + 1)]


def _criterion(
    row: ForeignCriterion,
    name: str,
    weight: int,
    cells: Sequence[ForeignLevel | None],
    levels: Sequence[RubricLevel],
) -> RubricCriterion:
    descriptors = tuple(
        Descriptor(level=level.id, text=(cell.text if cell else "")[:_TEXT], exemplars=cell.exemplars if cell else ())
        for level, cell in zip(levels, cells, strict=True)
    )
    return RubricCriterion(
        id=name,
        name=(row.name or name)[:_LINE],
        weight=weight,
        descriptors=descriptors,
        note=row.note[:_TEXT],
        language=row.language,
    )


def _missing(row: RubricCriterion, levels: Sequence[RubricLevel]) -> str:
    blank = [level.name for level, cell in zip(levels, row.descriptors, strict=True) if not cell.text]
    words = {"name": row.name, "levels": ", ".join(blank)}
    return _("“%(name)s” has no words for: %(levels)s. Write them before you publish.") % words
