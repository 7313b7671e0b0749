# SPDX-License-Identifier: Apache-2.0
"""Where a figure cannot be had, it says why."""

from __future__ import annotations

from typing import Final

import pytest

from cairn.assessment.reliability import FIGURES, Reason, Tally, coefficients, measure
from tests.reliability.tables import table_of

COHEN: Final = ("cohen_kappa", "cohen_kappa_linear", "cohen_kappa_quadratic")
SHARES: Final = ("percent_agreement", "adjacent_agreement")
AC: Final = ("gwet_ac1", "gwet_ac2")


def _reasons(units: list[tuple[int | None, ...]]) -> dict[str, str]:
    found = coefficients(Tally.of(table_of(units, 3))).figures()
    assert all((figure.value is None) is bool(figure.undefined) for figure in found.values())
    return {name: figure.undefined for name, figure in found.items() if figure.undefined}


def test_without_a_second_rater_there_is_nothing() -> None:
    assert _reasons([(0, None), (2, None)]) == dict.fromkeys(FIGURES, Reason.NOTHING_COMPARED)


def test_a_third_rater_leaves_cohens_kappa_undefined_and_nothing_else() -> None:
    assert _reasons([(0, 1, None), (2, 2, 1)]) == dict.fromkeys(COHEN, Reason.MORE_THAN_TWO)


def test_three_raters_of_a_work_count_although_no_criterion_has_more_than_two() -> None:
    table = table_of([(0, 1, None), (2, 2, 1)], 3)
    assert coefficients(Tally.of(table.of_works(["w000"]))).cohen_kappa.value == 0


def test_a_single_level_tells_nothing_beyond_chance() -> None:
    wanted = [name for name in FIGURES if name not in (*SHARES, *AC)]
    assert _reasons([(1, 1), (1, 1)]) == dict.fromkeys(wanted, Reason.ONE_LEVEL)


def test_raters_who_never_agree_but_never_change_are_at_chance() -> None:
    found = coefficients(Tally.of(table_of([(0, 1), (0, 1)], 3)))
    assert (found.cohen_kappa.value, found.percent_agreement.value, found.adjacent_agreement.value) == (0, 0, 1)


def test_one_work_cannot_be_compared_with_others() -> None:
    assert _reasons([(0, 1)]) == {"icc": Reason.ONE_UNIT}


def test_one_work_has_no_range() -> None:
    found = measure(table_of([(0, 1)], 3), draws=50).all.percent_agreement
    assert (found.value, found.low, found.high, found.undefined) == (0, None, None, Reason.NO_INTERVAL_ONE_WORK)
    assert found.to_json() == {"value": 0, "low": None, "high": None, "undefined": str(Reason.NO_INTERVAL_ONE_WORK)}


def test_works_of_one_rater_make_no_range_either() -> None:
    found = measure(table_of([(0, 1), (1, None), (2, None)], 3), draws=50).all
    assert (found.n_works, found.percent_agreement.low) == (1, None)
    assert found.gwet_ac1.undefined == Reason.NO_INTERVAL_ONE_WORK


def test_a_table_without_ratings_is_measured_too() -> None:
    found = measure(table_of([(None, None)], 3), draws=50)
    assert (found.all.n_works, found.all.n_pairs, found.criteria) == (0, 0, {})
    assert {figure.undefined for figure in found.all.figures().values()} == {Reason.NOTHING_COMPARED}


def test_a_figure_that_most_draws_lack_has_no_range() -> None:
    found = measure(table_of([(0, 0)] * 30 + [(1, 1)], 3)).all
    assert found.cohen_kappa.value == 1
    assert (found.cohen_kappa.low, found.cohen_kappa.undefined) == (None, Reason.NO_INTERVAL_UNSTABLE)
    assert (found.percent_agreement.low, found.percent_agreement.undefined) == (1, "")


def test_draws_that_lack_a_figure_are_left_out_where_they_are_few() -> None:
    found = measure(table_of([(0, 0)] * 30 + [(1, 1)] * 4, 3)).all.cohen_kappa
    assert (found.value, found.low, found.high, found.undefined) == (1, 1, 1, "")


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_a_sentence(reason: Reason) -> None:
    assert reason.endswith(".")
    assert reason[0].isupper()
