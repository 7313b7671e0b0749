# SPDX-License-Identifier: Apache-2.0
"""The coefficients, each a function of sums. One line of sums gives one value; NaN says that it is undefined.

All are written as one minus observed over expected disagreement where that is possible: the expected one is then an
exact zero where everything stands at one level, and nothing is lost by subtracting from one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

import numpy as np

from cairn.assessment.reliability.arrays import Real
from cairn.assessment.reliability.sums import Sums

Formula = Callable[[Sums], Real]


def percent_agreement(sums: Sums, *, within: int = 0) -> Real:
    """Return the share of pairs at most some levels apart, averaged over the units that two or more rated."""
    return _mean_over_units(sums, (sums.distance <= within).astype(np.float64))


def cohen_kappa(sums: Sums, *, power: int) -> Real:
    """Return Cohen's kappa; disagreement weighs the distance to a power: 0 unweighted, 1 linear, 2 quadratic.

    Source: Cohen 1960, doi:10.1177/001316446002000104, and 1968, doi:10.1037/h0026256.
    """
    ranks = np.arange(sums.layout.levels)
    weights = np.abs(ranks[:, None] - ranks).astype(np.float64) ** power * (ranks[:, None] != ranks)
    observed = np.einsum("dij,ij->d", sums.cross, weights)
    expected = np.einsum("di,ij,dj->d", sums.cross.sum(axis=2), weights, sums.cross.sum(axis=1))
    kappa = 1 - _ratio(observed * sums.cross.sum(axis=(1, 2)), expected)
    return np.where(sums.crowded > 0, np.nan, kappa)


def fleiss_kappa(sums: Sums) -> Real:
    """Return Fleiss' kappa, generalized to units with different numbers of ratings.

    Source: Fleiss 1971, doi:10.1037/h0031619; Gwet 2014, Handbook of Inter-Rater Reliability, chapter 2.
    """
    return 1 - _ratio(_mean_over_units(sums, (sums.distance > 0).astype(np.float64)), _two_levels(sums))


def gwet_ac(sums: Sums, *, power: int) -> Real:
    """Return Gwet's AC1 (power 0) or AC2 with quadratic weights (power 2), over all levels of the scale.

    Source: Gwet 2008, doi:10.1348/000711006X126600; Gwet 2014, chapters 3 and 4.
    """
    levels = sums.layout.levels
    apart = sums.distance > 0
    weights = 1 - apart * (sums.distance / (levels - 1)) ** power
    total = float(np.sum(weights * np.where(apart, 2, 1)))
    chance = total * _two_levels(sums) / (levels * (levels - 1))
    return 1 - _ratio(_mean_over_units(sums, 1 - weights), 1 - chance)


def krippendorff_nominal(sums: Sums) -> Real:
    """Return Krippendorff's alpha for names. Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability."""
    return _alpha(sums, (sums.distance > 0).astype(np.float64)[None, :])


def krippendorff_ordinal(sums: Sums) -> Real:
    """Return Krippendorff's alpha for ranks: levels are as far apart as there are ratings between their middles."""
    counts = sums.counts.sum(axis=1)
    middle = np.cumsum(counts, axis=1) - counts / 2
    return _alpha(sums, (middle[:, sums.layout.upper] - middle[:, sums.layout.lower]) ** 2)


def krippendorff_interval(sums: Sums) -> Real:
    """Return Krippendorff's alpha for equal steps: the levels count from 0, one by one."""
    return _alpha(sums, sums.distance[None, :] ** 2)


def icc(sums: Sums) -> Real:
    """Return the intraclass correlation of one rating, one-way random effects, levels counting from 0.

    Source: Shrout and Fleiss 1979, doi:10.1037/0033-2909.86.2.420, ICC(1,1); unequal numbers of ratings by the
    analysis of variance, Donner 1986, doi:10.2307/1403259.
    """
    ranks = np.arange(sums.layout.levels, dtype=np.float64)
    counts = sums.single + sums.counts.sum(axis=1)
    ratings, units = counts.sum(axis=1), count_units(sums)
    squares = counts @ ranks**2
    spread = ratings * squares - (counts @ ranks) ** 2
    inside = (sums.pairs @ sums.distance**2 / sums.sizes).sum(axis=1)
    of_sizes = (sums.units * sums.sizes**2).sum(axis=1) + sums.single.sum(axis=1)
    usual_size = _ratio(ratings - _ratio(of_sizes, ratings), units - 1)
    between = _ratio(_ratio(spread, ratings) - inside, units - 1)
    within = _ratio(inside, ratings - units)
    return _ratio(between - within, between + (usual_size - 1) * within)


def count_units(sums: Sums) -> Real:
    """Return how many units were rated."""
    total: Real = sums.single.sum(axis=1) + sums.units.sum(axis=1)
    return total


def _alpha(sums: Sums, apart: Real) -> Real:
    """Compare distances within units with those between any two ratings that can be paired."""
    observed = ((sums.pairs / (sums.sizes - 1)[:, None]).sum(axis=1) * apart).sum(axis=1)
    counts = sums.counts.sum(axis=1)
    expected = (counts[:, sums.layout.lower] * counts[:, sums.layout.upper] * apart).sum(axis=1)
    return 1 - _ratio(observed * (counts.sum(axis=1) - 1), expected)


def _mean_over_units(sums: Sums, weights: Real) -> Real:
    """Return the weighted share of pairs in each unit, averaged over units."""
    shares = (sums.pairs @ weights / (sums.sizes * (sums.sizes - 1) / 2)).sum(axis=1)
    return _ratio(shares, sums.units.sum(axis=1))


def _two_levels(sums: Sums) -> Real:
    """Return how likely two ratings drawn by chance differ, where each unit counts the same. Zero is exact."""
    shares = sums.single + (sums.counts / sums.sizes[:, None]).sum(axis=1)
    products = shares[:, sums.layout.lower] * shares[:, sums.layout.upper] * (sums.distance > 0)
    return _ratio(2 * products.sum(axis=1), count_units(sums) ** 2)


def _ratio(above: Real, below: Real) -> Real:
    """Divide; NaN where there is nothing to divide by."""
    return np.divide(above, below, out=np.full_like(below, np.nan), where=below != 0)


FORMULAS: Final[Mapping[str, Formula]] = MappingProxyType(
    {
        "percent_agreement": percent_agreement,
        "adjacent_agreement": partial(percent_agreement, within=1),
        "cohen_kappa": partial(cohen_kappa, power=0),
        "cohen_kappa_linear": partial(cohen_kappa, power=1),
        "cohen_kappa_quadratic": partial(cohen_kappa, power=2),
        "fleiss_kappa": fleiss_kappa,
        "krippendorff_alpha_nominal": krippendorff_nominal,
        "krippendorff_alpha_ordinal": krippendorff_ordinal,
        "krippendorff_alpha_interval": krippendorff_interval,
        "gwet_ac1": partial(gwet_ac, power=0),
        "gwet_ac2": partial(gwet_ac, power=2),
        "icc": icc,
    }
)
"""The formula of each figure, by its stable name."""
