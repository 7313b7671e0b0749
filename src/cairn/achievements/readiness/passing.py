# SPDX-License-Identifier: Apache-2.0
"""The pass rule: it names only what is there, and it asks for something."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition, PassRule
from cairn.achievements.readiness.finding import Finding, Section


def check_pass_rule(definition: Definition) -> Iterator[Finding]:
    """Find a rule that cannot be applied, or that lets everything pass."""
    rule, rubric = definition.rubric.pass_rule, definition.rubric
    levels = {level.id for level in rubric.levels}
    needed = {item.level for item in rule.required_levels} | ({rule.each_at_least} if rule.each_at_least else set())
    missing = (
        ("PAS-01", needed - levels, _("The pass rule names a level that is not there")),
        (
            "PAS-02",
            {item.criterion for item in rule.required_levels} - {criterion.id for criterion in rubric.criteria},
            _("The pass rule names a criterion that is not there"),
        ),
        (
            "PAS-03",
            set(rule.parts_complete) - {part.id for part in definition.evidence},
            _("The pass rule names a part that is not there"),
        ),
    )
    for code, unknown, what in missing:
        if unknown:
            why, fix = _("No work could ever pass, or be judged."), _("Choose again under “To pass”.")
            yield Finding(code, Section.RUBRIC, "rubric/pass_rule", what, why, fix)
    if rubric.criteria and not _asks_for_something(rule):
        yield Finding(
            "PAS-04",
            Section.RUBRIC,
            "rubric/pass_rule",
            _("The pass rule asks for nothing"),
            _("Every piece of work would pass, whatever the raters say."),
            _("Set a least level for every criterion, a least percent, or both."),
        )


def _asks_for_something(rule: PassRule) -> bool:
    return bool(rule.min_percent or rule.each_at_least or rule.required_levels)
