# SPDX-License-Identifier: Apache-2.0
"""One finding about a draft: a stable code, the place, and what, why and how to fix it, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """Whether a finding stops publishing."""

    BLOCK = "block"
    ADVICE = "advice"


class Section(StrEnum):
    """Where in the studio the fix is made."""

    BASICS = "basics"
    OUTCOMES = "outcomes"
    METHOD = "method"
    EVIDENCE = "evidence"
    RUBRIC = "rubric"
    COST = "cost"
    CREDIT = "credit"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Finding:
    """`place` is a path of `achievements.paths`; `source` names the rule that somebody else wrote."""

    code: str
    section: Section
    place: str
    what: str
    why: str
    fix: str
    weight: Weight = Weight.BLOCK
    source: str = ""

    @property
    def blocks(self) -> bool:
        """Whether it stops publishing."""
        return self.weight is Weight.BLOCK
