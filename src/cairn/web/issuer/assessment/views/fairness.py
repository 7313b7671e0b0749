# SPDX-License-Identifier: Apache-2.0
"""Decisions by group, for whoever reads the reports; never for the public."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cairn.accounts.selectors import names_of
from cairn.achievements.selectors import get_achievement, get_public_version
from cairn.assessment import selectors
from cairn.assessment.fairness import LEAST, DifferentialSeverity, GroupResult
from cairn.assessment.groups import QUESTIONS, GroupQuestion
from cairn.assessment.selectors import QuestionFairness
from cairn.foundation.access import may
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.components.tables import Column

_RESULTS = (
    Column(_("Group")),
    Column(_("Decided"), numeric=True),
    Column(_("Passed"), numeric=True),
    Column(_("Share that passed (likely range)")),
)
_SEVERITY = (
    Column(_("Assessor")),
    Column(_("Group")),
    Column(_("Levels more or less than for others (likely range)")),
    Column(_("Works"), numeric=True),
    Column(_("In words")),
)


@dataclass(frozen=True, slots=True)
class SeverityLine:
    """How an assessor rates one group beside the others, in words."""

    assessor: str
    group: str
    row: DifferentialSeverity


@dataclass(frozen=True, slots=True)
class QuestionLines:
    """One question as learners read it, its groups in the order of its answers, and severity that differs."""

    text: str
    results: tuple[tuple[str, GroupResult], ...]
    severity: tuple[SeverityLine, ...] = ()


@organization_page(Permission.REPORTS_VIEW)
@require_safe
def show_fairness(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Show results by group, and, to whoever looks after the queue, severity that differs."""
    version = get_public_version(get_achievement(achievement_id).pk)
    found = selectors.measure_fairness(achievement_id)
    sees_assessors = may(acting_from(request), Permission.SUBMISSIONS_MANAGE, organization.pk)
    page = {
        "version": version,
        "found": found,
        "questions": list(_in_words(found.questions, names_of(_assessors(found.questions)) if sees_assessors else {})),
        "least": LEAST,
        "result_columns": _RESULTS,
        "severity_columns": _SEVERITY,
    }
    return render(request, "issuer/assessment/fairness.html", page)


def _assessors(questions: Sequence[QuestionFairness]) -> set[str]:
    return {row.assessor for question in questions for row in question.severity}


def _in_words(questions: Sequence[QuestionFairness], names: Mapping[str, str]) -> Iterator[QuestionLines]:
    """Go through the questions in the order in which they are asked; whose name is not given is left out."""
    found = {row.question: row for row in questions}
    for question in QUESTIONS:
        if question.id in found:
            yield _lines(question, found[question.id], names)


def _lines(question: GroupQuestion, found: QuestionFairness, names: Mapping[str, str]) -> QuestionLines:
    order = [answer for answer, _words in question.answers]
    results = sorted(found.results, key=lambda row: order.index(row.group) if row.group in order else len(order))
    return QuestionLines(
        text=str(question.text),
        results=tuple((question.word_of(row.group), row) for row in results),
        severity=tuple(
            SeverityLine(names[row.assessor], question.word_of(row.group), row)
            for row in found.severity
            if row.assessor in names
        ),
    )
