# SPDX-License-Identifier: Apache-2.0
"""The figures of a tally, or the reasons why they cannot be had."""

from __future__ import annotations

from typing import Final

import numpy as np

from cairn.assessment.reliability.figures import FIGURES, Coefficients, Figure
from cairn.assessment.reliability.formulas import FORMULAS, count_units
from cairn.assessment.reliability.reasons import Reason
from cairn.assessment.reliability.sums import Sums
from cairn.assessment.reliability.tally import Tally

_COHEN: Final = "cohen_kappa"


def coefficients(tally: Tally) -> Coefficients:
    """Return every figure of a tally; the time it takes does not depend on how many ratings were counted."""
    counts = tally.to_counts()
    sums = Sums(counts.layout, counts.matrix.astype(np.float64))
    figures = {name: _figure(name, float(FORMULAS[name](sums)[0]), tally, sums) for name in FIGURES}
    return Coefficients(n_works=tally.compared, n_pairs=tally.n_pairs, **figures)


def _figure(name: str, value: float, tally: Tally, sums: Sums) -> Figure:
    if np.isnan(value):
        return Figure(None, _reason(name, tally, sums))
    return Figure(value)


def _reason(name: str, tally: Tally, sums: Sums) -> Reason:
    if name.startswith(_COHEN) and tally.crowded:
        return Reason.MORE_THAN_TWO
    if not tally.compared:
        return Reason.NOTHING_COMPARED
    if name == "icc" and count_units(sums)[0] == 1:
        return Reason.ONE_UNIT
    return Reason.ONE_LEVEL
