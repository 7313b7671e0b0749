# SPDX-License-Identifier: Apache-2.0
"""Where a pass line comes from: two methods of standard setting, from the judgments to the line in percent. Pure.

Modified Angoff: each judge says for each criterion which share of just-passing learners would reach the level, or which
share of the points; a judge's line is the weighted mean of their criteria, the line is the mean of the judges, and its
standard error is their standard deviation over the root of their number. Borderline group: works that judges called
borderline; the line is the median of their scores, and its standard error that of the median of a normal sample.
Source: Cizek and Bunch, Standard Setting (2007), chapters 6 and 9; docs/algorithms/standard-setting.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

LEAST_JUDGES: Final = 3
LEAST_BORDERLINE: Final = 10
_HUNDRED: Final = 100
# The median of a normal sample varies by this much more than its mean: the root of half of pi.
_MEDIAN_OF_NORMAL: Final = math.sqrt(math.pi / 2)


@dataclass(frozen=True, slots=True)
class PassLine:
    """A pass line in percent of the points, its standard error where it can be known, and how much it rests on."""

    cut: float
    standard_error: float | None
    n: int
    is_enough: bool


def modified_angoff(judgments: Mapping[str, Mapping[str, float]], weights: Mapping[str, int]) -> PassLine:
    """Return the line of a panel; `judgments` are percents by judge and criterion, `weights` those of the rubric.

    Raises ValueError where a judge left out a criterion, a percent is out of range, or there is nothing to judge.
    """
    lines = [_line_of(judge, given, weights) for judge, given in judgments.items()]
    if not lines:
        raise ValueError("There are no judgments.")
    error = statistics.stdev(lines) / math.sqrt(len(lines)) if len(lines) > 1 else None
    return PassLine(statistics.fmean(lines), error, len(lines), is_enough=len(lines) >= LEAST_JUDGES)


def borderline_group(percents: Sequence[float]) -> PassLine:
    """Return the median score of the works that judges called borderline. Raises ValueError: none, out of range."""
    if not percents:
        raise ValueError("There are no borderline works.")
    for percent in percents:
        _check(percent)
    deviation = statistics.stdev(percents) if len(percents) > 1 else None
    error = None if deviation is None else _MEDIAN_OF_NORMAL * deviation / math.sqrt(len(percents))
    return PassLine(statistics.median(percents), error, len(percents), is_enough=len(percents) >= LEAST_BORDERLINE)


def _line_of(judge: str, given: Mapping[str, float], weights: Mapping[str, int]) -> float:
    if given.keys() != weights.keys():
        raise ValueError(f"{judge}: a criterion is missing, or there is one that the rubric does not have.")
    for percent in given.values():
        _check(percent)
    total = sum(weights.values())
    if not total:
        raise ValueError("The rubric has no weights.")
    return sum(weights[criterion] * percent for criterion, percent in given.items()) / total


def _check(percent: float) -> None:
    if not 0 <= percent <= _HUNDRED:
        raise ValueError(f"{percent:g} is not a percent from 0 to 100.")
