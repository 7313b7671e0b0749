# SPDX-License-Identifier: Apache-2.0
"""The pass rule: from the levels that work reached to pass or not, exactly, and what is to be improved.

Percent = Σ weight × points ÷ (Σ weight × top points), as a fraction; nothing is rounded before it is compared. Every
stated condition must hold: the percent, a least level on every criterion, levels of single criteria, complete parts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition, EvidencePart, PassRule, Rubric, RubricCriterion
from cairn.standards.types import JsonObject

_TENTH: Final = Decimal("0.1")


class ReasonCode(StrEnum):
    """Which condition of the pass rule does not hold."""

    NOT_RATED = "not_rated"
    BELOW_PERCENT = "below_percent"
    BELOW_EACH = "below_each"
    BELOW_REQUIRED = "below_required"
    PART_INCOMPLETE = "part_incomplete"


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition that does not hold: where, what was reached and what is needed, by ids of the definition."""

    code: ReasonCode
    criterion: str = ""
    reached: str = ""
    needed: str = ""
    part: str = ""

    def to_json(self) -> JsonObject:
        """Return what is stored with a decision."""
        members = {"criterion": self.criterion, "reached": self.reached, "needed": self.needed, "part": self.part}
        return {"code": self.code.value, **{name: value for name, value in members.items() if value}}


@dataclass(frozen=True, slots=True)
class PassResult:
    """What the pass rule says. `percent` is None where there is no rubric."""

    percent: Fraction | None
    passed: bool
    reasons: tuple[Reason, ...]
    criteria_to_improve: tuple[str, ...]

    @property
    def shown_percent(self) -> Decimal | None:
        """The percent to one decimal, half up, for people and records; it never decides."""
        return None if self.percent is None else _tenths(self.percent)

    def parts_to_improve(self, definition: Definition) -> tuple[str, ...]:
        """Return the parts of the evidence to work on again: what was missing, and what fed a weak criterion."""
        missing = {reason.part for reason in self.reasons if reason.part}
        weak = {
            item
            for criterion in definition.rubric.criteria
            if criterion.id in self.criteria_to_improve
            for item in criterion.evidence
        }
        return tuple(part.id for part in definition.evidence if part.id in missing or _feeds(part, weak))


def evaluate(rubric: Rubric, levels: Mapping[str, str], complete_parts: Collection[str]) -> PassResult:
    """Apply a rubric's pass rule to the levels reached, by criterion; a criterion without a level counts as nothing.

    Raises ValueError for a criterion or a level that the rubric does not have.
    """
    _check_known(rubric, levels)
    points = {level.id: level.points for level in rubric.levels}
    percent = _percent(rubric, levels, points)
    reasons = (
        *_unrated(rubric, levels),
        *_below_levels(rubric, levels, points),
        *_below_percent(rubric.pass_rule, percent),
        *(
            Reason(ReasonCode.PART_INCOMPLETE, part=part)
            for part in rubric.pass_rule.parts_complete
            if part not in complete_parts
        ),
    )
    return PassResult(percent, not reasons, reasons, _to_improve(rubric, levels, points, reasons))


def say(reason: Reason, definition: Definition) -> str:
    """Say a reason in words, for the learner and the assessor."""
    names = {
        **{criterion.id: criterion.name for criterion in definition.rubric.criteria},
        **{part.id: part.title or part.type.word for part in definition.evidence},
        **{level.id: level.name for level in definition.rubric.levels},
    }
    is_sum = reason.code is ReasonCode.BELOW_PERCENT
    words = {
        "criterion": names.get(reason.criterion, reason.criterion),
        "part": names.get(reason.part, reason.part),
        "reached": _write_tenths(reason.reached) if is_sum else names.get(reason.reached, reason.reached),
        "needed": names.get(reason.needed, reason.needed),
    }
    return str(_SENTENCES[reason.code]()) % words


_SENTENCES: Final = {
    ReasonCode.NOT_RATED: lambda: _("“%(criterion)s” has not been rated yet."),
    ReasonCode.BELOW_PERCENT: lambda: _("%(reached)s percent of the points, and %(needed)s are needed."),
    ReasonCode.BELOW_EACH: lambda: _(
        "“%(criterion)s” is at “%(reached)s”. Every criterion must reach at least “%(needed)s”."
    ),
    ReasonCode.BELOW_REQUIRED: lambda: _(
        "“%(criterion)s” is at “%(reached)s”. This criterion must reach at least “%(needed)s”."
    ),
    ReasonCode.PART_INCOMPLETE: lambda: _("The part “%(part)s” is not complete."),
}


def _check_known(rubric: Rubric, levels: Mapping[str, str]) -> None:
    criteria = {criterion.id for criterion in rubric.criteria}
    known = {level.id for level in rubric.levels}
    for criterion, level in levels.items():
        if criterion not in criteria or level not in known:
            raise ValueError(f"The rubric has no level {level!r} of {criterion!r}.")


def _percent(rubric: Rubric, levels: Mapping[str, str], points: Mapping[str, int]) -> Fraction | None:
    top = max(points.values(), default=0) * sum(criterion.weight for criterion in rubric.criteria)
    if not top:
        return None
    reached = sum(criterion.weight * _points(levels, points, criterion.id) for criterion in rubric.criteria)
    return Fraction(100 * reached, top)


def _points(levels: Mapping[str, str], points: Mapping[str, int], criterion: str) -> int:
    return points[levels[criterion]] if criterion in levels else 0


def _unrated(rubric: Rubric, levels: Mapping[str, str]) -> Iterator[Reason]:
    return (
        Reason(ReasonCode.NOT_RATED, criterion=criterion.id)
        for criterion in rubric.criteria
        if criterion.id not in levels
    )


def _below_levels(rubric: Rubric, levels: Mapping[str, str], points: Mapping[str, int]) -> Iterator[Reason]:
    """Name one reason for each criterion: the stricter of the level for all and the level for this one."""
    required = {item.criterion: item.level for item in rubric.pass_rule.required_levels}
    for criterion in rubric.criteria:
        if criterion.id not in levels:
            continue
        reached = levels[criterion.id]
        if _is_below(reached, required.get(criterion.id, ""), points):
            yield Reason(ReasonCode.BELOW_REQUIRED, criterion.id, reached, required[criterion.id])
        elif _is_below(reached, rubric.pass_rule.each_at_least, points):
            yield Reason(ReasonCode.BELOW_EACH, criterion.id, reached, rubric.pass_rule.each_at_least)


def _is_below(reached: str, needed: str, points: Mapping[str, int]) -> bool:
    return bool(needed) and points[reached] < points[needed]


def _below_percent(rule: PassRule, percent: Fraction | None) -> Iterator[Reason]:
    """Name the percent that was reached; where its tenth would read as the line, the one below that."""
    if percent is not None and percent < rule.min_percent:
        nearest = _tenths(percent)
        reached = nearest if nearest < rule.min_percent else _tenths(percent, ROUND_DOWN)
        yield Reason(ReasonCode.BELOW_PERCENT, reached=str(reached), needed=str(rule.min_percent))


def _to_improve(
    rubric: Rubric, levels: Mapping[str, str], points: Mapping[str, int], reasons: tuple[Reason, ...]
) -> tuple[str, ...]:
    """Name the criteria that fall short; where only the sum does, every one that could still give points."""
    weak = {reason.criterion for reason in reasons if reason.criterion}
    if not weak and any(reason.code is ReasonCode.BELOW_PERCENT for reason in reasons):
        weak = {criterion.id for criterion in rubric.criteria if _has_room(criterion, levels, points)}
    return tuple(criterion.id for criterion in rubric.criteria if criterion.id in weak)


def _has_room(criterion: RubricCriterion, levels: Mapping[str, str], points: Mapping[str, int]) -> bool:
    return _points(levels, points, criterion.id) < max(points.values())


def _feeds(part: EvidencePart, items: set[str]) -> bool:
    return any(item.id in items for item in part.items)


def _tenths(percent: Fraction, rounding: str = ROUND_HALF_UP) -> Decimal:
    return (Decimal(percent.numerator) / Decimal(percent.denominator)).quantize(_TENTH, rounding)


def _write_tenths(stored: str) -> str:
    """Write a percent as the reader's language does, a whole one without its tenths."""
    percent = Decimal(stored)
    return number_format(percent.to_integral_value() if percent % 1 == 0 else percent)
