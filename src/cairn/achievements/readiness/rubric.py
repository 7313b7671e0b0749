# SPDX-License-Identifier: Apache-2.0
"""The rubric: every level of every criterion in words, tied to outcomes, and read alike by two raters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition, Rubric, RubricCriterion
from cairn.achievements.kinds import Kind
from cairn.achievements.readiness.finding import Finding, Section, Weight

_FEWEST_LEVELS: Final = 2
_VAGUE: Final = re.compile(
    r"\b(?:good|bad|nice|clear(?:ly)?|appropriate(?:ly)?|adequate(?:ly)?|excellent|effective(?:ly)?|sufficient(?:ly)?"
    r"|reasonable|reasonably|satisfactory|acceptable|strong|weak|poor(?:ly)?|high quality|well[- ]written)\b",
    re.IGNORECASE,
)


def check_rubric(definition: Definition) -> Iterator[Finding]:
    """Find what keeps two raters from reaching the same level."""
    rubric = definition.rubric
    if not rubric.criteria:
        if definition.kind in (Kind.APPLICATION, Kind.CERTIFICATION):
            yield Finding(
                "RUB-01",
                Section.RUBRIC,
                "rubric",
                _("There is no rubric"),
                _("This kind says that raters judged the work; the rubric says how."),
                _("Add the levels, then a criterion for each thing a rater looks for."),
            )
        return
    yield from _levels(rubric)
    for criterion in rubric.criteria:
        yield from _criterion(criterion, definition)
    yield from _untested(definition)


def _levels(rubric: Rubric) -> Iterator[Finding]:
    place = "rubric/levels"
    if len(rubric.levels) < _FEWEST_LEVELS:
        what, why = _("A rubric needs at least two levels"), _("With one level there is nothing to tell apart.")
        yield Finding("RUB-02", Section.RUBRIC, place, what, why, _("Add levels, the lowest first."))
    if any(low.points >= high.points for low, high in pairwise(rubric.levels)):
        yield Finding(
            "RUB-03",
            Section.RUBRIC,
            place,
            _("The points of the levels do not rise"),
            _("The lowest level comes first; each one after it must be worth more."),
            _("Give points such as 0, 1, 2."),
        )
    if not all(level.name for level in rubric.levels):
        what, why = _("A level has no name"), _("Learners and raters speak of levels by name.")
        yield Finding("RUB-12", Section.RUBRIC, place, what, why, _("Name it: “Not yet”, “Meets”."))


def _criterion(criterion: RubricCriterion, definition: Definition) -> Iterator[Finding]:
    place, name = f"rubric/criteria/{criterion.id}", criterion.name or criterion.id
    if not criterion.name:
        what, why = _("A criterion has no name"), _("Feedback speaks of criteria by name.")
        yield Finding("RUB-04", Section.RUBRIC, f"{place}/name", what, why, _("Name what the rater looks at."))
    yield from _descriptors(criterion, definition.rubric, place, name)
    yield from _exemplars(criterion, place, name)
    yield from _ties(criterion, definition, place, name)
    if not criterion.weight:
        what = _("“%(name)s” weighs nothing") % {"name": name}
        why = _("It would be rated and never count.")
        yield Finding("RUB-11", Section.RUBRIC, f"{place}/weight", what, why, _("Give it a weight, or remove it."))


def _descriptors(criterion: RubricCriterion, rubric: Rubric, place: str, name: str) -> Iterator[Finding]:
    texts = {descriptor.level: descriptor.text for descriptor in criterion.descriptors}
    for level in rubric.levels:
        if not texts.get(level.id):
            yield Finding(
                "RUB-05",
                Section.RUBRIC,
                f"{place}/descriptors/{level.id}/text",
                _("“%(name)s” does not say what “%(level)s” looks like") % {"name": name, "level": level.name},
                _("A level without words is judged by feeling."),
                _("Write what a rater would see at this level."),
            )
    counts = Counter(text.casefold() for text in texts.values() if text)
    if any(count > 1 for count in counts.values()):
        what = _("Two levels of “%(name)s” read the same") % {"name": name}
        why, fix = _("Nobody could tell them apart."), _("Say what the higher one has that the lower one lacks.")
        yield Finding("RUB-06", Section.RUBRIC, place, what, why, fix)
    yield from _vague(texts, place, name)


def _exemplars(criterion: RubricCriterion, place: str, name: str) -> Iterator[Finding]:
    for cell in criterion.descriptors:
        for index, exemplar in enumerate(cell.exemplars):
            if not exemplar.sample or not exemplar.why:
                yield Finding(
                    "RUB-13",
                    Section.RUBRIC,
                    f"{place}/descriptors/{cell.level}/exemplars/{index}/{'why' if exemplar.sample else 'sample'}",
                    _("An example in “%(name)s” is not finished") % {"name": name},
                    _("A sample helps only with the reason why it stands at its level."),
                    _("Write both, or remove the example."),
                )


def _vague(texts: dict[str, str], place: str, name: str) -> Iterator[Finding]:
    for level, text in texts.items():
        if found := _VAGUE.search(text):
            yield Finding(
                "RUB-07",
                Section.RUBRIC,
                f"{place}/descriptors/{level}/text",
                _("“%(word)s” in “%(name)s” may split your raters") % {"word": found[0], "name": name},
                _("Two people read such a word in two ways."),
                _("Say what a rater would see or count instead."),
                Weight.ADVICE,
                _("Jonsson and Svingby, 2007, on what makes rubrics reliable"),
            )


def _ties(criterion: RubricCriterion, definition: Definition, place: str, name: str) -> Iterator[Finding]:
    outcomes = {outcome.id for outcome in definition.outcomes}
    items = {item.id for part in definition.evidence for item in part.items}
    if not outcomes.intersection(criterion.outcomes):
        yield Finding(
            "RUB-08",
            Section.RUBRIC,
            f"{place}/outcomes",
            _("“%(name)s” belongs to no outcome") % {"name": name},
            _("What is judged must be what was promised."),
            _("Tick the outcome that it shows."),
        )
    if items and not items.intersection(criterion.evidence):
        yield Finding(
            "RUB-10",
            Section.RUBRIC,
            f"{place}/evidence",
            _("“%(name)s” does not say where to look") % {"name": name},
            _("Raters should look at the same piece of work."),
            _("Tick the evidence that shows it."),
            Weight.ADVICE,
        )


def _untested(definition: Definition) -> Iterator[Finding]:
    tested = {outcome for criterion in definition.rubric.criteria for outcome in criterion.outcomes}
    for number, outcome in enumerate(definition.outcomes, 1):
        if outcome.id not in tested:
            yield Finding(
                "RUB-09",
                Section.RUBRIC,
                f"outcomes/{outcome.id}",
                _("Nothing in the rubric tests outcome %(number)s") % {"number": number},
                _("The credential would promise what nobody looked at."),
                _("Tie a criterion to it, or remove the outcome."),
            )
