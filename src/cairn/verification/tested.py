# SPDX-License-Identifier: Apache-2.0
"""How was it tested? A sentence and its facts; a blank says that it is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext, ngettext

from cairn.achievements.definition import Definition
from cairn.verification.facts import CredentialFacts, OwnFacts
from cairn.verification.texts import host_of, web_address


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: what it is called, its value (nothing is a blank), where it leads, and whether it is a code."""

    label: str
    value: str
    url: str = ""
    is_code: bool = False

    @property
    def host(self) -> str:
        """The host that a link leads to, shown beside it."""
        return host_of(self.url)


def say_tested(facts: CredentialFacts) -> tuple[str, ...]:
    """Say in a sentence or two how it was tested."""
    if facts.kind is not None and not facts.kind.is_tested:
        return (gettext("Nothing was tested. It says that somebody was there, or was thanked."),)
    if facts.own is not None:
        return tuple(_say_own(facts.own))
    if web_address(facts.criteria):
        return (gettext("The issuer describes it on a page of its own, which may have changed since."),)
    return (facts.criteria,) if facts.criteria else (gettext("The credential does not say how it was tested."),)


def tested_lines(facts: CredentialFacts) -> tuple[Line, ...]:
    """Return the facts about the test."""
    own = facts.own
    if own is None:
        return (*_criteria(facts), *(Line(gettext("Result"), result) for result in facts.results), *_evidence(facts))
    if not own.definition.kind.is_tested:
        return tuple(_evidence(facts))
    return (*_results(own), *_conditions(own.definition), *_evidence(facts))


def say_results(own: OwnFacts) -> str:
    """Return how it was tested as one sentence, for paper."""
    return " ".join(_say_own(own)) if own.definition.kind.is_tested else ""


def _say_own(own: OwnFacts) -> Iterator[str]:
    assessed = own.assessed
    if assessed is None:
        yield own.definition.key_method or gettext(
            "The issuer awarded it on its own records. The work was not handed in on this site."
        )
        return
    pieces, raters = len(assessed.evidence), assessed.raters
    words = {"pieces": pieces, "raters": raters}
    rated = ngettext(
        "%(raters)s assessor rated the evidence with a public rubric.",
        "%(raters)s assessors rated the evidence with a public rubric.",
        raters,
    )
    yield rated % words
    yield (
        ngettext("One piece of evidence was handed in.", "%(pieces)s pieces of evidence were handed in.", pieces)
        % words
    )
    if own.definition.rubric.pass_rule.text:
        yield own.definition.rubric.pass_rule.text


def _results(own: OwnFacts) -> Iterator[Line]:
    assessed = own.assessed
    if not own.shows_results:
        return
    if assessed is None:
        if own.award.result:
            yield Line(gettext("Result"), own.award.result)
        return
    if assessed.percent is not None:
        yield Line(
            gettext("Result"), gettext("%(percent)s percent of the points") % {"percent": floatformat(assessed.percent)}
        )
    levels = {level.id: level.name for level in own.definition.rubric.levels}
    for criterion in own.definition.rubric.criteria:
        level = assessed.levels.get(criterion.id)
        if level is not None:
            yield Line(criterion.name, levels.get(level, level))


def _conditions(definition: Definition) -> Iterator[Line]:
    yield Line(gettext("Do raters agree?"), "")
    yield Line(gettext("Who did the work"), definition.assessment.identity)
    yield Line(gettext("Supervision"), definition.assessment.supervision)
    if definition.quality_assurance:
        yield Line(gettext("Quality checks"), definition.quality_assurance)


def _criteria(facts: CredentialFacts) -> Iterator[Line]:
    if web_address(facts.criteria):
        yield Line(gettext("Criteria"), facts.criteria, facts.criteria)


def _evidence(facts: CredentialFacts) -> Iterator[Line]:
    for url in facts.evidence:
        yield Line(gettext("Evidence"), url, url)
