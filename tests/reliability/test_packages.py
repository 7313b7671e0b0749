# SPDX-License-Identifier: Apache-2.0
"""Every coefficient equals independent packages to 1e-9 on random tables, and is undefined where they are.

`python -m tests.reliability.test_packages` prints the largest differences.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Final

import pytest

from cairn.assessment.reliability import FIGURES, RatingTable, Tally, coefficients
from tests.reliability.oracles import Answer, ask
from tests.reliability.tables import KINDS, first_two, random_table

TABLES: Final = 1400
"""So many that each figure is compared on at least a thousand: not every package can answer for every table."""
PARTS: Final = 4
CLOSE: Final = 1e-9


def compare(numbers: range) -> Iterator[tuple[int, Answer, float]]:
    """Return each answer of a package and our own, NaN where it is undefined.

    Cohen's kappa needs two raters, so where a table has more it is asked for again of the first two alone.
    """
    for number in numbers:
        table = random_table(number)
        yield from ((number, answer, ours) for answer, ours in _compare(table))
        if Tally.of(table).crowded:
            pairs = _compare(first_two(table))
            yield from ((number, answer, ours) for answer, ours in pairs if answer.figure.startswith("cohen"))


def _compare(table: RatingTable) -> Iterator[tuple[Answer, float]]:
    ours = coefficients(Tally.of(table)).figures()
    for answer in ask(table):
        value = ours[answer.figure].value
        yield answer, math.nan if value is None else value


def _differs(answer: Answer, ours: float) -> bool:
    if math.isnan(answer.value) or math.isnan(ours):
        return math.isnan(answer.value) != math.isnan(ours)
    return abs(answer.value - ours) > CLOSE


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_coefficient_equals_the_packages(part: int) -> None:
    compared = list(compare(range(part, TABLES, PARTS)))
    assert [(number, answer, ours) for number, answer, ours in compared if _differs(answer, ours)] == []
    tables = Counter(figure for _number, figure in {(number, answer.figure) for number, answer, _ours in compared})
    assert set(tables) == set(FIGURES)
    assert min(tables.values()) >= 1000 / PARTS
    assert {answer.figure for _number, answer, ours in compared if math.isnan(ours)} == set(FIGURES)


def test_the_tables_are_of_every_kind() -> None:
    tables = [random_table(number) for number in range(len(KINDS) * 20)]
    assert len({table.levels for table in tables}) == 5
    assert any(Tally.of(table).n_pairs == 0 for table in tables)
    assert any(Tally.of(table).crowded for table in tables)
    assert any(len(set(table.level.tolist())) == 1 for table in tables)


def _print_differences() -> None:
    worst: dict[tuple[str, str], tuple[float, int]] = {}
    for _number, answer, ours in compare(range(TABLES)):
        key = (answer.figure, answer.package)
        difference = 0.0 if math.isnan(ours) and math.isnan(answer.value) else abs(ours - answer.value)
        largest, count = worst.get(key, (0.0, 0))
        worst[key] = (max(largest, difference), count + 1)
    for (figure, package), (difference, count) in sorted(worst.items()):
        print(f"{figure:30}{package:15}{count:6} tables   {difference:.1e}")  # noqa: T201 - it is asked to print


if __name__ == "__main__":
    _print_differences()
