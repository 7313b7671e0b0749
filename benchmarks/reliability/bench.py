# SPDX-License-Identifier: Apache-2.0
"""The agreement of raters over many ratings: all coefficients, one more rating, all intervals; beside two packages.

    python benchmarks/reliability/bench.py [--ratings N] [--rounds N]

*Coefficients*: from rows of text to every figure of every criterion and of all together. *One rating*: the work that
it belongs to is taken out of the stored sums and put back with it, and every figure of its criterion and of all is
worked out again. *Intervals*: 2,000 draws of whole works for each of them. The packages get the same ratings as the
array that suits them best, in the same process; a ratio is their time for what they can do by ours for all twelve. They
know no sums and no draws: after one more rating, and for each of 2,000 draws, they would do everything again.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import krippendorff
import numpy as np
import pandas as pd
from irrCAC.raw import CAC

from cairn.assessment.reliability import RatingRow, RatingTable, Tally, coefficients, measure

RATINGS: Final = 100_000
ROUNDS: Final = 5
DRAWS: Final = 2000
LEVELS: Final = ("not_yet", "developing", "proficient", "advanced")
CRITERIA: Final = ("plan", "evidence", "reasoning", "reflection")
_RATERS: Final = 200


@dataclass(frozen=True, slots=True)
class Cost:
    """What the statistics of a rubric cost; the ratios say how many times as long a package takes.

    `arrays_seconds` is the time from the table in memory to the coefficients of all criteria pooled.
    """

    ratings: int
    coefficients_seconds: float
    one_rating_milliseconds: float
    intervals_seconds: float
    arrays_seconds: float
    times_krippendorff: float
    times_irrcac: float
    one_rating_times_krippendorff: float
    intervals_times_krippendorff: float


def make_rows(ratings: int) -> list[RatingRow]:
    """Rate works twice in every criterion, by raters who see a true level well but not always."""
    rng = np.random.default_rng(7)
    works = ratings // (2 * len(CRITERIA))
    truth = rng.choice(len(LEVELS), size=(works, len(CRITERIA)), p=(0.1, 0.25, 0.4, 0.25))
    rows = []
    for work in range(works):
        for rater in rng.choice(_RATERS, size=2, replace=False).tolist():
            seen = np.clip(truth[work] + rng.choice((-1, 0, 1), size=len(CRITERIA), p=(0.12, 0.78, 0.1)), 0, 3)
            rows += [
                RatingRow(f"work-{work}", f"rater-{rater:03d}", criterion, LEVELS[level])
                for criterion, level in zip(CRITERIA, seen.tolist(), strict=True)
            ]
    return rows


def measure_cost(*, ratings: int = RATINGS, rounds: int = ROUNDS) -> Cost:
    """Take every time, as the median of some rounds; the intervals once."""
    rows = make_rows(ratings)
    table = RatingTable.from_rows(rows, LEVELS)
    arrays, alpha = _time(lambda: coefficients(Tally.of(table)), rounds), _time(_krippendorff(table), rounds)
    one, intervals = _time(_one_more(table), rounds * 20), _time(lambda: measure(table), 1)
    return Cost(
        ratings=len(rows),
        coefficients_seconds=_time(lambda: _all_coefficients(rows), rounds),
        one_rating_milliseconds=1000 * one,
        intervals_seconds=intervals,
        arrays_seconds=arrays,
        times_krippendorff=alpha / arrays,
        times_irrcac=_time(_irrcac(table), rounds) / arrays,
        one_rating_times_krippendorff=alpha / one,
        intervals_times_krippendorff=alpha * DRAWS / intervals,
    )


def _all_coefficients(rows: Sequence[RatingRow]) -> None:
    table = RatingTable.from_rows(rows, LEVELS)
    for scope in (None, *CRITERIA):
        coefficients(Tally.of(table, scope))


def _one_more(table: RatingTable) -> Callable[[], None]:
    """Prepare what is stored, and return the work that one more rating makes."""
    stored = {scope: Tally.of(table, scope).to_json() for scope in (None, CRITERIA[0])}
    before = [RatingRow("new", "rater-000", criterion, LEVELS[2]) for criterion in CRITERIA]
    after = [*before, RatingRow("new", "rater-001", CRITERIA[0], LEVELS[1])]

    def add() -> None:
        old, new = (RatingTable.from_rows(rows, LEVELS) for rows in (before, after))
        for scope, sums in stored.items():
            tally = Tally.from_json(sums) + Tally.of(old, scope)
            tally = tally - Tally.of(old, scope) + Tally.of(new, scope)
            coefficients(tally)
            tally.to_json()

    return add


def _pairs(table: RatingTable) -> np.ndarray:
    """Return the two ratings of each unit beside each other."""
    order = np.lexsort((table.rater, table.criterion, table.work))
    return table.level[order].reshape(-1, 2)


def _krippendorff(table: RatingTable) -> Callable[[], None]:
    pairs = _pairs(table).T

    def work() -> None:
        for metric in ("nominal", "ordinal", "interval"):
            krippendorff.alpha(pairs, value_domain=[0, 1, 2, 3], level_of_measurement=metric)

    return work


def _irrcac(table: RatingTable) -> Callable[[], None]:
    frame = pd.DataFrame(_pairs(table))

    def work() -> None:
        plain = CAC(frame, categories=[0, 1, 2, 3])
        plain.fleiss()
        plain.gwet()
        CAC(frame, weights="quadratic", categories=[0, 1, 2, 3]).gwet()

    return work


def _time(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _round in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ratings", type=int, default=RATINGS, help="how many ratings, two a work and criterion")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is measured")
    arguments = parser.parse_args()
    cost = measure_cost(ratings=arguments.ratings, rounds=arguments.rounds)
    print(json.dumps({name: round(getattr(cost, name), 4) for name in Cost.__slots__}, indent=2))


if __name__ == "__main__":
    main()
