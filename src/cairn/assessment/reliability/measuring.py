# SPDX-License-Identifier: Apache-2.0
"""Every figure of a table of ratings with its interval, by criterion and for all criteria together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from cairn.assessment.reliability.arrays import Real
from cairn.assessment.reliability.bootstrap import DRAWS, SEED, Draws, interval
from cairn.assessment.reliability.coefficients import coefficients
from cairn.assessment.reliability.counting import WorkCounts, count_works
from cairn.assessment.reliability.errors import ReliabilityError
from cairn.assessment.reliability.figures import FIGURES, Estimate, Figure, ScopeFigures
from cairn.assessment.reliability.formulas import FORMULAS
from cairn.assessment.reliability.ratings import RatingTable
from cairn.assessment.reliability.reasons import Reason
from cairn.assessment.reliability.sums import Sums
from cairn.assessment.reliability.tally import Tally


@dataclass(frozen=True, slots=True)
class Measurement:
    """The figures of a table, and what makes them again: the scale, the seed and the number of draws."""

    levels: tuple[str, ...]
    seed: int
    draws: int
    all: ScopeFigures
    criteria: dict[str, ScopeFigures]

    def to_json(self) -> dict[str, Any]:
        """Return what `cairn reliability --json` writes."""
        return {
            "levels": list(self.levels),
            "seed": self.seed,
            "draws": self.draws,
            "all": self.all.to_json(),
            "criteria": {name: figures.to_json() for name, figures in self.criteria.items()},
        }


def measure(table: RatingTable, *, seed: int = SEED, draws: int = DRAWS) -> Measurement:
    """Measure a table: each criterion, and all of them with the criteria of a work pooled as units of their own.

    Raises ReliabilityError for a negative seed or no draws.
    """
    check_draws(seed, draws)
    plan = Draws(seed, draws)
    by_name = {name: measure_scope(table.of_criterion(name), plan) for name in table.criteria}
    return Measurement(table.levels, seed, draws, measure_scope(table, plan), by_name)


def check_draws(seed: int, draws: int) -> None:
    """Refuse what cannot be drawn. Raises ReliabilityError."""
    if seed < 0:
        raise ReliabilityError("The seed is negative. Take 0 or any number above it.")
    if draws < 1:
        raise ReliabilityError("There are no draws. Take at least 1; 2000 are usual.")


def measure_scope(table: RatingTable, plan: Draws) -> ScopeFigures:
    """Measure what is in a table as one scope."""
    counts = count_works(table)
    tally = Tally.from_counts(counts)
    found = coefficients(tally)
    drawn = _draw_figures(counts, plan) if tally.compared > 1 else {}
    figures = {name: _estimate(figure, drawn.get(name)) for name, figure in found.figures().items()}
    return ScopeFigures(n_works=found.n_works, n_pairs=found.n_pairs, **figures)


def _draw_figures(counts: WorkCounts, plan: Draws) -> dict[str, Real]:
    """Return what each figure came to in every draw."""
    parts: dict[str, list[Real]] = {name: [] for name in FIGURES}
    for lines in plan.sums(counts.matrix):
        sums = Sums(counts.layout, lines)
        for name, part in parts.items():
            part.append(FORMULAS[name](sums))
    return {name: np.concatenate(part) for name, part in parts.items()}


def _estimate(figure: Figure, drawn: Real | None) -> Estimate:
    if figure.value is None:
        return Estimate(None, undefined=figure.undefined)
    if drawn is None:
        return Estimate(figure.value, undefined=Reason.NO_INTERVAL_ONE_WORK)
    ends = interval(drawn)
    if ends is None:
        return Estimate(figure.value, undefined=Reason.NO_INTERVAL_UNSTABLE)
    return Estimate(figure.value, *ends)
