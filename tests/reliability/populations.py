# SPDX-License-Identifier: Apache-2.0
"""Populations of works whose agreement is known exactly, and samples of them.

A work is of one of several qualities; quality decides how likely each true level is in each criterion; each of two
raters sees a level with a probability that depends on the true one, independently of the other. So the probability
that the two give two levels is a small sum, and with it every coefficient of infinitely many works.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cairn.assessment.reliability import RatingTable
from cairn.assessment.reliability.arrays import Real


@dataclass(frozen=True, slots=True)
class Population:
    """Shares of qualities, true levels by quality, and what each rater makes of a true level."""

    qualities: Real
    levels: Real
    first: Real
    second: Real
    criteria: int

    def joint(self) -> Real:
        """Return the probability of each level of the first rater with each of the second."""
        truth = self.qualities @ self.levels
        return np.asarray(np.einsum("t,ti,tj->ij", truth, self.first, self.second))

    def sample(self, works: int, rng: np.random.Generator) -> RatingTable:
        """Rate some works twice in every criterion."""
        quality = _choose(np.broadcast_to(self.qualities, (works, len(self.qualities))), rng)
        truth = _choose(np.repeat(self.levels[quality], self.criteria, axis=0), rng)
        ratings = [_choose(rater[truth], rng) for rater in (self.first, self.second)]
        work = np.repeat(np.arange(works), self.criteria)
        criterion = np.tile(np.arange(self.criteria), works)
        return RatingTable(
            levels=tuple(map(str, range(self.levels.shape[1]))),
            works=tuple(map(str, range(works))),
            raters=("a", "b"),
            criteria=tuple(map(str, range(self.criteria))),
            work=np.tile(work, 2),
            rater=np.repeat(np.arange(2), len(work)),
            criterion=np.tile(criterion, 2),
            level=np.concatenate(ratings),
        )


def _choose(chances: Real, rng: np.random.Generator) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Choose a level for each line of chances."""
    return np.asarray((rng.random((len(chances), 1)) > chances.cumsum(axis=1)[:, :-1]).sum(axis=1), dtype=np.int64)


def true_figures(joint: Real) -> Mapping[str, float]:
    """Return every coefficient of a whole population in which each work has two ratings, from its definition."""
    ranks = np.arange(len(joint))
    apart = np.abs(ranks[:, None] - ranks)
    rows, columns, both = joint.sum(axis=1), joint.sum(axis=0), (joint + joint.T) / 2
    shares = both.sum(axis=1)
    middles = np.cumsum(shares) - shares / 2
    between = (middles[:, None] - middles) ** 2
    weights = 1 - (apart / (len(joint) - 1)) ** 2

    def below_one(observed: Real, expected: Real, distance: Real) -> float:
        return float(1 - (observed * distance).sum() / (expected * distance).sum())

    def gwet(agreement: Real) -> float:
        levels = len(joint)
        chance = agreement.sum() * (shares * (1 - shares)).sum() / (levels * (levels - 1))
        return float(((joint * agreement).sum() - chance) / (1 - chance))

    return {
        "percent_agreement": float(np.trace(joint)),
        "adjacent_agreement": float(joint[apart <= 1].sum()),
        "cohen_kappa": below_one(joint, np.outer(rows, columns), apart > 0),
        "cohen_kappa_linear": below_one(joint, np.outer(rows, columns), apart),
        "cohen_kappa_quadratic": below_one(joint, np.outer(rows, columns), apart**2),
        "fleiss_kappa": below_one(both, np.outer(shares, shares), apart > 0),
        "krippendorff_alpha_nominal": below_one(both, np.outer(shares, shares), apart > 0),
        "krippendorff_alpha_ordinal": below_one(both, np.outer(shares, shares), between),
        "krippendorff_alpha_interval": below_one(both, np.outer(shares, shares), apart**2),
        "gwet_ac1": gwet((apart == 0).astype(np.float64)),
        "gwet_ac2": gwet(weights),
        "icc": below_one(both, np.outer(shares, shares), apart**2),
    }
