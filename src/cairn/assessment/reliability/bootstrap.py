# SPDX-License-Identifier: Apache-2.0
"""Draws of whole works, the same for the same seed on every machine, and the interval that they give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from cairn.assessment.reliability.arrays import Real, Whole

DRAWS: Final = 2000
SEED: Final = 7

_BLOCK: Final = 500_000
"""How many numbers are held at once."""

_PERCENTILES: Final = (2.5, 97.5)
_DEFINED_SHARE: Final = 0.95
_UNIT: Final = 2.0**-53


@dataclass(frozen=True, slots=True)
class Draws:
    """How often to draw, and where the generator begins: PCG64, seeded with one whole number.

    Only its raw 64-bit words are used, which numpy promises never to change: the upper 53 bits of each, as a
    fraction of one, times the number of works, rounded down, is the place of the work that is drawn.
    """

    seed: int = SEED
    count: int = DRAWS

    def sums(self, lines: Whole | Real) -> Iterator[Real]:
        """Draw as many lines as there are, with repetition, again and again, and return their sums in blocks.

        The lines are sorted first, so that neither names nor the order of the ratings matter. Whole numbers in floats
        are added exactly, so that the order of adding does not matter either.
        """
        kinds, counts = np.unique(lines, axis=0, return_counts=True)
        kind_at, columns = np.repeat(np.arange(len(kinds)), counts), np.ascontiguousarray(kinds.T, dtype=np.float64)
        words = np.random.PCG64(self.seed)
        block = max(1, _BLOCK // max(1, *lines.shape))
        for done in range(0, self.count, block):
            drawn = _draw(words, kind_at, rows=min(block, self.count - done), kinds=len(kinds))
            # A product of matrices would start threads that get in the way of everything else on a busy machine.
            yield np.einsum("rk,ck->rc", drawn, columns)


def _draw(words: np.random.PCG64, kind_at: Whole, *, rows: int, kinds: int) -> Real:
    """Draw works for some rows, and count in each how often it has each kind of work."""
    fractions = words.random_raw((rows, len(kind_at))) >> np.uint64(11)
    drawn = kind_at[(fractions * (_UNIT * len(kind_at))).astype(np.int64)]
    drawn += np.arange(0, rows * kinds, kinds)[:, None]
    counts = np.bincount(drawn.ravel(), minlength=rows * kinds)
    return counts.reshape(rows, kinds).astype(np.float64)


def interval(drawn: Real) -> tuple[float, float] | None:
    """Return the 2.5th and 97.5th percentile, between neighbors in proportion; None where too many are undefined.

    An undefined draw is left out. Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13;
    Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566, definition 7.
    """
    defined = drawn[~np.isnan(drawn)]
    if len(defined) < _DEFINED_SHARE * len(drawn):
        return None
    low, high = np.percentile(defined, _PERCENTILES)
    return float(low), float(high)
