# SPDX-License-Identifier: Apache-2.0
"""Outcomes: one thing a line, begun with a verb that can be watched, and none where nothing is tested."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition, Outcome
from cairn.achievements.readiness.facts import ANNEX_I
from cairn.achievements.readiness.finding import Finding, Section, Weight
from cairn.achievements.readiness.verbs import Opening, opening_of

_LONGEST: Final = 32
_MOST: Final = 10


def check_outcomes(definition: Definition) -> Iterator[Finding]:
    """Find outcomes that are missing, blank, said twice, or that nobody can watch."""
    if not definition.kind.is_tested:
        yield from _none_wanted(definition)
        return
    if not definition.outcomes:
        what, why = _("There are no outcomes"), _("They say what the holder can do, and are what is tested.")
        fix = _("Write three to six, one thing a line.")
        yield Finding("OUT-01", Section.OUTCOMES, "outcomes", what, why, fix, source=ANNEX_I)
    for number, outcome in enumerate(definition.outcomes, 1):
        yield from _check(number, outcome, definition)
    yield from _as_a_whole(definition)


def _none_wanted(definition: Definition) -> Iterator[Finding]:
    if definition.outcomes:
        yield Finding(
            "OUT-05",
            Section.OUTCOMES,
            "outcomes",
            _("Outcomes are listed, but nothing is tested"),
            _("Being there or being thanked proves no skill, and must not look as if it did."),
            _("Remove the outcomes, or choose another kind and test them."),
        )
    if definition.rubric.criteria:
        yield Finding(
            "OUT-06",
            Section.RUBRIC,
            "rubric",
            _("There is a rubric, but this kind tests nothing"),
            _("Being there or being thanked proves no skill, and must not look as if it did."),
            _("Remove the criteria, or choose another kind."),
        )


def _check(number: int, outcome: Outcome, definition: Definition) -> Iterator[Finding]:
    place = f"outcomes/{outcome.id}/text"
    if not outcome.text:
        what = _("Outcome %(number)s is blank") % {"number": number}
        why = _("An empty line promises nothing.")
        yield Finding("OUT-02", Section.OUTCOMES, place, what, why, _("Write it, or remove the line."))
        return
    yield from _opening(number, place, outcome.text, definition.language)
    if len(outcome.text.split()) > _LONGEST:
        yield Finding(
            "OUT-04",
            Section.OUTCOMES,
            place,
            _("Outcome %(number)s is long") % {"number": number},
            _("More than %(count)s words often hide two outcomes.") % {"count": _LONGEST},
            _("Split it, or cut it to what a rater would look for."),
            Weight.ADVICE,
        )


def _opening(number: int, place: str, text: str, language: str) -> Iterator[Finding]:
    opening, first = opening_of(text, language), text.split(maxsplit=1)[0]
    if opening is Opening.HIDDEN:
        yield Finding(
            "OUT-03",
            Section.OUTCOMES,
            place,
            _("Outcome %(number)s cannot be watched") % {"number": number},
            _("“%(word)s” happens inside a head; no rater can see it.") % {"word": first},
            _("Begin with what a rater would see: choose, explain, repair, calculate."),
            source=ANNEX_I,
        )
    elif opening is Opening.NO_VERB:
        yield Finding(
            "OUT-07",
            Section.OUTCOMES,
            place,
            _("Outcome %(number)s does not begin with a verb") % {"number": number},
            _("“%(word)s” does not say what the holder does.") % {"word": first},
            _("Begin with the verb: “Plan …”, “Compare …”, “Repair …”."),
            source=ANNEX_I,
        )
    elif opening is Opening.UNKNOWN:
        yield Finding(
            "OUT-08",
            Section.OUTCOMES,
            place,
            _("Can somebody watch “%(word)s”?") % {"word": first},
            _("We do not know this verb, so we cannot tell."),
            _("Keep it if a rater could see it being done."),
            Weight.ADVICE,
        )


def _as_a_whole(definition: Definition) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, outcome in enumerate(definition.outcomes, 1):
        words = outcome.text.casefold()
        if words and words in seen:
            what = _("Outcome %(number)s says the same as another") % {"number": number}
            why, fix = _("It would be tested and counted twice."), _("Remove one of them.")
            yield Finding("OUT-09", Section.OUTCOMES, f"outcomes/{outcome.id}/text", what, why, fix)
        seen.add(words)
    if len(definition.outcomes) > _MOST:
        yield Finding(
            "OUT-10",
            Section.OUTCOMES,
            "outcomes",
            _("There are %(count)s outcomes") % {"count": len(definition.outcomes)},
            _("This many are rarely all tested, and hardly ever read."),
            _("Keep those that an employer would ask about, or make two credentials."),
            Weight.ADVICE,
        )
