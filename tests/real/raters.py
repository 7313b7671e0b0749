# SPDX-License-Identifier: Apache-2.0
"""Simulated assessors of known noise and severity: how likely each gives each level to work of each true level.

A steady assessor is right on the mean at every level: on the two levels in the middle as often one too high as one too
low, on the lowest and the highest, where only one side is open, always right. So there is nothing to be found in them,
and what is found all the same is false.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from cairn.assessment.reliability.arrays import Real, Whole

LEVELS: Final = ("not_yet", "developing", "proficient", "advanced")
NOISE: Final = 0.15
"""How often a level in the middle is seen one too high, and as often one too low."""


def steady(noise: float = NOISE) -> Real:
    """Return the chances of an assessor who leans to no side: a row for each true level."""
    middle = 1 - 2 * noise
    rows = [[1.0, 0, 0, 0], [noise, middle, noise, 0], [0, noise, middle, noise], [0, 0, 0, 1.0]]
    return np.array(rows, dtype=np.float64)


def leaning(share: float, noise: float = NOISE) -> Real:
    """Return the chances of one who, of so many works of one, gives a level more (below 0: less) as far as there is."""
    step = np.eye(len(LEVELS), k=1 if share > 0 else -1)
    end = -1 if share > 0 else 0
    step[end, end] = 1
    return np.asarray(steady(noise) @ ((1 - abs(share)) * np.eye(len(LEVELS)) + abs(share) * step))


def capped(noise: float = NOISE) -> Real:
    """Return the chances of one who is as noisy at the ends, where a level too high or too low does not exist."""
    chances = steady(noise)
    chances[0, :2] = chances[-1, :-3:-1] = (1 - noise, noise)
    return chances


def expected(chances: Real) -> Real:
    """Return the mean level given to work of each true level."""
    return np.asarray(chances @ np.arange(len(LEVELS)))


def rate(truth: Whole, chances: Real, rng: np.random.Generator) -> Whole:
    """Give each work a level; `chances` are one assessor's, or a table of chances for each work."""
    rows = chances[truth] if chances.ndim == 2 else chances[np.arange(len(truth)), truth]
    return np.asarray((rng.random((*truth.shape, 1)) > rows.cumsum(axis=-1)[..., :-1]).sum(axis=-1), dtype=np.int64)
