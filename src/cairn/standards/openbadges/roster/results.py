# SPDX-License-Identifier: Apache-2.0
"""Which results an achievement allows. Source: Open Badges 3.0 §B.1.20 (ResultDescription)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from cairn.standards.openbadges.roster.refusal import Refusal
from cairn.standards.openbadges.roster.refusal import translatable as _
from cairn.standards.types import JsonObject


@dataclass(frozen=True, slots=True)
class ResultRule:
    """The values that the first result description of an achievement allows."""

    described: bool = False
    allowed: frozenset[str] = frozenset()
    least: Decimal | None = None
    most: Decimal | None = None

    @classmethod
    def of(cls, achievement: JsonObject) -> ResultRule:
        """Read the rule of an achievement; the first description is the one that the column `result` is about."""
        descriptions = achievement.get("resultDescription")
        first = descriptions[0] if isinstance(descriptions, list) and descriptions else descriptions
        if not isinstance(first, dict):
            return cls()
        allowed = first.get("allowedValue")
        values = allowed if isinstance(allowed, list) else []
        return cls(
            described=True,
            allowed=frozenset(str(value) for value in values),
            least=_number(first.get("valueMin")),
            most=_number(first.get("valueMax")),
        )

    def refusal(self, value: str) -> Refusal | None:
        """Return why a result cannot be awarded, None where it can."""
        if not value:
            return None
        if self.allowed and value not in self.allowed:
            words = {"value": value[:40], "allowed": ", ".join(sorted(self.allowed))}
            return _refused("result_unknown", _("the result “%(value)s” is not one of %(allowed)s"), **words)
        if self.least is None and self.most is None:
            return None
        number = _number(value)
        if number is None:
            return _refused("result_not_a_number", _("the result “%(value)s” is not a number"), value=value[:40])
        if (self.least is not None and number < self.least) or (self.most is not None and number > self.most):
            words = {"value": value[:40], "least": str(self.least), "most": str(self.most)}
            sentence = _("the result %(value)s does not lie between %(least)s and %(most)s")
            return _refused("result_out_of_range", sentence, **words)
        return None


def _refused(code: str, sentence: str, **values: str) -> Refusal:
    return Refusal(code, "result", sentence, values)


def _number(text: object) -> Decimal | None:
    """Read a plain decimal number; NaN, infinity, digits of other scripts and exponents are none."""
    if not isinstance(text, str) or not text.isascii() or not text.replace(".", "", 1).removeprefix("-").isdigit():
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
