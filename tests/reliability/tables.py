# SPDX-License-Identifier: Apache-2.0
"""Tables of ratings for tests: random ones of every awkward kind, and short ones written by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from cairn.assessment.reliability import RatingRow, RatingTable
from cairn.assessment.reliability.arrays import Real

SCALES: Final = (2, 3, 4, 5, 6)
KINDS: Final = ("even", "tied", "extreme", "single", "sparse", "pairs", "lonely")


def table_of(units: Sequence[Sequence[float | None]], levels: int, raters: Sequence[str] = ()) -> RatingTable:
    """Make a table of one criterion from units by raters; None was not rated. Levels count from 0."""
    names = raters or [f"r{number:02d}" for number in range(max(map(len, units)))]
    rows = (
        RatingRow(f"w{place:03d}", name, "c", str(int(value)))
        for place, unit in enumerate(units)
        for name, value in zip(names, unit, strict=False)
        if value is not None
    )
    return RatingTable.from_rows(rows, [str(level) for level in range(levels)])


def random_table(number: int) -> RatingTable:
    """Make one of endlessly many tables: the same number, the same table."""
    rng = np.random.default_rng([4, number])
    kind, levels = KINDS[number % len(KINDS)], SCALES[number // len(KINDS) % len(SCALES)]
    works, raters = int(rng.integers(2, 30)), 2 if kind == "pairs" else int(rng.integers(2, 7))
    criteria = int(rng.integers(1, 4))
    shares = _prevalence(rng, kind, levels)
    missing = {"sparse": 0.6, "lonely": 0.85, "pairs": 0.1}.get(kind, float(rng.choice([0.0, 0.2])))
    rows = list(_rows(rng, (works, criteria, raters), shares, missing))
    rows = rows or [RatingRow("w000", "r0", "c0", "0")]
    return RatingTable.from_rows(rows, [str(level) for level in range(levels)])


def first_two(table: RatingTable) -> RatingTable:
    """Return what the first two raters by id rated."""
    kept = table.rater < 2
    parts = {part: getattr(table, part)[kept] for part in ("work", "rater", "criterion", "level")}
    return replace(table, **parts)


def _prevalence(rng: np.random.Generator, kind: str, levels: int) -> Real:
    if kind == "single":
        return np.asarray(np.eye(levels)[int(rng.integers(levels))])
    if kind == "extreme":
        return np.asarray(np.array([0.97, *np.full(levels - 1, 0.03 / (levels - 1))]))
    return np.asarray(rng.dirichlet(np.full(levels, 0.3 if kind == "tied" else 2.0)))


def _rows(rng: np.random.Generator, shape: tuple[int, int, int], shares: Real, missing: float) -> Iterator[RatingRow]:
    """Rate works: a true level, seen rightly in some share of cases that is drawn once for the table."""
    skill, levels = rng.uniform(0, 1), len(shares)
    for work in range(shape[0]):
        for criterion in range(shape[1]):
            truth = rng.choice(levels, p=shares)
            for rater in range(shape[2]):
                seen = truth if rng.random() < skill else rng.choice(levels, p=shares)
                if rng.random() >= missing:
                    yield RatingRow(f"w{work:03d}", f"r{rater}", f"c{criterion}", str(seen))
