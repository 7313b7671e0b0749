# SPDX-License-Identifier: Apache-2.0
"""Intervals: the same for the same seed everywhere, over whole works, in percentiles that are stated."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pytest

from cairn.assessment.reliability import FIGURES, RatingTable, ReliabilityError, Tally, coefficients, measure
from cairn.assessment.reliability.bootstrap import Draws, interval
from cairn.assessment.reliability.counting import count_works
from tests.reliability.tables import random_table

NUMBER: Final = 89
"""A random table of three criteria and two raters with missing ratings, in which every draw has all figures."""

MANY: Final = 116
"""One of three criteria and up to five raters a work, in which every draw has all figures but Cohen's kappa."""


def test_the_same_seed_gives_the_same_numbers_on_every_machine() -> None:
    drawn = np.concatenate(list(Draws(seed=7, count=3).sums(np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]]))))
    words = [int(word) for word in np.random.PCG64(7).random_raw(2)]
    assert words == [11530976094092348043, 16550673365885938325]
    assert drawn.tolist() == [[2, 1, 0], [1, 0, 2], [2, 0, 1]]


def test_draws_are_of_works_by_the_stated_rule() -> None:
    table = random_table(NUMBER)
    counts = count_works(table)
    lines = counts.matrix[np.lexsort(counts.matrix.T[::-1])]
    words = np.random.PCG64(11)
    wanted = [
        sum(lines[(int(word) >> 11) * len(lines) // 2**53] for word in words.random_raw(len(lines))) for _ in range(5)
    ]
    drawn = np.concatenate(list(Draws(seed=11, count=5).sums(counts.matrix)))
    assert drawn.tolist() == [line.tolist() for line in wanted]


@pytest.mark.parametrize("number", [NUMBER, MANY])
def test_intervals_are_the_percentiles_of_the_figures_of_the_draws(number: int) -> None:
    table = random_table(number)
    found = measure(table, seed=3, draws=200).all
    counts = count_works(table)
    tallies = [
        Tally.from_counts(replace(counts, matrix=sums.astype(np.int64)[None, :]))
        for sums in np.concatenate(list(Draws(seed=3, count=200).sums(counts.matrix)))
    ]
    stated = {name: figure for name, figure in found.figures().items() if figure.value is not None}
    assert len(stated) == (len(FIGURES) if number == NUMBER else len(FIGURES) - 3)
    for name, figure in stated.items():
        values = sorted(getattr(coefficients(tally), name).value for tally in tallies)
        assert figure.low == pytest.approx(_percentile(values, 0.025), abs=1e-12), name
        assert figure.high == pytest.approx(_percentile(values, 0.975), abs=1e-12), name


def _percentile(values: list[float], share: float) -> float:
    """Take the place 1 + (n - 1) * share, and between two values go in proportion."""
    place = (len(values) - 1) * share
    below = int(place)
    return values[below] + (place - below) * (values[min(below + 1, len(values) - 1)] - values[below])


def test_blocks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    table = random_table(NUMBER)
    whole = measure(table, draws=50)
    monkeypatch.setattr("cairn.assessment.reliability.bootstrap._BLOCK", 64)
    assert measure(table, draws=50) == whole


def test_the_order_of_ratings_and_the_names_of_works_make_no_difference() -> None:
    table = random_table(NUMBER)
    order = np.random.default_rng(1).permutation(len(table))
    mixed = replace(
        table,
        works=tuple(f"x{work}" for work in table.works),
        **{part: getattr(table, part)[order] for part in ("work", "rater", "criterion", "level")},
    )
    assert measure(mixed, draws=50) == measure(table, draws=50)


def test_another_seed_gives_another_interval_and_the_same_value() -> None:
    one, two = (measure(random_table(NUMBER), seed=seed, draws=200).all.krippendorff_alpha_ordinal for seed in (1, 2))
    assert (one.value, one.low != two.low, one.high != two.high) == (two.value, True, True)


def test_a_criterion_is_measured_as_if_it_were_alone() -> None:
    table = random_table(NUMBER)
    found = measure(table, draws=100)
    assert list(found.criteria) == list(table.criteria) == ["c0", "c1", "c2"]
    assert found.criteria["c1"] == measure(table.of_criterion("c1"), draws=100).all


def test_the_interval_leaves_out_what_is_undefined() -> None:
    assert interval(np.array([np.nan, *np.arange(101.0)])) == (2.5, 97.5)
    assert interval(np.array([np.nan] * 6 + [1.0] * 94)) is None


@pytest.mark.parametrize(
    ("seed", "draws", "detail"),
    [
        (-1, 10, "The seed is negative. Take 0 or any number above it."),
        (7, 0, "There are no draws. Take at least 1; 2000 are usual."),
    ],
)
def test_what_cannot_be_drawn_is_refused(seed: int, draws: int, detail: str) -> None:
    with pytest.raises(ReliabilityError) as refused:
        measure(random_table(NUMBER), seed=seed, draws=draws)
    assert refused.value.detail == detail


def test_the_report_for_programs_has_the_documented_form() -> None:
    table: RatingTable = random_table(NUMBER)
    report = measure(table, seed=5, draws=20).to_json()
    assert list(report) == ["levels", "seed", "draws", "all", "criteria"]
    assert (report["levels"], report["seed"], report["draws"]) == (list(table.levels), 5, 20)
    assert list(report["all"]) == ["n_works", "n_pairs", *FIGURES]
    assert list(report["criteria"]) == ["c0", "c1", "c2"]
    assert {tuple(report["all"][name]) for name in FIGURES} <= {("value", "low", "high"), ("undefined",)}
