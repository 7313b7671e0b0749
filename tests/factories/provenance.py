# SPDX-License-Identifier: Apache-2.0
"""Assessed awards to test with: rated by one or two, qualified or not, with figures of agreement as one likes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.test import TestCase

from cairn.accounts.models import Person
from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import rubric_digest
from cairn.assessment.models import AgreementFigures, Qualification, QualificationState, Submission
from cairn.credentials.models import Award
from cairn.credentials.selectors import find_earned
from cairn.foundation import clock
from cairn.foundation.scopes import organization_scope
from cairn.standards.codecs import parse_json_object
from cairn.standards.types import JsonObject
from tests.factories.assessment import PASSING, finish, make_submitted
from tests.factories.credentials import reload

COEFFICIENT: Final = "cohen_kappa_quadratic"


def make_figures(
    version: AchievementVersion, *, value: float = 0.81, low: float = 0.74, high: float = 0.88, works: int = 214
) -> AgreementFigures:
    """Set down what was measured of the agreement on a version's rubric, in the place of what stood there."""
    scope = {
        "n_works": works,
        "n_pairs": works,
        COEFFICIENT: {"value": value, "low": low, "high": high},
        "percent_agreement": {"value": 0.9, "low": 0.85, "high": 0.95},
    }
    measured: dict[str, Any] = {
        "levels": ["not_yet", "meets", "exceeds"],
        "seed": 7,
        "draws": 2000,
        "all": scope,
        "criteria": {criterion.id: scope for criterion in version.definition.rubric.criteria},
        "raters": [{"rater": "of nobody else's business"}],
        "n_raters": 9,
        "first_at": "2026-03-02T10:00:00+00:00",
        "last_at": "2026-09-28T10:00:00+00:00",
    }
    with organization_scope(version.organization_id):
        row: AgreementFigures = AgreementFigures.objects.update_or_create(
            achievement_id=version.achievement_id,
            rubric_digest=rubric_digest(version.definition.rubric),
            defaults={
                "organization_id": version.organization_id,
                "version": version,
                "n_works": works,
                "measured": measured,
                "measured_works": works,
                "measured_at": clock.now(),
                "changed_at": clock.now(),
            },
        )[0]
    return row


def qualify(version: AchievementVersion, *assessors: Person) -> None:
    """Let assessors be qualified for the rubric of a version."""
    with organization_scope(version.organization_id):
        for assessor in assessors:
            Qualification.objects.create(
                organization_id=version.organization_id,
                achievement_id=version.achievement_id,
                assessor=assessor,
                rubric_digest=rubric_digest(version.definition.rubric),
                state=QualificationState.QUALIFIED,
                changed_at=clock.now(),
                qualified_at=clock.now(),
            )


def earn(
    version: AchievementVersion,
    assessors: Sequence[Person],
    *,
    learner: Person | None = None,
    levels: Sequence[Mapping[str, str]] = (),
) -> Award:
    """Let somebody's work pass by as many assessors as are asked, and return the signed award.

    `levels` are what each of them gives, the same by all unless told otherwise.
    """
    submission = make_submitted(version, learner=learner)
    with TestCase.captureOnCommitCallbacks(execute=True):
        for assessor, given in zip(assessors, levels or [PASSING] * len(assessors), strict=True):
            finish(submission, assessor, given)
    return earned(submission)


def earned(submission: Submission) -> Award:
    """Return the newest award for a submission."""
    with organization_scope(submission.organization_id):
        found = find_earned(submission.pk)
    assert found is not None
    return reload(found)


def document_of(award: Award) -> JsonObject:
    """Return the signed credential of an award."""
    return parse_json_object(bytes(reload(award).credential.document))
