# SPDX-License-Identifier: Apache-2.0
"""Decisions by group, for whoever reads the reports; never for the public."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cairn.accounts.selectors import names_of
from cairn.achievements.selectors import get_achievement, get_public_version
from cairn.assessment import selectors
from cairn.assessment.fairness import LEAST, DifferentialSeverity
from cairn.assessment.selectors import QuestionFairness
from cairn.foundation.access import may
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.components.tables import Column

_Named: TypeAlias = tuple[str, DifferentialSeverity]

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
        "questions": _with_names(found.questions) if sees_assessors else [(row, ()) for row in found.questions],
        "least": LEAST,
        "result_columns": _RESULTS,
        "severity_columns": _SEVERITY,
    }
    return render(request, "issuer/assessment/fairness.html", page)


def _with_names(questions: Sequence[QuestionFairness]) -> list[tuple[QuestionFairness, list[_Named]]]:
    names = names_of({row.assessor for question in questions for row in question.severity})
    return [(question, [(names.get(row.assessor, ""), row) for row in question.severity]) for question in questions]
