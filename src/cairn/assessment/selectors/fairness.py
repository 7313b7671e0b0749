# SPDX-License-Identifier: Apache-2.0
"""Reading results and severity by group, from what learners have freely said of themselves; for internal pages only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cairn.achievements.definition import Rubric
from cairn.achievements.models import AchievementVersion
from cairn.assessment.fairness import DifferentialSeverity, GroupResult, differential_severity, results_by_group
from cairn.assessment.models import Decision, DoubleRating, GroupAnswer, Outcome


@dataclass(frozen=True, slots=True)
class QuestionFairness:
    """What came of one question: the results by group, and severity that differs."""

    question: str
    results: tuple[GroupResult, ...]
    severity: tuple[DifferentialSeverity, ...]


@dataclass(frozen=True, slots=True)
class Fairness:
    """Decisions by group: about how many learners, how many of them gave any answer, and what came of each question."""

    decided: int
    answered: int
    questions: tuple[QuestionFairness, ...]


def measure_fairness(achievement_id: UUID) -> Fairness:
    """Compare the decisions on an achievement by group, within the organization's scope; a learner counts once."""
    passed = _passed_by_learner(achievement_id)
    answers = _answers(list(passed))
    pairs = _differences(achievement_id)
    return Fairness(
        decided=len(passed),
        answered=len({learner for given in answers.values() for learner in given}),
        questions=tuple(_question(question, answers[question], passed, pairs) for question in sorted(answers)),
    )


def _question(
    question: str,
    given: Mapping[UUID, str],
    passed: Mapping[UUID, bool],
    pairs: Mapping[str, list[tuple[UUID, float]]],
) -> QuestionFairness:
    known = {
        assessor: [(given[learner], difference) for learner, difference in rows if learner in given]
        for assessor, rows in pairs.items()
    }
    results = results_by_group((answer, passed[learner]) for learner, answer in given.items())
    # How many works there are of a group that is hidden would tell how small it is.
    shown = {row.group for row in results if not row.is_hidden}
    return QuestionFairness(question, results, tuple(row for row in differential_severity(known) if row.group in shown))


def _passed_by_learner(achievement_id: UUID) -> dict[UUID, bool]:
    """Say of each learner who was decided on whether they passed in the end."""
    rows = Decision.objects.filter(
        submission__version__achievement_id=achievement_id, submission__anchor=None, superseded_at=None
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


def _differences(achievement_id: UUID) -> dict[str, list[tuple[UUID, float]]]:
    """Return, by assessor, whose work it was and how many levels more they gave than the other, on average."""
    rows = DoubleRating.objects.filter(version__achievement_id=achievement_id, is_planned=True).exclude(submission=None)
    versions = AchievementVersion.objects.filter(achievement_id=achievement_id)
    rubrics = {row.pk: row.definition.rubric for row in versions}
    found: dict[str, list[tuple[UUID, float]]] = defaultdict(list)
    for row in rows.select_related("submission").order_by("pk"):
        more = _mean_difference(rubrics[row.version_id], row.levels_a, row.levels_b)
        found[str(row.assessor_a_id)].append((row.submission.learner_id, more))
        found[str(row.assessor_b_id)].append((row.submission.learner_id, -more))
    return found


def _mean_difference(rubric: Rubric, first: Mapping[str, str], second: Mapping[str, str]) -> float:
    rank = {level.id: place for place, level in enumerate(rubric.levels)}
    gaps = [rank[first[key]] - rank[second[key]] for key in first if key in second]
    return sum(gaps) / len(gaps) if gaps else 0.0
