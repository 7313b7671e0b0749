# SPDX-License-Identifier: Apache-2.0
"""What an assessment adds to a credential: levels, the percent, the digests of the evidence, and how it was done."""

from __future__ import annotations

from uuid import UUID

from cairn.achievements.mapping import criterion_id, level_id, percent_id
from cairn.achievements.models import AchievementVersion
from cairn.assessment.selectors import AssessmentFacts, find_assessment_facts
from cairn.credentials.addresses import REPORTS, figures_url, own_path
from cairn.credentials.mapping import NOT_ASSESSED, Assessed
from cairn.credentials.models import Award, ReliabilityReport
from cairn.credentials.provenance import AgreementNote, Provenance, freeze
from cairn.credentials.provenance.describing import JSON
from cairn.credentials.provenance.figures import digest_of, note_in
from cairn.credentials.selectors import get_report
from cairn.foundation.errors import NotFound
from cairn.standards.codecs import parse_json_object
from cairn.standards.openbadges.compose import AchievedResult, SealedEvidence
from cairn.standards.openbadges.provenance import RecordedAssessment, RelatedResource


def assessed_by(facts: AssessmentFacts, version: AchievementVersion, provenance: Provenance | None = None) -> Assessed:
    """Return what a decision adds to the credential that it leads to."""
    return Assessed(_results(facts, version), _sealed(facts, version), provenance)


def freeze_provenance(facts: AssessmentFacts, version: AchievementVersion, report: ReliabilityReport) -> Provenance:
    """Put down how a work was assessed, with what the report says of the agreement of assessors."""
    note = note_in(parse_json_object(bytes(report.figures)))
    return freeze(facts, version, note, report=report.pk, figures_sha256=report.figures_sha256)


def assessed_again(award: Award) -> Assessed:
    """Return what an earlier credential of the same achievement had from its assessment, as it was frozen then."""
    facts = assessment_behind(award)
    if facts is None:
        return NOT_ASSESSED
    provenance = Provenance.from_json(award.provenance) if award.provenance else None
    return assessed_by(facts, award.version, provenance)


def assessment_behind(award: Award) -> AssessmentFacts | None:
    """Return what is known of the work behind an award, or behind the one that it follows; within the scope."""
    submission_id = _submission_of(award)
    return find_assessment_facts(submission_id) if submission_id else None


def find_note(record: RecordedAssessment) -> AgreementNote | None:
    """Return what the report of ours says that a signed credential names, with the figures whose digest it names."""
    path = own_path(record.report) or ""
    try:
        row = get_report(UUID(path.removeprefix(REPORTS)))
    except (ValueError, NotFound):
        return None
    named = RelatedResource(figures_url(row.pk), digest_of(bytes(row.figures)), JSON).to_json()["digestSRI"]
    is_named = record.related.get(figures_url(row.pk)) == named
    return note_in(parse_json_object(bytes(row.figures))) if is_named else None


def was_earned(award: Award) -> bool:
    """Say whether a credential, or the one that it follows, was given for the holder's own work."""
    return _submission_of(award) is not None


def _submission_of(award: Award) -> UUID | None:
    first: Award | None = award
    while first is not None and first.submission_id is None:
        first = first.replaces
    return first.submission_id if first else None


def _results(facts: AssessmentFacts, version: AchievementVersion) -> tuple[AchievedResult, ...]:
    criteria = [item.id for item in version.definition.rubric.criteria]
    levels = [
        AchievedResult(criterion_id(version, key), level=level_id(version, key, facts.levels[key]))
        for key in criteria
        if key in facts.levels
    ]
    percent = [AchievedResult(percent_id(version), value=f"{facts.percent:f}")] if facts.percent is not None else []
    return (*percent, *levels) if criteria else ()


def _sealed(facts: AssessmentFacts, version: AchievementVersion) -> tuple[SealedEvidence, ...]:
    asked = {item.id: item.ask for part in version.definition.evidence for item in part.items}
    # The same bytes handed in twice are one thing, and would be one node of the graph.
    named = {piece.sha256: asked.get(piece.item) or piece.item for piece in facts.evidence}
    return tuple(SealedEvidence(name, digest) for digest, name in named.items())
