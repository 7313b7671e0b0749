# SPDX-License-Identifier: Apache-2.0
"""One piece of work: what it asks for, how far it is, and what comes next, in every state."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.models import Person
from cairn.assessment import selectors, services
from cairn.assessment.completeness import PartProgress
from cairn.assessment.limits import MAX_FILE_BYTES, MAX_PERSON_BYTES
from cairn.assessment.models import OPEN, WAITING
from cairn.web.access import acting_from, person_page
from cairn.web.learner.earning.clock import read_clock
from cairn.web.learner.earning.presenting import list_rubric, list_steps, map_steps, read_definition


@person_page
@require_safe
def show_work(request: HttpRequest, person: Person, submission_id: UUID) -> HttpResponse:
    """Show a piece of work."""
    row = selectors.get_submission(submission_id)
    definition = read_definition(row)
    parts = selectors.progress_of(row, definition=definition)
    most = definition.rubric.pass_rule.max_attempts
    shown = selectors.describe_map(row, definition=definition)
    page = {
        "row": row,
        "definition": definition,
        "parts": parts,
        "unsettled": selectors.list_unsettled(row),
        "steps": list_steps(row, parts),
        "next_part": _next_part(parts),
        "rubric": list_rubric(definition),
        "decision": next(iter(selectors.list_decisions(row)), None),
        "appeals": selectors.list_appeals_of(row),
        "attestations": selectors.list_attestations(row),
        "conditions": selectors.list_conditions(row),
        "map": shown,
        "needs_map": not all(line.is_complete for line in shown),
        "map_steps": map_steps(row, definition),
        "can_change_track": row.is_writable and row.round == 1,
        "declaration": selectors.declaration_of(row),
        "is_waiting": row.state in WAITING,
        "reopening": selectors.find_reopening(row),
        "begun": selectors.list_begun(row),
        "is_open": row.state in OPEN,
        "clock": read_clock(row),
        "file_limit": MAX_FILE_BYTES,
        "person_limit": MAX_PERSON_BYTES,
        "tries": most,
        # To its learner, what waits for a decision is a try already taken.
        "tries_used": selectors.count_tries(row.version_id, person.pk) + (row.state in WAITING) if most else 0,
    }
    return render(request, "learner/earning/work.html", page)


@person_page
@require_POST
def change_track(request: HttpRequest, _person: Person, submission_id: UUID) -> HttpResponse:
    """Choose between new work and what one could do before."""
    row = selectors.get_submission(submission_id)
    chosen = services.choose_track(row, request.POST.get("track", ""), acting=acting_from(request))
    if chosen.is_of_prior_learning:
        messages.success(request, _("Now say for each outcome which evidence shows it."))
        return redirect("work_prior", submission_id=row.pk)
    messages.success(request, _("Every part is asked for again. What you wrote is still there."))
    return redirect("work", submission_id=row.pk)


def _next_part(parts: tuple[PartProgress, ...]) -> PartProgress | None:
    """Return the first part in which something is left to do."""
    return next((part for part in parts if not part.is_ready), None)
