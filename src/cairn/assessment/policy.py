# SPDX-License-Identifier: Apache-2.0
"""What was stated of how the work for an achievement is assessed. Where nothing was, one assessor decides."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from cairn.assessment.models import AssessmentPolicy, Settling, WhileUnproven


@dataclass(frozen=True, slots=True)
class Policy:
    """The terms of `AssessmentPolicy`, in the same units."""

    second_share: int = 0
    first_works: int = 0
    borderline_points: int = 0
    differ_share: int = 25
    differ_levels: int = 2
    settling: Settling = Settling.HIGHER
    floor_coefficient: str = "cohen_kappa_quadratic"
    floor: Decimal = Decimal("0.60")
    min_works: int = 30
    while_unproven: WhileUnproven = WhileUnproven.SAY_SO
    requires_qualification: bool = False
    qualify_anchors: int = 4
    qualify_exact: int = 75
    qualify_widest: int = 1
    qualification_months: int = 12
    drift_anchors: int = 0
    excludes_same_school: bool = False

    @classmethod
    def of(cls, row: AssessmentPolicy) -> Policy:
        """Read what was stored."""
        stored = {name: getattr(row, name) for name in cls.__dataclass_fields__}
        stored |= {"settling": Settling(row.settling), "while_unproven": WhileUnproven(row.while_unproven)}
        return cls(**stored)

    @property
    def rates_twice(self) -> bool:
        """Whether any work is rated twice at all."""
        return bool(
            self.second_share
            or self.first_works
            or self.borderline_points
            or self.while_unproven is WhileUnproven.DOUBLE
        )


DEFAULT: Final = Policy()

RECOMMENDED: Final = Policy(
    second_share=20,
    first_works=5,
    borderline_points=10,
    while_unproven=WhileUnproven.DOUBLE,
    requires_qualification=True,
    drift_anchors=2,
    excludes_same_school=True,
)
"""What the form of the policy begins with: a fifth rated twice, and everybody qualified."""
