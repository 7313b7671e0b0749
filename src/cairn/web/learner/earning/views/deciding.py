# SPDX-License-Identifier: Apache-2.0
"""The result of a round: feedback by criterion, what to improve, and the next step. It can be printed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cairn.accounts.models import Person
from cairn.assessment import selectors
from cairn.assessment.models import Decision
from cairn.credentials.models import AchievementCredential
from cairn.credentials.selectors import list_for_person
from cairn.web.access import person_page
from cairn.web.learner.earning.presenting import list_feedback, read_definition


@person_page
@require_safe
def show_result(request: HttpRequest, person: Person, submission_id: UUID) -> HttpResponse:
    """Show what was decided, in the last round unless `?round=` asks for an earlier one."""
    row = selectors.get_submission(submission_id)
    decisions = selectors.list_decisions(row)
    decision = _chosen(decisions, request.GET.get("round", ""))
    if decision is None:
        return redirect("work", submission_id=row.pk)
    definition = read_definition(row)
    view = selectors.describe_decision(decision, definition)
    voices = selectors.list_voices(decision)
    page = {
        "row": row,
        "definition": definition,
        "view": view,
        "voices": voices,
        "criteria": list_feedback(view, voices),
        "chance": selectors.find_appeal_chance(row, decision),
        "is_last": decision == decisions[0],
        "decisions": decisions,
        "credential": _credential_of(person, row.pk),
    }
    return render(request, "learner/earning/result.html", page)


def _credential_of(person: Person, submission_id: UUID) -> AchievementCredential | None:
    """Return what the work has led to, once it is signed."""
    return next((held for held in list_for_person(person.pk) if held.award.submission_id == submission_id), None)


def _chosen(decisions: list[Decision], number: str) -> Decision | None:
    wanted = (decision for decision in decisions if not number or str(decision.round) == number)
    return next(wanted, None)
