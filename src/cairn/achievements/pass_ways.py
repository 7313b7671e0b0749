# SPDX-License-Identifier: Apache-2.0
"""The three ways in which work can pass, as an author chooses one; the pass rule holds what follows from the choice."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from cairn.achievements.definition import PassRule


class PassWay(StrEnum):
    """How the levels of the criteria count together."""

    LEVELS = "levels"
    POINTS = "points"
    FLOORS = "floors"

    @property
    def sentence(self) -> str | Promise:
        """What it means, in plain words."""
        return _SENTENCES[self]


_SENTENCES: Final[dict[PassWay, str | Promise]] = {
    PassWay.LEVELS: gettext_lazy("Every criterion reaches a level. Nothing makes up for one that falls short."),
    PassWay.POINTS: gettext_lazy(
        "Enough points in all. A high level in one criterion makes up for a low one elsewhere."
    ),
    PassWay.FLOORS: gettext_lazy("Enough points in all, and no criterion below its floor. The floor comes first."),
}


def way_of(rule: PassRule) -> PassWay:
    """Say in which way a rule lets work pass; one that asks for nothing yet is about levels."""
    if not rule.min_percent:
        return PassWay.LEVELS
    return PassWay.FLOORS if rule.each_at_least or rule.required_levels else PassWay.POINTS


def in_way(rule: PassRule, way: PassWay) -> PassRule:
    """Return the rule without the conditions that do not belong to a way."""
    if way is PassWay.LEVELS:
        return rule.model_copy(update={"min_percent": 0})
    if way is PassWay.POINTS:
        return rule.model_copy(update={"each_at_least": "", "required_levels": ()})
    return rule
