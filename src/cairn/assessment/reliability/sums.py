# SPDX-License-Identifier: Apache-2.0
"""The parts of many lines of sums at once: one line for a point estimate, thousands for a bootstrap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cairn.assessment.reliability.arrays import Real
from cairn.assessment.reliability.counting import HEAD, Layout


@dataclass(frozen=True)
class Sums:
    """Lines of sums. All are whole numbers below 2**53, so they are exact in whatever order they were added.

    What several coefficients need is worked out once.
    """

    layout: Layout
    lines: Real

    @property
    def crowded(self) -> Real:
        """How many works have more than two raters."""
        return self.lines[:, 2]

    @property
    def single(self) -> Real:
        """Ratings by level of units that one rater rated."""
        return self.lines[:, HEAD : self.layout.cross]

    @property
    def cross(self) -> Real:
        """The level of the first rater by that of the second."""
        levels = self.layout.levels
        return self.lines[:, self.layout.cross : self.layout.pairs].reshape(-1, levels, levels)

    @cached_property
    def pairs(self) -> Real:
        """Pairs of ratings by size of their unit and by their levels."""
        kinds = len(self.layout.lower)
        return self.lines[:, self.layout.pairs :].reshape(len(self.lines), len(self.layout.sizes), kinds)

    @cached_property
    def sizes(self) -> Real:
        """How many ratings the units of each block of pairs have."""
        return np.array(self.layout.sizes, dtype=np.float64)

    @cached_property
    def units(self) -> Real:
        """How many units there are of each size from two."""
        units: Real = self.pairs.sum(axis=2) / (self.sizes * (self.sizes - 1) / 2)
        return units

    @cached_property
    def counts(self) -> Real:
        """Ratings by size of their unit, from two, and by level; each rating stands in size - 1 pairs."""
        counts: Real = self.pairs @ self.ends / (self.sizes - 1)[:, None]
        return counts

    @cached_property
    def ends(self) -> Real:
        """How many of the two ratings of each pair of levels stand at each level."""
        levels = np.arange(self.layout.levels)
        ends = (self.layout.lower[:, None] == levels).astype(np.int64) + (self.layout.upper[:, None] == levels)
        return np.asarray(ends, dtype=np.float64)

    @cached_property
    def distance(self) -> Real:
        """How many levels the ratings of each pair are apart."""
        return np.asarray(self.layout.upper - self.layout.lower, dtype=np.float64)
