# SPDX-License-Identifier: Apache-2.0
"""How far raters agree: every coefficient as a function of small sums of whole numbers, with bootstrap intervals.

Nothing here knows Django, the clock or the database; the command line and the platform use the same functions.
The rules stand in docs/algorithms/reliability.md.
"""

from cairn.assessment.reliability.coefficients import coefficients
from cairn.assessment.reliability.decisions import same_decision
from cairn.assessment.reliability.errors import ReliabilityError
from cairn.assessment.reliability.figures import FEW_WORKS, FIGURES, Coefficients, Estimate, Figure, ScopeFigures
from cairn.assessment.reliability.measuring import Measurement, measure
from cairn.assessment.reliability.ratings import RatingRow, RatingTable
from cairn.assessment.reliability.reasons import Reason
from cairn.assessment.reliability.severities import RaterSeverity, severity
from cairn.assessment.reliability.tally import Tally
from cairn.assessment.reliability.windowing import Window, windows

__all__ = [
    "FEW_WORKS",
    "FIGURES",
    "Coefficients",
    "Estimate",
    "Figure",
    "Measurement",
    "RaterSeverity",
    "RatingRow",
    "RatingTable",
    "Reason",
    "ReliabilityError",
    "ScopeFigures",
    "Tally",
    "Window",
    "coefficients",
    "measure",
    "same_decision",
    "severity",
    "windows",
]
