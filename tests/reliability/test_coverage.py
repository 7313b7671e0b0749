# SPDX-License-Identifier: Apache-2.0
"""Where the true agreement is known, the interval holds it as often as it says: in 93 to 97 of 100 samples.

`python -m tests.reliability.test_coverage` prints how often for each figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
import pytest

from cairn.assessment.reliability import FIGURES, Tally, coefficients
from cairn.assessment.reliability.bootstrap import Draws
from cairn.assessment.reliability.measuring import measure_scope
from tests.reliability.populations import Population, true_figures

WORKS: Final = 200
RUNS: Final = 1000

_SEES_WELL: Final = np.array([[80, 18, 2, 0], [12, 72, 15, 1], [1, 14, 72, 13], [0, 3, 20, 77]]) / 100
_SEES_STRICTLY: Final = np.array([[88, 11, 1, 0], [24, 65, 11, 0], [3, 24, 65, 8], [0, 5, 28, 67]]) / 100
_QUALITIES: Final = np.array([0.25, 0.5, 0.25])
_LEVELS: Final = np.array([[45, 35, 15, 5], [10, 35, 40, 15], [2, 13, 45, 40]]) / 100

POPULATIONS: Final[Mapping[str, Population]] = MappingProxyType(
    {
        "one criterion": Population(_QUALITIES, _LEVELS, _SEES_WELL, _SEES_WELL, criteria=1),
        "four criteria pooled": Population(_QUALITIES, _LEVELS, _SEES_WELL, _SEES_WELL, criteria=4),
        "a strict rater": Population(_QUALITIES, _LEVELS, _SEES_WELL, _SEES_STRICTLY, criteria=4),
    }
)


def count_covered(population: Population, runs: int = RUNS) -> Counter[str]:
    """Count for each figure in how many samples the interval holds the true value."""
    truth, rng = true_figures(population.joint()), np.random.default_rng(20261122)
    covered: Counter[str] = Counter()
    for run in range(runs):
        found = measure_scope(population.sample(WORKS, rng), Draws(seed=run))
        for name, figure in found.figures().items():
            assert figure.low is not None
            assert figure.high is not None
            covered[name] += figure.low <= truth[name] <= figure.high
    return covered


@pytest.mark.slow
@pytest.mark.parametrize("name", POPULATIONS)
def test_the_interval_holds_the_truth_as_often_as_it_says(name: str) -> None:
    covered = count_covered(POPULATIONS[name])
    assert {figure: covered[figure] for figure in FIGURES if not 0.93 * RUNS <= covered[figure] <= 0.97 * RUNS} == {}


@pytest.mark.parametrize("name", POPULATIONS)
def test_the_truth_is_what_very_many_works_come_to(name: str) -> None:
    population = POPULATIONS[name]
    found = coefficients(Tally.of(population.sample(250_000, np.random.default_rng(1))))
    truth = true_figures(population.joint())
    assert set(truth) == set(FIGURES)
    for figure in FIGURES:
        assert getattr(found, figure).value == pytest.approx(truth[figure], abs=0.005), figure


def _print_coverage() -> None:
    for name, population in POPULATIONS.items():
        covered, truth = count_covered(population), true_figures(population.joint())
        for figure in FIGURES:
            print(f"{name:22}{figure:30}true {truth[figure]:.4f}   {100 * covered[figure] / RUNS:.1f} %")  # noqa: T201


if __name__ == "__main__":
    _print_coverage()
