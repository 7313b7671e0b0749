# SPDX-License-Identifier: Apache-2.0
"""A table of recipients: which rows can be awarded, and why the others cannot.

The command line and the platform ask the same rules; only where the rows come from and in which language a refusal is
read differs.

::

    refusal   why a row is refused: a code, a sentence, and what stands in it
    results   which results an achievement allows
    checks    the rules for one row, and for two rows of one person
"""

from cairn.standards.openbadges.roster.checks import COLUMNS, RowRules, fold, recipient_of, width_refusal
from cairn.standards.openbadges.roster.refusal import Refusal
from cairn.standards.openbadges.roster.results import ResultRule

__all__ = ["COLUMNS", "Refusal", "ResultRule", "RowRules", "fold", "recipient_of", "width_refusal"]
