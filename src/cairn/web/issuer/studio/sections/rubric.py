# SPDX-License-Identifier: Apache-2.0
"""The rubric: levels, then criteria with the words of every level, then the rule for passing."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition, Descriptor, RubricCriterion
from cairn.achievements.pass_ways import PassWay, way_of
from cairn.web.components.marks import Words
from cairn.web.issuer.studio.sections.basics import list_languages
from cairn.web.issuer.studio.sections.parts import (
    Group,
    Row,
    Rows,
    Spot,
    choice,
    line,
    several,
    shortened,
    text,
    whole,
)


def build_rubric(definition: Definition) -> tuple[Group, ...]:
    """Return the groups of the tab."""
    return _levels(definition), _criteria(definition), _pass_rule(definition)


def _levels(definition: Definition) -> Group:
    rows = tuple(
        Row(
            _("Level %(number)s") % {"number": number},
            f"rubric/levels/{level.id}",
            (),
            beside=(
                line(f"rubric/levels/{level.id}/name", _("Name of level %(number)s") % {"number": number}),
                whole(f"rubric/levels/{level.id}/points", _("Points"), blank=0),
            ),
        )
        for number, level in enumerate(definition.rubric.levels, 1)
    )
    return Group(
        _("Levels"),
        "levels",
        _("The lowest first. Three or four are enough: each must be told apart from the next."),
        rows=(
            Rows("rubric/levels", rows, _("Add a level"), empty=_("No levels yet. Begin with “Not yet” and “Meets”.")),
        ),
    )


def _criteria(definition: Definition) -> Group:
    rows = tuple(_criterion(number, row, definition) for number, row in enumerate(definition.rubric.criteria, 1))
    return Group(
        _("Criteria"),
        "criteria",
        _("One for each thing a rater looks for. Say what can be seen or counted; learners read the same words."),
        rows=(Rows("rubric/criteria", rows, _("Add a criterion"), empty=_("No criteria yet.")),),
    )


def _criterion(number: int, criterion: RubricCriterion, definition: Definition) -> Row:
    place = f"rubric/criteria/{criterion.id}"
    outcomes: list[tuple[str, Words]] = [(row.id, shortened(row.text)) for row in definition.outcomes]
    items: list[tuple[str, Words]] = [
        (item.id, shortened(item.ask)) for part in definition.evidence for item in part.items
    ]
    descriptors = tuple(
        text(f"{place}/descriptors/{level.id}/text", _("“%(level)s” looks like") % {"level": shortened(level.name)})
        for level in definition.rubric.levels
    )
    return Row(
        _("Criterion %(number)s") % {"number": number},
        place,
        (line(f"{place}/name", _("Name of criterion %(number)s") % {"number": number}),),
        across=descriptors,
        beside=(
            whole(f"{place}/weight", _("Weight"), _("Twice the weight counts twice."), blank=1),
            choice(f"{place}/needs", _("Needs at least"), _level_choices(definition, _("What the rule asks of all"))),
            several(f"{place}/outcomes", _("Shows these outcomes"), outcomes),
            several(f"{place}/evidence", _("Looked for in"), items),
            text(
                f"{place}/note", _("Note to raters"), _("What counts and what does not. Learners read it too."), rows=2
            ),
            choice(
                f"{place}/language",
                _("Always shown in"),
                _languages(criterion),
                _("For words that stand in one language."),
            ),
        ),
        folded=tuple(_exemplars(number, cell, place, definition) for cell in criterion.descriptors),
        fold=_("Examples of work for criterion %(number)s") % {"number": number},
    )


def _exemplars(number: int, cell: Descriptor, place: str, definition: Definition) -> Rows:
    """Return the rows for samples of work at one level of one criterion."""
    level = next((shortened(row.name) for row in definition.rubric.levels if row.id == cell.level), cell.level)
    here, words = f"{place}/descriptors/{cell.level}/exemplars", {"level": level, "number": number}
    rows = tuple(
        Row(
            _("Example of “%(level)s” in criterion %(number)s") % words,
            f"{here}/{index}",
            (),
            beside=(
                text(f"{here}/{index}/sample", _("A sample at “%(level)s”") % words, _("Short, made up or allowed.")),
                text(f"{here}/{index}/why", _("Why it is “%(level)s”") % words, _("One sentence.")),
            ),
            can_move=False,
        )
        for index in range(len(cell.exemplars))
    )
    return Rows(here, rows, _("Add an example of “%(level)s” to criterion %(number)s") % words)


def _languages(criterion: RubricCriterion) -> list[tuple[str, Words]]:
    return [("", _("The reader’s language")), *list_languages(criterion.language)]


def _pass_rule(definition: Definition) -> Group:
    parts: list[tuple[str, Words]] = [(part.id, part.title or part.type.word) for part in definition.evidence]
    rule = "rubric/pass_rule"
    return Group(
        _("To pass"),
        "pass",
        _("Every condition that you set must hold. Learners read them before they begin."),
        beside=(
            choice(
                f"{rule}/each_at_least",
                _("Every criterion at least"),
                _level_choices(definition, _("No such rule")),
                _("The level of the first way, or the floor of the third. A criterion may need more."),
            ),
            whole(
                f"{rule}/min_percent",
                _("Percent of the points, at least"),
                _("For the second and the third way. 0 is no such rule."),
                most=100,
                blank=0,
            ),
            whole(f"{rule}/max_attempts", _("Attempts"), _("0 is as many as one likes."), most=100, blank=0),
            several(f"{rule}/parts_complete", _("Parts that must be complete"), parts),
        ),
        spots=(
            _way(definition),
            text(f"{rule}/text", _("The rule in your words"), _("Leave it blank and we write it."), rows=2),
        ),
    )


def _way(definition: Definition) -> Spot:
    """Return the choice of how the criteria count together; what it says follows from the conditions."""
    field = forms.ChoiceField(
        label=_("How work passes"),
        choices=[(way.value, way.sentence) for way in PassWay],
        widget=forms.RadioSelect,
        required=False,
    )
    return Spot("rubric/pass_rule/way", field, initial=way_of(definition.rubric.pass_rule).value)


def _level_choices(definition: Definition, none: str) -> list[tuple[str, Words]]:
    return [("", none), *((level.id, shortened(level.name)) for level in definition.rubric.levels)]
