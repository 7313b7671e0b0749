# SPDX-License-Identifier: Apache-2.0
"""Sentences that several pages and documents say of a definition: the pass rule, the credit, the end, the workload."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.achievements.definition import Credit, Definition, PassRule

_YEAR = 12


def say_pass_rule(definition: Definition) -> str:
    """Say when work passes: in the author's words, or in ours from the rule itself."""
    rule = definition.rubric.pass_rule
    return rule.text or " ".join(_conditions(definition, rule))


def _conditions(definition: Definition, rule: PassRule) -> Iterator[str]:
    levels = {level.id: level.name for level in definition.rubric.levels}
    names = {criterion.id: criterion.name for criterion in definition.rubric.criteria}
    parts = {part.id: part.title or str(part.type.word) for part in definition.evidence}
    if rule.min_percent:
        yield _("At least %(percent)s percent of the points.") % {"percent": rule.min_percent}
    if rule.each_at_least:
        level = levels.get(rule.each_at_least, rule.each_at_least)
        yield _("“%(level)s” or better on every criterion.") % {"level": level}
    for item in rule.required_levels:
        words = {"level": levels.get(item.level, item.level), "name": names.get(item.criterion, item.criterion)}
        yield _("“%(level)s” or better in “%(name)s”.") % words
    if rule.parts_complete:
        listed = ", ".join(parts.get(part, part) for part in rule.parts_complete)
        yield _("Complete: %(parts)s.") % {"parts": listed}


def say_attempts(definition: Definition) -> str:
    """Say how often one may try."""
    most = definition.rubric.pass_rule.max_attempts
    if not most:
        return _("You may try as often as you like.")
    return ngettext("You have %(count)s attempt.", "You have %(count)s attempts.", most) % {"count": most}


def say_credit(credit: Credit) -> str:
    """Say what one credit is and who grants it, in a line."""
    units = "" if credit.units is None else number_format(credit.units.normalize())
    amount = " ".join(part for part in (units, credit.unit.replace("_", " ")) if part)
    if credit.granted_by and amount:
        return _("%(amount)s, granted by %(who)s") % {"amount": amount, "who": credit.granted_by}
    return amount or credit.granted_by


def say_end(definition: Definition) -> str:
    """Say when a credential of this kind ends."""
    months = definition.expires_after_months
    if months is None:
        return _("It does not end.")
    if months % _YEAR:
        return ngettext("After %(count)s month.", "After %(count)s months.", months) % {"count": months}
    years = months // _YEAR
    return ngettext("After %(count)s year.", "After %(count)s years.", years) % {"count": years}


def say_weeks(definition: Definition) -> str:
    """Say over how many weeks the hours are spread; nothing where that is not stated."""
    weeks = definition.effort.weeks
    if not weeks:
        return ""
    return ngettext("over %(count)s week", "over %(count)s weeks", weeks) % {"count": weeks}


def say_testing(definition: Definition) -> str:
    """Say in a line how it is tested."""
    if not definition.kind.is_tested:
        return _("Nothing was tested.")
    items = sum(len(part.items) for part in definition.evidence)
    pieces = ngettext("%(count)s piece of evidence", "%(count)s pieces of evidence", items) % {"count": items}
    rubric = _("a public rubric") if definition.rubric.criteria else ""
    return ", ".join(part for part in (definition.assessment.type, pieces if items else "", rubric) if part)
