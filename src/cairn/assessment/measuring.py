# SPDX-License-Identifier: Apache-2.0
"""Everything that is measured of the double ratings of a rubric, as it is stored: figures, raters, time. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from cairn.achievements.definition import Rubric
from cairn.assessment.pairing import Pair, rater_keys, tabulate, tabulate_by_rater
from cairn.assessment.reliability import Window, measure, same_decision, severity, windows

WINDOW: Final = 10
"""So many works at a time are followed through time; of more than a hundred, a tenth."""
_STEPS: Final = 8


class DatedPair(Pair, Protocol):
    """A double rating, when it was complete, and of which work here; one that was brought in is of none."""

    at: datetime
    submission_id: UUID | None


def measure_pairs(pairs: Sequence[DatedPair], rubric: Rubric) -> dict[str, Any]:
    """Measure works that were rated twice, given as time went by; there must be one."""
    table = tabulate(pairs, rubric)
    decisions = {str(pair.id): (pair.passed_a, pair.passed_b) for pair in pairs}
    order = [str(pair.id) for pair in pairs]
    raters = severity(tabulate_by_rater(pairs, rubric), order=order)
    size = max(WINDOW, math.ceil(len(order) / WINDOW))
    step = max(1, math.ceil((len(order) - size) / _STEPS))
    moments = {str(pair.id): pair.at.isoformat() for pair in pairs}
    return measure(table).to_json() | {
        "same_result": same_decision(decisions).to_json(),
        "raters": [asdict(rater) for rater in raters],
        "n_raters": len({key for pair in pairs for key in rater_keys(pair)}),
        "n_brought_in": sum(pair.submission_id is None for pair in pairs),
        "windows": [_window(part, moments) for part in windows(table, order, size, step=step)],
        "first_at": pairs[0].at.isoformat(),
        "last_at": pairs[-1].at.isoformat(),
    }


def _window(part: Window, moments: Mapping[str, str]) -> dict[str, Any]:
    return {"first_at": moments[part.works[0]], "last_at": moments[part.works[-1]], **part.figures.to_json()}
