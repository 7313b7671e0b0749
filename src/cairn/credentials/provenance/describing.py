# SPDX-License-Identifier: Apache-2.0
"""From the facts of an assessment to the members of the credential, in the language of the achievement.

Every result description becomes one of the Assessment extension, as the extension's schema asks of all of them; to
those of the rubric come the facts of this one award. Source: Assessment extension 2.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from cairn.achievements.conditions import SUPERVISION_WORDS, say_stated
from cairn.achievements.definition import Definition
from cairn.achievements.kinds import Kind
from cairn.achievements.mapping import percent_id
from cairn.achievements.models import AchievementVersion
from cairn.achievements.wording import say_pass_rule
from cairn.credentials.addresses import figures_url, report_url, rubric_url
from cairn.credentials.provenance.facts import Provenance, Recorded
from cairn.credentials.provenance.wording import say_agreement, say_conditions, say_days, say_identity, say_rated
from cairn.standards.openbadges.provenance import (
    NO,
    SUPERVISION_SCHEME,
    YES,
    AssessmentRecord,
    AssessmentTerms,
    Fact,
    RelatedResource,
    StatedFact,
)
from cairn.standards.openbadges.vocabulary import AlignmentTargetType, AssessmentType
from cairn.standards.types import JsonObject

JSON: Final = "application/json"
_TYPES: Final = {Kind.KNOWLEDGE: AssessmentType.EXAM, Kind.CERTIFICATION: AssessmentType.PERFORMANCE}


def describe_assessment(provenance: Provenance, version: AchievementVersion, credential_id: str) -> AssessmentRecord:
    """Return what the credential of an award says of its assessment."""
    definition = version.definition
    with override(definition.language):
        terms = _terms(definition)
        facts = tuple(_facts(provenance, definition, version.number))
        main, *others = (fact.describe(credential_id, terms) for fact in facts)
        main["assessmentEvaluation"] = report_url(UUID(provenance.report))
        results = tuple(fact.result(credential_id) for fact in facts)
        return AssessmentRecord((main, *others), results, _related(provenance))


def describe_results(achievement: JsonObject, version: AchievementVersion) -> list[JsonObject]:
    """Return the results that an achievement describes by its rubric, each as the result of an assessment."""
    definition = version.definition
    with override(definition.language):
        terms = _terms(definition)
        return [
            terms.extend(item, about=_about(item, version), method=_method(item, definition))
            for item in achievement.get("resultDescription", [])
        ]


def _terms(definition: Definition) -> AssessmentTerms:
    parts = [part.title or str(part.type.word) for part in definition.evidence]
    output = "; ".join(parts) or definition.assessment.type or definition.name
    return AssessmentTerms(_TYPES.get(definition.kind, AssessmentType.ARTIFACT), output)


def _about(description: JsonObject, version: AchievementVersion) -> str:
    if description["id"] == percent_id(version):
        return _("The points of all criteria together, by their weight, as a percent of those that can be reached.")
    return _("How far the evidence reaches “%(name)s”.") % {"name": description["name"]}


def _method(description: JsonObject, definition: Definition) -> str:
    levels = description.get("rubricCriterionLevel", [])
    if not levels:
        return say_pass_rule(definition)
    names = ", ".join(f"{level['name']} ({level['points']})" for level in levels)
    return _("One of the levels of a public rubric, with its points: %(levels)s.") % {"levels": names}


def _rubric(provenance: Provenance, number: int) -> JsonObject:
    return {
        "type": ["Alignment"],
        "targetName": _("The rubric of version %(number)s") % {"number": number},
        "targetUrl": rubric_url(UUID(provenance.report)),
        "targetCode": f"sha256:{provenance.rubric_digest}",
        "targetType": AlignmentTargetType.CF_RUBRIC.value,
    }


def _scheme() -> JsonObject:
    name = _("Supervision and check of identity, as the European Learning Model lists them")
    return {"type": ["Alignment"], "targetName": name, "targetUrl": SUPERVISION_SCHEME}


def _facts(provenance: Provenance, definition: Definition, number: int) -> Iterator[StatedFact]:
    yield StatedFact(
        Fact.DECIDED,
        provenance.decided.value,
        _("How the work was assessed"),
        _("Who rated the work, by which rubric, under which conditions, and how far such ratings agree."),
        " ".join(_method_of_all(provenance, definition, number)),
        _rubric(provenance, number),
    )
    yield from _of_assessors(provenance)
    yield from _of_conditions(provenance)
    yield StatedFact(
        Fact.AGREEMENT,
        provenance.agreement.state.value,
        _("Agreement of assessors"),
        _("Whether those who rate by this rubric agree as far as the issuer asks for, when this was awarded."),
        say_agreement(provenance.agreement),
    )


def _of_conditions(provenance: Provenance) -> Iterator[StatedFact]:
    if provenance.conditions is None or provenance.source is None:
        return
    yield StatedFact(
        Fact.CONDITIONS,
        provenance.conditions.value,
        _("Supervision and check of identity"),
        _("Whether the learner was watched, and whether anybody checked who it was."),
        str(SUPERVISION_WORDS[provenance.conditions]),
        _scheme(),
    )
    yield StatedFact(
        Fact.SOURCE,
        provenance.source.value,
        _("How supervision is known"),
        _("Whether somebody who was there recorded it for this work, or the issuer states it for every attempt."),
        say_conditions(provenance),
    )
    if provenance.recorded is not None:
        yield from _of_record(provenance.recorded)


def _of_record(recorded: Recorded) -> Iterator[StatedFact]:
    yield StatedFact(
        Fact.DAYS,
        " ".join(day.isoformat() for day in recorded.days),
        _("When the work was done"),
        _("The days of the rounds of this work, as they were recorded."),
        say_days(recorded.days),
    )
    if recorded.identity is not None:
        yield StatedFact(
            Fact.IDENTITY,
            recorded.identity.value,
            _("How it was known who did the work"),
            _("What whoever recorded it went by."),
            say_identity(recorded.identity),
        )


def _of_assessors(provenance: Provenance) -> Iterator[StatedFact]:
    recorded = _("As it was recorded when the result was decided.")
    yield StatedFact(
        Fact.ASSESSORS,
        str(provenance.assessors),
        _("Number of assessors"),
        _("How many people rated the work, none of them knowing what the others gave."),
        recorded,
    )
    yield StatedFact(
        Fact.BLIND,
        YES if provenance.is_blind else NO,
        _("Assessors did not know the learner"),
        _("Whether names were hidden from those who rated."),
        recorded,
    )
    yield StatedFact(
        Fact.TRAINED,
        YES if provenance.is_trained else NO,
        _("Assessors were qualified for the rubric"),
        _("Whether all who rated had shown on works with agreed levels that they rate like others."),
        recorded,
    )


def _method_of_all(provenance: Provenance, definition: Definition, number: int) -> Iterator[str]:
    yield say_rated(provenance)
    yield _("They used the public rubric of version %(number)s, whose SHA-256 is %(digest)s.") % {
        "number": number,
        "digest": provenance.rubric_digest,
    }
    yield _("To pass: %(rule)s") % {"rule": say_pass_rule(definition)}
    yield from _conditions(provenance)
    yield say_agreement(provenance.agreement)


def _conditions(provenance: Provenance) -> Iterator[str]:
    """Say what was recorded for this work, or else what the author wrote of every attempt."""
    supervision, identity = say_stated(provenance.supervision), say_stated(provenance.identity)
    recorded = provenance.recorded
    if recorded is not None:
        yield say_conditions(provenance)
        identity = say_identity(recorded.identity) if recorded.identity else ""
    elif supervision:
        yield _("Supervision: %(words)s.") % {"words": supervision.rstrip(". ")}
    if identity:
        yield _("Who did the work: %(words)s.") % {"words": identity.rstrip(". ")}


def _related(provenance: Provenance) -> tuple[RelatedResource, ...]:
    report = UUID(provenance.report)
    return (
        RelatedResource(rubric_url(report), provenance.rubric_digest, JSON),
        RelatedResource(figures_url(report), provenance.figures_sha256, JSON),
    )
