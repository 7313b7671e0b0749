# SPDX-License-Identifier: Apache-2.0
"""Decisions by group, for whoever reads the reports; never for the public."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cairn.accounts.selectors import names_of
from cairn.achievements.selectors import get_achievement, get_public_version
from cairn.assessment import selectors
from cairn.assessment.fairness import LEAST, DifferentialSeverity, GroupResult
from cairn.assessment.fairness_figures import QuestionFairness
from cairn.assessment.groups import QUESTIONS, GroupQuestion
from cairn.foundation.access import may
from cairn.foundation.actors import Actor
from cairn.foundation.errors import PermissionDenied
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
    Column(_("Learners"), numeric=True),
    Column(_("Up to")),
    Column(_("In words")),
)


@dataclass(frozen=True, slots=True)
class SeverityLine:
    """How an assessor rates one group beside the others, in words, and up to which day."""

    assessor: str
    group: str
    row: DifferentialSeverity
    through: date


@dataclass(frozen=True, slots=True)
class QuestionLines:
    """One question as learners read it, its groups in the order of its answers, and severity that differs."""

    text: str
    results: tuple[tuple[str, GroupResult], ...]
    severity: tuple[SeverityLine, ...] = ()


@organization_page(Permission.REPORTS_VIEW)
@require_safe
def show_fairness(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Show results by group, and, to whoever looks after the queue, severity that differs.

    Raises PermissionDenied: rates_here.
    """
    version = get_public_version(get_achievement(achievement_id).pk)
    _require_no_rater(acting_from(request), organization)
    found = selectors.find_fairness(achievement_id)
    questions = found.questions if found else ()
    sees_assessors = may(acting_from(request), Permission.SUBMISSIONS_MANAGE, organization.pk)
    page = {
        "version": version,
        "found": found,
        "questions": list(_in_words(questions, names_of(_assessors(questions)) if sees_assessors else {})),
        "least": LEAST,
        "result_columns": _RESULTS,
        "severity_columns": _SEVERITY,
    }
    return render(request, "issuer/assessment/fairness.html", page)


def _require_no_rater(acting: Actor, organization: Organization) -> None:
    """Refuse whoever rates work here, as learners were told that assessors never learn what they say of themselves."""
    if may(acting, Permission.SUBMISSIONS_RATE, organization.pk):
        raise PermissionDenied(
            gettext("You rate work here, so results by group are not shown to you. Ask somebody who does not rate, for "
                 "instance an analyst, to read them."),
            code="rates_here",
        )  # fmt: skip


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
            SeverityLine(names[known.assessor], question.word_of(row.group), row, known.through)
            for known in found.by_assessor
            for row in known.rows
            if known.assessor in names and row in found.severity
        ),
    )
