# SPDX-License-Identifier: Apache-2.0
"""How often raters of a work come to the same decision, which is what counts for the learner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cairn.assessment.reliability.bootstrap import DRAWS, SEED, Draws
from cairn.assessment.reliability.figures import Estimate
from cairn.assessment.reliability.measuring import check_draws, measure_scope
from cairn.assessment.reliability.ratings import RatingRow, RatingTable


def same_decision(decisions: Mapping[str, Sequence[bool]], *, seed: int = SEED, draws: int = DRAWS) -> Estimate:
    """Return how often two raters of a work agree on whether it passes, from what each rater would have decided.

    Raises ReliabilityError for a negative seed or no draws.
    """
    check_draws(seed, draws)
    rows = (
        RatingRow(work, str(rater), "decision", str(passed))
        for work, verdicts in decisions.items()
        for rater, passed in enumerate(verdicts)
    )
    table = RatingTable.from_rows(rows, (str(False), str(True)))
    return measure_scope(table, Draws(seed, draws)).percent_agreement
