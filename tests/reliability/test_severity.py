# SPDX-License-Identifier: Apache-2.0
"""Who gives more and who gives less, and agreement as time goes by."""

from __future__ import annotations

import numpy as np
import pytest

from cairn.assessment.reliability import (
    RaterSeverity,
    RatingRow,
    RatingTable,
    ReliabilityError,
    measure,
    same_decision,
    severity,
    windows,
)
from tests.reliability.tables import table_of

KNOWN = [(1, 0, None), (2, 2, None), (3, 1, None), (1, None, 3), (2, 2, 2), (None, None, 0)]


def test_a_rater_is_compared_with_the_others_of_the_same_works() -> None:
    first, second, third = severity(table_of(KNOWN, 4, ["a", "b", "c"]), draws=500)
    assert (first.rater, first.n_works, first.difference) == ("a", 5, (1 + 0 + 2 - 2 + 0) / 5)
    assert (first.early, first.late) == (1, -1)
    assert (second.rater, second.n_works, second.difference) == ("b", 4, (-1 + 0 - 2 + 0) / 4)
    assert (third.rater, third.n_works, third.difference) == ("c", 2, 1)
    assert first.low is not None
    assert first.high is not None
    assert -2 <= first.low < first.difference < first.high <= 2


def test_halves_follow_the_order_in_time() -> None:
    table = table_of(KNOWN, 4, ["a", "b", "c"])
    (first, *_others) = severity(table, draws=10, order=["w003", "w004", "w001", "w000", "w002"])
    assert (first.early, first.late) == ((-2 + 0 + 0) / 3, (1 + 2) / 2)


def test_one_shared_work_gives_a_difference_and_no_more() -> None:
    table = table_of([(2, 0), (1, None)], 3, ["a", "b"])
    assert severity(table) == (
        RaterSeverity("a", 1, 2.0, None, None, None, None),
        RaterSeverity("b", 1, -2.0, None, None, None, None),
    )


def test_nobody_is_compared_where_nothing_is_shared() -> None:
    assert severity(table_of([(2, None), (None, 1)], 3)) == ()


def test_a_lean_that_was_put_in_is_found() -> None:
    rng = np.random.default_rng(5)
    lean = {"a": 0.0, "b": 0.35, "c": -0.35}
    rows = [
        RatingRow(f"w{work:03d}", rater, "c", str(round(float(np.clip(4 + quality + lean[rater], 0, 8)))))
        for work, quality in enumerate(rng.normal(0, 1.5, 600))
        for rater in rng.choice(["a", "b", "c"], size=2, replace=False).tolist()
    ]
    found = {one.rater: one for one in severity(RatingTable.from_rows(rows, [str(level) for level in range(9)]))}
    truth = {"a": 0.0, "b": 0.35 + 0.35 / 2, "c": -0.35 - 0.35 / 2}
    for rater, one in found.items():
        assert one.low is not None
        assert one.high is not None
        assert one.low <= truth[rater] <= one.high, (rater, one)


def test_severity_is_the_same_for_the_same_seed() -> None:
    table = table_of(KNOWN, 4)
    assert severity(table, seed=1, draws=50) == severity(table, seed=1, draws=50)


# --- as time goes by ---


def test_windows_end_with_the_newest_work() -> None:
    table = table_of([(level, level) for level in (0, 1, 2, 0, 1, 2, 0)], 3)
    found = windows(table, table.works, 3, draws=20)
    assert [window.works for window in found] == [("w001", "w002", "w003"), ("w004", "w005", "w006")]
    assert found[0].figures == measure(table.of_works(["w001", "w002", "w003"]), draws=20).all


def test_windows_may_overlap() -> None:
    table = table_of([(0, 1)] * 5, 2)
    found = windows(table, table.works, 3, step=1, draws=20)
    assert [window.works[0] for window in found] == ["w000", "w001", "w002"]


def test_windows_follow_the_order_that_is_given() -> None:
    table = table_of([(0, 0), (1, 0), (1, 1), (0, 1)], 2)
    found = windows(table, ["w003", "w001", "w002", "w000"], 2, draws=20)
    assert [window.figures.percent_agreement.value for window in found] == [0, 1]


def test_fewer_works_than_a_window_make_one() -> None:
    table = table_of([(0, 0), (1, 0)], 2)
    assert [window.works for window in windows(table, table.works, 10, draws=20)] == [("w000", "w001")]
    assert windows(table, [], 10) == ()


@pytest.mark.parametrize(
    ("order", "size", "step", "detail"),
    [
        (["w000"], 0, None, "A window has no works. Take at least one work, and go on by at least one."),
        (["w000"], 1, 0, "A window has no works. Take at least one work, and go on by at least one."),
        (["w000", "x"], 1, None, "The work “x” is not in the table. Leave it out of the order."),
        (["w000", "w000"], 1, None, "A work stands twice in the order. Name each work once."),
    ],
)
def test_windows_that_make_no_sense_are_refused(order: list[str], size: int, step: int | None, detail: str) -> None:
    with pytest.raises(ReliabilityError) as refused:
        windows(table_of([(0, 0)], 2), order, size, step=step)
    assert refused.value.detail == detail


# --- the same decision ---


def test_the_share_of_equal_decisions() -> None:
    found = same_decision({"w1": [True, True], "w2": [True, False], "w3": [False, False], "w4": [True]})
    assert found.value == 2 / 3
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low < 2 / 3 < found.high <= 1
    assert same_decision({"w1": [True]}).undefined
