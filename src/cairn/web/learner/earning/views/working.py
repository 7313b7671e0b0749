# SPDX-License-Identifier: Apache-2.0
"""One piece of work: what it asks for, how far it is, and what comes next, in every state."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.accounts.models import Person
from cairn.assessment import selectors
from cairn.assessment.completeness import PartProgress
from cairn.assessment.deadlines import DAYS_TO_DECIDE
from cairn.assessment.limits import MAX_FILE_BYTES, MAX_PERSON_BYTES
from cairn.assessment.models import OPEN, WAITING
from cairn.assessment.services import Declaration
from cairn.web.access import person_page
from cairn.web.learner.earning.presenting import list_rubric, list_steps, read_definition


@person_page
@require_safe
def show_work(request: HttpRequest, person: Person, submission_id: UUID) -> HttpResponse:
    """Show a piece of work."""
    row = selectors.get_submission(submission_id)
    definition = read_definition(row)
    parts = selectors.progress_of(row, definition=definition)
    most = definition.rubric.pass_rule.max_attempts
    page = {
        "row": row,
        "definition": definition,
        "parts": parts,
        "steps": list_steps(row, parts),
        "next_part": _next_part(parts),
        "rubric": list_rubric(definition),
        "decision": next(iter(selectors.list_decisions(row)), None),
        "declaration": Declaration.from_json(row.declaration),
        "is_waiting": row.state in WAITING,
        "is_open": row.state in OPEN,
        "days_to_decide": DAYS_TO_DECIDE,
        "file_limit": MAX_FILE_BYTES,
        "person_limit": MAX_PERSON_BYTES,
        "tries": most,
        # To its learner, what waits for a decision is a try already taken.
        "tries_used": selectors.count_tries(row.version_id, person.pk) + (row.state in WAITING) if most else 0,
    }
    return render(request, "learner/earning/work.html", page)


def _next_part(parts: tuple[PartProgress, ...]) -> PartProgress | None:
    """Return the first part in which something is left to do."""
    return next((part for part in parts if not part.is_ready), None)
