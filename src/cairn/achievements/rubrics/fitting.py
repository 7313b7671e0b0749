# SPDX-License-Identifier: Apache-2.0
"""Putting a rubric into a definition: its words come in, and what was tied to the one before stays where it still fits.

Pure: another definition comes out, with a sentence for everything that could not stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition, PassRule, Rubric, RubricCriterion, RubricSource, Translation
from cairn.achievements.rubrics.document import RubricDocument, is_place_of_rubric
from cairn.achievements.translate import list_texts


@dataclass(frozen=True, slots=True)
class Fitted:
    """A definition with another rubric, and in words what of the old one no longer fits."""

    definition: Definition
    lost: tuple[str, ...]


def fit(definition: Definition, document: RubricDocument, source: RubricSource) -> Fitted:
    """Put a rubric into a definition, in its language as far as the rubric is translated.

    The pass rule stays where the ids it names are there again, and so do the ties of a criterion with the same id.
    """
    shown, before = document.in_language(definition.language), definition.rubric
    ties = {criterion.id: criterion for criterion in before.criteria}
    criteria = tuple(_tied(criterion, ties.get(criterion.id)) for criterion in shown.criteria)
    bare = Rubric(levels=shown.levels, criteria=criteria, source=source)
    rubric = bare.model_copy(update={"pass_rule": _kept(before.pass_rule, bare)})
    words = _translations(definition, document)
    changed = definition.model_copy(update={"rubric": rubric, "translations": words})
    return Fitted(Definition.from_json(changed.to_json()), tuple(_lost(before, rubric, shown, definition)))


def _tied(criterion: RubricCriterion, before: RubricCriterion | None) -> RubricCriterion:
    ties = {"outcomes": before.outcomes, "evidence": before.evidence} if before else {"outcomes": (), "evidence": ()}
    return criterion.model_copy(update=ties)


def _kept(rule: PassRule, rubric: Rubric) -> PassRule:
    levels = {level.id for level in rubric.levels}
    criteria = {criterion.id for criterion in rubric.criteria}
    needs = tuple(need for need in rule.required_levels if need.criterion in criteria and need.level in levels)
    each = rule.each_at_least if rule.each_at_least in levels else ""
    return rule.model_copy(update={"required_levels": needs, "each_at_least": each})


def _translations(definition: Definition, document: RubricDocument) -> tuple[Translation, ...]:
    """Take the old rubric's words out of the languages that were begun, and put the new one's in."""
    known = {item.language: item.texts for item in document.translations}
    known[document.language] = tuple(list_texts(document.as_definition()).items())
    return tuple(
        Translation(
            language=item.language,
            texts=(
                *((place, text) for place, text in item.texts if not is_place_of_rubric(place)),
                *((place, text) for place, text in known.get(item.language, ()) if is_place_of_rubric(place)),
            ),
        )
        for item in definition.translations
    )


def _lost(before: Rubric, after: Rubric, shown: RubricDocument, definition: Definition) -> Iterator[str]:
    levels = {level.id: level.name for level in before.levels}
    names = {criterion.id: criterion.name for criterion in before.criteria}
    rule = before.pass_rule
    if rule.each_at_least and not after.pass_rule.each_at_least:
        sentence = _("“%(level)s” for every criterion: the new rubric has no such level. Choose one under “To pass”.")
        yield sentence % {"level": levels.get(rule.each_at_least, rule.each_at_least)}
    for need in rule.required_levels:
        if need not in after.pass_rule.required_levels:
            words = {"name": names.get(need.criterion, need.criterion), "level": levels.get(need.level, need.level)}
            sentence = _("“%(level)s” for “%(name)s”: the new rubric does not have both. Set it again if you need it.")
            yield sentence % words
    if rule.text and after.pass_rule.model_copy(update={"text": ""}) != rule.model_copy(update={"text": ""}):
        yield _("The pass rule in your words was kept. Read it again: the rule behind it has changed.")
    untied = [criterion.name for criterion in after.criteria if not criterion.outcomes]
    if untied and definition.outcomes:
        yield _("Tie these criteria to outcomes: %(names)s.") % {"names": ", ".join(untied)}
    if shown.language != definition.language:
        yield _("The rubric is not written in the language of this credential. Translate it before you publish.")
