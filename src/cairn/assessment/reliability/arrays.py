# SPDX-License-Identifier: Apache-2.0
"""The kinds of arrays that the statistics work on."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Whole: TypeAlias = npt.NDArray[np.int64]
Real: TypeAlias = npt.NDArray[np.float64]
Truth: TypeAlias = npt.NDArray[np.bool_]


def sum_groups(values: Whole, starts: Whole) -> Whole:
    """Add up rows that stand together: those from each start to the next."""
    return np.add.reduceat(values, starts, axis=0) if len(starts) else values


def starts_of(sorted_keys: Whole) -> Whole:
    """Return where each run of equal keys begins."""
    changes = np.flatnonzero(np.diff(sorted_keys)) + 1
    return np.concatenate((np.zeros(min(1, len(sorted_keys)), np.int64), changes))
