# SPDX-License-Identifier: Apache-2.0
"""How was it tested? A sentence and its facts; a blank says that it is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.template.defaultfilters import floatformat
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from cairn.achievements.conditions import SUPERVISION_WORDS, say_stated
from cairn.credentials.provenance import AgreementNote
from cairn.credentials.provenance.wording import (
    say_agreement,
    say_conditions,
    say_figure,
    say_identity,
    say_rated,
    say_works,
)
from cairn.standards.openbadges.provenance import Agreement, RecordedAssessment, Source, StatedAssessment
from cairn.standards.openbadges.vocabulary import AssessmentType
from cairn.verification.facts import CredentialFacts, OwnFacts
from cairn.verification.texts import host_of, web_address

_ASSESSMENTS: Final[Mapping[str, str | Promise]] = MappingProxyType(
    {
        AssessmentType.EXAM: gettext_lazy("Exam"),
        AssessmentType.PERFORMANCE: gettext_lazy("Watched performance"),
        AssessmentType.ARTIFACT: gettext_lazy("Work that is handed in"),
    }
)


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
    page = gettext("The issuer describes it on a page of its own, which may have changed since.")
    criteria = page if web_address(facts.criteria) else facts.criteria
    said = (criteria, facts.stated.method if facts.stated else "")
    return tuple(filter(None, said)) or (gettext("The credential does not say how it was tested."),)


def tested_lines(facts: CredentialFacts) -> tuple[Line, ...]:
    """Return the facts about the test."""
    own = facts.own
    if own is None:
        results = (Line(gettext("Result"), result) for result in facts.results)
        return (*_criteria(facts), *_stated(facts.stated), *results, *_evidence(facts))
    if not own.definition.kind.is_tested:
        return tuple(_evidence(facts))
    return (*_results(own), *_conditions(own), *_evidence(facts))


def say_results(own: OwnFacts) -> str:
    """Return how it was tested as one sentence, for paper."""
    return " ".join(_say_own(own)) if own.definition.kind.is_tested else ""


def _say_own(own: OwnFacts) -> Iterator[str]:
    assessed = own.assessed
    if own.rated is not None:
        yield _say_rated(own.rated, own.agreement)
    elif assessed is not None:
        yield ngettext(
            "%(raters)s assessor rated the evidence with a public rubric.",
            "%(raters)s assessors rated the evidence with a public rubric.",
            assessed.raters,
        ) % {"raters": assessed.raters}
    if assessed is None:
        if own.rated is None:
            yield own.definition.key_method or gettext(
                "The issuer awarded it on its own records. The work was not handed in on this site."
            )
        return
    pieces = len(assessed.evidence)
    yield ngettext("One piece of evidence was handed in.", "%(pieces)s pieces of evidence were handed in.", pieces) % {
        "pieces": pieces
    }
    if own.definition.rubric.pass_rule.text:
        yield own.definition.rubric.pass_rule.text


def _say_rated(rated: RecordedAssessment, agreement: AgreementNote | None) -> str:
    """Say who rated, how far they agree, and what was recorded of who watched, as it was signed."""
    recorded = say_conditions(rated) if rated.source is Source.ATTEMPT else ""
    return " ".join(filter(None, (say_rated(rated), say_agreement(agreement) if agreement else "", recorded)))


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


def _agreement(own: OwnFacts) -> Line:
    question = gettext("Do raters agree?")
    if own.agreement is None:
        return Line(question, "")
    words = {"figure": say_figure(own.agreement), "works": say_works(own.agreement)}
    answers = {
        Agreement.ESTABLISHED: gettext("Yes: %(figure)s"),
        Agreement.BELOW_FLOOR: gettext("Less than the issuer asks for: %(figure)s"),
        Agreement.NOT_ESTABLISHED: gettext("Not yet established: %(works)s"),
    }
    return Line(question, answers[own.agreement.state] % words, own.rated.report if own.rated else "")


def _rubric(own: OwnFacts) -> Iterator[Line]:
    """Lead to the words by which the work was judged, which stay as they were."""
    if own.rated is not None:
        rubric = next((url for url in own.rated.related if url.endswith("/rubric.json")), "")
        number = gettext("Version %(number)s, as it was then") % {"number": own.award.version.number}
        yield Line(gettext("Rubric"), number, web_address(rubric))


def _stated(stated: StatedAssessment | None) -> Iterator[Line]:
    """Yield what another issuer says in the words of the Assessment extension."""
    if stated is None:
        return
    yield Line(gettext("Type of assessment"), str(_ASSESSMENTS.get(stated.assessment_type, stated.assessment_type)))
    yield Line(gettext("What is handed in"), stated.output)
    if stated.evaluation:
        yield Line(gettext("On its reliability"), stated.evaluation, stated.evaluation)


def _conditions(own: OwnFacts) -> Iterator[Line]:
    yield _agreement(own)
    yield from _rubric(own)
    yield Line(gettext("Who did the work"), _say_identity(own))
    yield Line(gettext("Supervision"), _say_supervision(own))
    if own.definition.quality_assurance:
        yield Line(gettext("Quality checks"), own.definition.quality_assurance)


def _say_identity(own: OwnFacts) -> str:
    """Say how it was known who worked: what was recorded for this work, or else what the author states."""
    rated = own.rated
    if rated is not None and rated.source is Source.ATTEMPT:
        return say_identity(rated.identity) if rated.identity else ""
    return say_stated(own.definition.assessment.identity)


def _say_supervision(own: OwnFacts) -> str:
    """Say who watched; the sentence above has the day where it was recorded for this work."""
    rated = own.rated
    if rated is None or rated.conditions is None:
        return say_stated(own.definition.assessment.supervision)
    return str(SUPERVISION_WORDS[rated.conditions]) if rated.source is Source.ATTEMPT else say_conditions(rated)


def _criteria(facts: CredentialFacts) -> Iterator[Line]:
    if web_address(facts.criteria):
        yield Line(gettext("Criteria"), facts.criteria, facts.criteria)


def _evidence(facts: CredentialFacts) -> Iterator[Line]:
    for url in facts.evidence:
        yield Line(gettext("Evidence"), url, url)
