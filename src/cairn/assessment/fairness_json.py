# SPDX-License-Identifier: Apache-2.0
"""Results by group as they are stored. What is hidden on the page is not in it either, but for the sum of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cairn.assessment.fairness import DifferentialSeverity, GroupResult, wilson
from cairn.assessment.fairness_figures import AssessorSeverity, Fairness, QuestionFairness, Tally


def write_figures(found: Fairness) -> dict[str, Any]:
    """Return figures as JSON; the day stands beside them."""
    return {
        "decided": found.decided,
        "answered": found.answered,
        "questions": {row.question: _write_question(row) for row in found.questions},
    }


def read_figures(through: date, stored: Mapping[str, Any]) -> Fairness:
    """Return figures as they were written."""
    questions = tuple(_read_question(question, row) for question, row in sorted(stored["questions"].items()))
    return Fairness(through, stored["decided"], stored["answered"], questions)


def _write_question(found: QuestionFairness) -> dict[str, Any]:
    return {
        "results": {row.group: None if row.is_hidden else [row.decided, row.passed] for row in found.results},
        "rest": found.rest,
        "severity": [_write_severity(row) for row in found.by_assessor],
    }


def _read_question(question: str, stored: Mapping[str, Any]) -> QuestionFairness:
    return QuestionFairness(
        question,
        tuple(_read_result(group, count) for group, count in sorted(stored["results"].items())),
        Tally(*stored["rest"]) if stored["rest"] else None,
        tuple(_read_severity(row) for row in stored["severity"]),
    )


def _read_result(group: str, count: tuple[int, int] | None) -> GroupResult:
    if count is None:
        return GroupResult(group, None, None)
    people, passed = count
    return GroupResult(group, people, passed, *wilson(passed, people))


def _write_severity(found: AssessorSeverity) -> dict[str, Any]:
    return {
        "assessor": found.assessor,
        "through": found.through.isoformat(),
        "hidden": sorted(found.hidden),
        "rows": [[row.group, row.difference, row.low, row.high, row.n_group, row.n_others] for row in found.rows],
    }


def _read_severity(stored: Mapping[str, Any]) -> AssessorSeverity:
    return AssessorSeverity(
        stored["assessor"],
        date.fromisoformat(stored["through"]),
        tuple(DifferentialSeverity(stored["assessor"], *row) for row in stored["rows"]),
        frozenset(stored["hidden"]),
    )
