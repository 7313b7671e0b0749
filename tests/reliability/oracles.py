# SPDX-License-Identifier: Apache-2.0
"""The same coefficients by independent packages, unrounded: NaN where a package divides zero by zero or refuses.

irrCAC rounds to as many digits as one asks for; fifteen are asked for. Its Fleiss' kappa of a single level is zero by
zero with rounding noise, so there it is not asked: statsmodels and the definition both say that it is undefined.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import krippendorff
import numpy as np
import pandas as pd
from irrCAC.raw import CAC
from scipy.stats import f_oneway
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

from cairn.assessment.reliability import RatingTable
from cairn.assessment.reliability.arrays import Real, Whole

_WEIGHTS: Final = {"cohen_kappa": None, "cohen_kappa_linear": "linear", "cohen_kappa_quadratic": "quadratic"}
_NO_VALUE: Final = (ValueError, ZeroDivisionError)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a package says that a figure is; NaN if it has no answer."""

    figure: str
    package: str
    value: float


def ask(table: RatingTable) -> Iterator[Answer]:
    """Ask every package for every figure that it can give of a table, all criteria pooled."""
    units = unit_by_rater(table)
    counts = np.array([[np.sum(unit == level) for level in range(len(table.levels))] for unit in units])
    sizes = counts.sum(axis=1)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield from _ask_krippendorff(counts)
        yield from _ask_irrcac(units, len(table.levels))
        yield Answer("icc", "scipy", _icc(units, sizes))
        if len(set(sizes)) == 1 and sizes[0] > 1:
            yield Answer("fleiss_kappa", "statsmodels", float(fleiss_kappa(counts)))
        if np.all(_raters_by_work(table) <= 2):
            yield from _ask_cohen(units, len(table.levels))


def unit_by_rater(table: RatingTable) -> Real:
    """Spread a table: a row for each work and criterion, a column for each rater, NaN where nothing was rated."""
    key = table.work * len(table.criteria) + table.criterion
    units, place = np.unique(key, return_inverse=True)
    spread = np.full((len(units), len(table.raters)), np.nan)
    spread[place, table.rater] = table.level
    return spread


def _raters_by_work(table: RatingTable) -> Whole:
    pairs = {(work, rater) for work, rater in zip(table.work.tolist(), table.rater.tolist(), strict=True)}
    return np.bincount([work for work, _rater in pairs])


def _ask_krippendorff(counts: Whole) -> Iterator[Answer]:
    for metric in ("nominal", "ordinal", "interval"):
        value = _or_nan(partial(krippendorff.alpha, value_counts=counts, level_of_measurement=metric))
        yield Answer(f"krippendorff_alpha_{metric}", "krippendorff", value)


def _ask_irrcac(units: Real, levels: int) -> Iterator[Answer]:
    if len(units) < 2:
        return
    frame = pd.DataFrame(units)
    apart = np.abs(np.arange(levels)[:, None] - np.arange(levels))

    def table(weights: Any) -> CAC:
        return CAC(frame, weights=weights, categories=[float(level) for level in range(levels)], digits=15)

    plain = _estimate(table("identity").gwet)
    yield Answer("gwet_ac1", "irrCAC", plain["coefficient_value"])
    yield Answer("percent_agreement", "irrCAC", plain["pa"])
    yield Answer("gwet_ac2", "irrCAC", _estimate(table("quadratic").gwet)["coefficient_value"])
    yield Answer("adjacent_agreement", "irrCAC", _estimate(table((apart <= 1).astype(float)).gwet)["pa"])
    if len(np.unique(units[~np.isnan(units)])) > 1:
        yield Answer("fleiss_kappa", "irrCAC", _estimate(table("identity").fleiss)["coefficient_value"])


def _estimate(work: Callable[[], Any]) -> dict[str, float]:
    estimate: dict[str, float] = work()["est"]
    return estimate


def _ask_cohen(units: Real, levels: int) -> Iterator[Answer]:
    """Take the two ratings of each unit in the order of the raters' ids, which is that of the columns."""
    both = [unit[~np.isnan(unit)] for unit in units if np.sum(~np.isnan(unit)) == 2]
    if not both:
        return
    first, second = np.array(both, dtype=np.int64).T
    cross = np.zeros((levels, levels))
    np.add.at(cross, (first, second), 1)
    for figure, weights in _WEIGHTS.items():
        kappa = cohen_kappa_score(first, second, labels=list(range(levels)), weights=weights)
        yield Answer(figure, "scikit-learn", float(kappa))
        yield Answer(figure, "statsmodels", float(cohens_kappa(cross, wt=weights, return_results=False)))


def _icc(units: Real, sizes: Whole) -> float:
    """Work ICC(1,1) out of the F value of a one-way analysis of variance."""
    groups = [unit[~np.isnan(unit)] for unit in units]
    if len(groups) < 2 or max(sizes) < 2:
        return float("nan")
    f_value = float(f_oneway(*groups).statistic)
    usual = (sizes.sum() - (sizes**2).sum() / sizes.sum()) / (len(groups) - 1)
    return 1.0 if np.isposinf(f_value) else (f_value - 1) / (f_value + usual - 1)


def _or_nan(work: Callable[[], float]) -> float:
    try:
        return float(work())
    except _NO_VALUE:
        return float("nan")
