# SPDX-License-Identifier: Apache-2.0
"""The table of double ratings of the demonstration gives the published agreement of each rubric.

That publication takes the two scorers in the order of the file, Cairn in the order of their ids. So the scorers are
named here by their columns to compare the value exactly; by their ids it differs by up to 0.011 in these works.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Final

import pytest

from cairn.assessment.reliability import RatingRow, RatingTable, measure
from tests.shared_data import shared_files, shared_path

PUBLISHED: Final = "demo-content/reliability.csv"
RUBRICS: Final = [
    row["rubric"].removeprefix("rubric-")
    for path in shared_files(PUBLISHED)
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
]


def _published(achievement: str) -> dict[str, str]:
    rows = csv.DictReader(shared_path(PUBLISHED).read_text(encoding="utf-8").splitlines())
    return next(row for row in rows if row["rubric"] == f"rubric-{achievement}")


def _table(achievement: str, *, by_column: bool) -> RatingTable:
    text = shared_path("demo-content/double_ratings.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["achievement"] == achievement]
    scores = {int(row[f"score_{end}"]): row[f"level_{end}"] for row in rows for end in "ab"}
    return RatingTable.from_rows(_ratings(rows, by_column=by_column), [scores[score] for score in sorted(scores)])


def _ratings(rows: list[dict[str, str]], *, by_column: bool) -> Iterator[RatingRow]:
    for row in rows:
        for end in "ab":
            rater = end if by_column else row[f"rater_{end}"]
            yield RatingRow(row["work_id"], rater, row["criterion"], row[f"level_{end}"])


def test_the_publication_is_there() -> None:
    shared_path(PUBLISHED)
    assert len(RUBRICS) == 13


@pytest.mark.parametrize("achievement", RUBRICS)
def test_the_agreement_of_a_rubric_is_the_published_one(achievement: str) -> None:
    published, found = _published(achievement), measure(_table(achievement, by_column=True)).all
    kappa = found.cohen_kappa_quadratic
    assert (found.n_works, found.n_pairs) == (int(published["works"]), int(published["ratings"]))
    assert kappa.value == pytest.approx(float(published["weighted_kappa"]), abs=0.005 + 1e-9)
    assert kappa.low == pytest.approx(float(published["low_95"]), abs=0.03)
    assert kappa.high == pytest.approx(float(published["high_95"]), abs=0.03)
    assert found.percent_agreement.value == pytest.approx(float(published["exact"]), abs=0.005 + 1e-9)
    assert found.adjacent_agreement.value == pytest.approx(float(published["within_one"]), abs=0.005 + 1e-9)


@pytest.mark.parametrize("achievement", RUBRICS)
def test_the_order_of_ids_changes_little(achievement: str) -> None:
    by_id, by_column = (measure(_table(achievement, by_column=by), draws=10).all for by in (False, True))
    assert by_id.cohen_kappa_quadratic.value == pytest.approx(by_column.cohen_kappa_quadratic.value, abs=0.011)
    assert by_id.krippendorff_alpha_ordinal.value == by_column.krippendorff_alpha_ordinal.value
