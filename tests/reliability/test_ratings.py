# SPDX-License-Identifier: Apache-2.0
"""Reading ratings into a table, strictly."""

from __future__ import annotations

import pytest

from cairn.assessment.reliability import RatingRow, RatingTable, ReliabilityError

LEVELS = ("low", "high")
GOOD = RatingRow("w", "a", "c", "low")


def _refusal(rows: list[RatingRow], levels: tuple[str, ...] = LEVELS) -> tuple[str, int | None, str]:
    with pytest.raises(ReliabilityError) as refused:
        RatingTable.from_rows(rows, levels)
    return refused.value.detail, refused.value.row, refused.value.column


def test_a_table_knows_its_names_and_ranks() -> None:
    rows = [RatingRow("w2", "b", "d", "high"), RatingRow("w1", "a", "c", "low"), RatingRow("w2", "a", "d", "low")]
    table = RatingTable.from_rows(rows, LEVELS)
    assert (table.works, table.raters, table.criteria) == (("w2", "w1"), ("a", "b"), ("d", "c"))
    assert [column.tolist() for column in (table.work, table.rater, table.criterion, table.level)] == [
        [0, 1, 0], [1, 0, 0], [0, 1, 0], [1, 0, 0],
    ]  # fmt: skip
    assert len(table) == 3


@pytest.mark.parametrize(
    ("row", "detail", "column"),
    [
        (
            RatingRow("w", "b", "c", "hgih"),
            "“hgih” is none of the levels low, high. Correct it, or name all levels.",
            "level",
        ),
        (GOOD, "“a” has rated “w” in “c” before. Keep the rating that counts.", "rater"),
        (RatingRow("", "a", "c", "low"), "It is empty. Say what was rated, and by whom.", "work"),
        (RatingRow("w", "", "c", "low"), "It is empty. Say what was rated, and by whom.", "rater"),
        (RatingRow("w", "a", "", "low"), "It is empty. Say what was rated, and by whom.", "criterion"),
    ],
)
def test_a_rating_that_cannot_be_used_is_named(row: RatingRow, detail: str, column: str) -> None:
    assert _refusal([GOOD, row]) == (detail, 1, column)
    with pytest.raises(ReliabilityError, match=rf"^Rating 2, {column}: "):
        RatingTable.from_rows([GOOD, row], LEVELS)


@pytest.mark.parametrize(
    ("levels", "detail"),
    [
        (("low",), "There are fewer than two levels. Name them all, from the lowest to the highest."),
        (("low", "low"), "The level “low” is named twice. Name every level once."),
        (("low", ""), "A level has no name. Name every level, from the lowest to the highest."),
    ],
)
def test_a_scale_must_be_a_scale(levels: tuple[str, ...], detail: str) -> None:
    assert _refusal([GOOD], levels) == (detail, None, "")


def test_an_unknown_criterion_is_an_error() -> None:
    table = RatingTable.from_rows([GOOD], LEVELS)
    with pytest.raises(ReliabilityError, match="Nothing was rated in the criterion “x”"):
        table.of_criterion("x")
