# SPDX-License-Identifier: Apache-2.0
"""Reading results by group as they were released; and what they are made of, from what learners have freely said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from cairn.achievements.definition import Rubric
from cairn.achievements.models import AchievementVersion
from cairn.assessment.fairness_figures import Fairness, Known
from cairn.assessment.fairness_json import read_figures
from cairn.assessment.models import Decision, DoubleRating, FairnessRelease, GroupAnswer, Outcome


def find_fairness(achievement_id: UUID) -> Fairness | None:
    """Return the results by group that were released last; they are not counted anew when somebody looks."""
    row: FairnessRelease | None = (
        FairnessRelease.objects.filter(achievement_id=achievement_id).order_by("-through").first()
    )
    return read_figures(row.through, row.figures) if row else None


def known_for_fairness(achievement_id: UUID, until: datetime) -> Known:
    """Return what is known of the decisions on an achievement before a moment; a learner counts once."""
    passed = _passed_by_learner(achievement_id, until)
    return Known(passed, _answers(list(passed)), _differences(achievement_id, until))


def _passed_by_learner(achievement_id: UUID, until: datetime) -> dict[UUID, bool]:
    """Say of each learner who was decided on whether they had passed at a moment."""
    rows = Decision.objects.filter(
        Q(superseded_at=None) | Q(superseded_at__gte=until),
        submission__version__achievement_id=achievement_id,
        submission__anchor=None,
        decided_at__lt=until,
    )
    passed: dict[UUID, bool] = {}
    for learner, outcome in rows.values_list("submission__learner_id", "outcome"):
        passed[learner] = passed.get(learner, False) or outcome == Outcome.AWARD
    return passed


def _answers(learners: list[UUID]) -> dict[str, dict[UUID, str]]:
    answers: dict[str, dict[UUID, str]] = defaultdict(dict)
    rows = GroupAnswer.objects.filter(person_id__in=learners)
    for question, person, answer in rows.values_list("question", "person_id", "answer"):
        answers[question][person] = answer
    return answers


def _differences(achievement_id: UUID, until: datetime) -> dict[str, dict[UUID, float]]:
    """Return, by assessor and learner, how many levels more they gave than the other, on average over the works."""
    rows = DoubleRating.objects.filter(version__achievement_id=achievement_id, is_planned=True, at__lt=until)
    versions = AchievementVersion.objects.filter(achievement_id=achievement_id)
    rubrics = {row.pk: row.definition.rubric for row in versions}
    found: dict[str, dict[UUID, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.exclude(submission=None).select_related("submission").order_by("pk"):
        more = _mean_difference(rubrics[row.version_id], row.levels_a, row.levels_b)
        found[str(row.assessor_a_id)][row.submission.learner_id].append(more)
        found[str(row.assessor_b_id)][row.submission.learner_id].append(-more)
    return {
        assessor: {learner: sum(gaps) / len(gaps) for learner, gaps in learners.items()}
        for assessor, learners in found.items()
    }


def _mean_difference(rubric: Rubric, first: Mapping[str, str], second: Mapping[str, str]) -> float:
    rank = {level.id: place for place, level in enumerate(rubric.levels)}
    gaps = [rank[first[key]] - rank[second[key]] for key in first if key in second]
    return sum(gaps) / len(gaps) if gaps else 0.0
