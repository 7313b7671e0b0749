# SPDX-License-Identifier: Apache-2.0
"""Worked examples that were published: the numbers are facts of the sources that each names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pytest

from cairn.assessment.reliability import Coefficients, Tally, coefficients
from tests.reliability.tables import table_of

Units = Sequence[Sequence[float | None]]

KRIPPENDORFF_2011: Final = (
    (0, 1, 2, 2, 1, 0, 3, 0, 1, None, None, None),
    (0, 1, 2, 2, 1, 1, 3, 0, 1, 4, None, 2),
    (None, 2, 2, 2, 1, 2, 3, 1, 1, 4, 0, None),
    (0, 1, 2, 2, 1, 3, 3, 0, 1, 4, 0, None),
)
"""Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section C: four observers, twelve units."""

FLEISS_1971: Final = (
    (0, 0, 0, 6, 0), (0, 3, 0, 0, 3), (0, 1, 4, 0, 1), (0, 0, 0, 0, 6), (0, 3, 0, 3, 0), (2, 0, 4, 0, 0),
    (0, 0, 4, 0, 2), (2, 0, 3, 1, 0), (2, 0, 0, 4, 0), (0, 0, 0, 0, 6), (1, 0, 0, 5, 0), (1, 1, 0, 4, 0),
    (0, 3, 3, 0, 0), (1, 0, 0, 5, 0), (0, 2, 0, 3, 1), (0, 0, 5, 0, 1), (3, 0, 0, 1, 2), (5, 1, 0, 0, 0),
    (0, 2, 0, 4, 0), (1, 0, 2, 0, 3), (0, 0, 0, 0, 6), (0, 1, 0, 5, 0), (0, 2, 0, 1, 3), (2, 0, 0, 4, 0),
    (1, 0, 0, 4, 1), (0, 5, 0, 1, 0), (4, 0, 0, 0, 2), (0, 2, 0, 4, 0), (1, 0, 5, 0, 0), (0, 0, 0, 0, 6),
)  # fmt: skip
"""Fleiss 1971, table 1: thirty patients, six psychiatrists each, five diagnoses."""

GWET_FOUR_RATERS: Final = (
    (0, 0, None, 0), (1, 1, 2, 1), (2, 2, 2, 2), (2, 2, 2, 2), (1, 1, 1, 1), (0, 1, 2, 3),
    (3, 3, 3, 3), (0, 0, 1, 0), (1, 1, 1, 1), (None, 4, 4, 4), (None, None, 0, 0), (None, None, 2, None),
)  # fmt: skip
"""Gwet 2014, Handbook of Inter-Rater Reliability: four raters, twelve units, missing ratings."""

GWET_ABSTRACTORS: Final = ((13, 0, 0), (0, 20, 7), (0, 4, 56))
"""Gwet 2014: two abstractors, one hundred pregnancies, three kinds."""

COHEN_1960: Final = ((88, 14, 18), (10, 40, 10), (2, 6, 12))
"""Cohen 1960, table 1, and 1968: two hundred patients, three diagnoses."""

SHROUT_FLEISS_1979: Final = (
    (9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7),
)  # fmt: skip
"""Shrout and Fleiss 1979, table 2: six targets, four judges, a scale from 1 to 10."""

ANXIETY: Final = (
    (3, 2), (6, 1), (4, 4), (6, 4), (2, 3), (4, 2), (2, 1), (4, 6), (3, 1), (3, 1),
    (2, 1), (3, 2), (3, 3), (3, 3), (2, 1), (2, 1), (1, 3), (3, 3), (3, 2), (4, 2),
)  # fmt: skip
"""The data set `anxiety` of the R package irr, raters 2 and 3; nobody gave the level 5, and irr leaves it out."""


def _measure(units: Units, levels: int) -> Coefficients:
    return coefficients(Tally.of(table_of(units, levels)))


def _from_cross(cross: Sequence[Sequence[int]]) -> Units:
    """Spread a table of two raters into units."""
    return [(row, column) for row, line in enumerate(cross) for column, count in enumerate(line) for _ in range(count)]


def _from_counts(counts: Sequence[Sequence[int]]) -> Units:
    """Spread how often each level was given into ratings."""
    return [[level for level, count in enumerate(unit) for _ in range(count)] for unit in counts]


def test_krippendorffs_own_example() -> None:
    found = _measure(list(zip(*KRIPPENDORFF_2011, strict=True)), 5)
    assert found.krippendorff_alpha_nominal.value == pytest.approx(0.743, abs=5e-4)
    assert found.krippendorff_alpha_ordinal.value == pytest.approx(0.815, abs=5e-4)
    assert found.krippendorff_alpha_interval.value == pytest.approx(0.849, abs=5e-4)
    assert (found.n_works, found.n_pairs) == (11, 55)


def test_the_psychiatrists_of_fleiss() -> None:
    found = _measure(_from_counts(FLEISS_1971), 5)
    assert found.fleiss_kappa.value == pytest.approx(0.4302445, abs=5e-8)
    assert found.percent_agreement.value == pytest.approx(0.5556, abs=5e-5)
    assert (found.n_works, found.n_pairs) == (30, 450)


def test_the_four_raters_of_gwet() -> None:
    found = _measure(GWET_FOUR_RATERS, 5)
    assert found.gwet_ac1.value == pytest.approx(0.77544, abs=5e-6)
    assert found.fleiss_kappa.value == pytest.approx(0.76117, abs=5e-6)
    assert found.percent_agreement.value == pytest.approx(0.81818, abs=5e-6)
    assert found.krippendorff_alpha_nominal.value == pytest.approx(0.74342, abs=5e-6)


def test_the_abstractors_of_gwet() -> None:
    found = _measure(_from_cross(GWET_ABSTRACTORS), 3)
    assert found.percent_agreement.value == pytest.approx(0.89)
    assert found.cohen_kappa.value == pytest.approx(0.7964094, abs=5e-8)
    assert found.fleiss_kappa.value == pytest.approx(0.7962397, abs=5e-8)
    assert found.gwet_ac1.value == pytest.approx(0.8493305, abs=5e-8)
    assert found.krippendorff_alpha_nominal.value == pytest.approx(0.7972585, abs=5e-8)


def test_the_diagnoses_of_cohen() -> None:
    found = _measure(_from_cross(COHEN_1960), 3)
    assert found.percent_agreement.value == pytest.approx(0.70)
    assert found.cohen_kappa.value == pytest.approx(0.492, abs=5e-4)


def test_weighted_kappa_of_the_anxiety_data() -> None:
    rank = {level: place for place, level in enumerate((1, 2, 3, 4, 6))}
    found = _measure([(rank[first], rank[second]) for first, second in ANXIETY], 5)
    assert found.cohen_kappa.value == pytest.approx(-0.006289308, abs=5e-10)
    assert found.cohen_kappa_linear.value == pytest.approx(0.1459075, abs=5e-8)
    assert found.cohen_kappa_quadratic.value == pytest.approx(0.2520325, abs=5e-8)


def test_the_judges_of_shrout_and_fleiss() -> None:
    found = _measure(SHROUT_FLEISS_1979, 11)
    assert found.icc.value == pytest.approx(0.17, abs=5e-3)
    assert found.icc.value == pytest.approx((11.24 - 6.26) / (11.24 + 3 * 6.26), abs=5e-4)
