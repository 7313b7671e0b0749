# SPDX-License-Identifier: Apache-2.0
"""What an assessment adds to a credential: levels, the percent, and the digests of the evidence."""

from __future__ import annotations

from uuid import UUID

from cairn.achievements.mapping import criterion_id, level_id, percent_id
from cairn.achievements.models import AchievementVersion
from cairn.assessment.selectors import AssessmentFacts, assessment_facts
from cairn.credentials.mapping import NOT_ASSESSED, Assessed
from cairn.credentials.models import Award
from cairn.standards.openbadges.compose import AchievedResult, SealedEvidence


def assessed_by(submission_id: UUID, version: AchievementVersion) -> Assessed:
    """Return what the decision on a submission adds, within the organization's scope. Raises NotFound."""
    facts = assessment_facts(submission_id)
    return Assessed(_results(facts, version), _sealed(facts, version))


def assessed_again(award: Award) -> Assessed:
    """Return what an earlier credential of the same achievement had from its assessment."""
    submission_id = _submission_of(award)
    return assessed_by(submission_id, award.version) if submission_id else NOT_ASSESSED


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
