# SPDX-License-Identifier: Apache-2.0
"""Appealing against a result, following the appeal, and reading what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.accounts.models import Person
from cairn.achievements.definition import Definition, RubricLevel
from cairn.assessment import selectors, services
from cairn.assessment.models import Appeal, Rating
from cairn.foundation.errors import NotFound
from cairn.web.access import acting_from, person_page
from cairn.web.components.progress import Step, StepState
from cairn.web.learner.earning.presenting import read_definition
from cairn.web.learner.voices.forms import AppealForm
from cairn.web.refusals import say_at_field


@person_page
@require_http_methods(["GET", "POST"])
def file_appeal(request: HttpRequest, _person: Person, submission_id: UUID) -> HttpResponse:
    """Show what an appeal is and until when it can be filed, or file it."""
    row = selectors.get_submission(submission_id)
    decision = next(iter(selectors.list_decisions(row)), None)
    if decision is None:
        raise NotFound(_("There is no result yet, so there is nothing to appeal against."))
    chance = selectors.find_appeal_chance(row, decision)
    if chance.appeal is not None:
        return redirect("appeal", appeal_id=chance.appeal.pk)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "reasons"):
            appeal = services.file_appeal(decision, form.cleaned_data["reasons"], acting=acting_from(request))
            messages.success(request, _("Your appeal has arrived. Another assessor looks at your work."))
            return redirect("appeal", appeal_id=appeal.pk)
    definition = read_definition(row)
    page = {
        "row": row,
        "definition": definition,
        "view": selectors.describe_decision(decision, definition),
        "chance": chance,
        "form": form,
    }
    return render(request, "learner/voices/file_appeal.html", page, status=422 if form.errors else 200)


@person_page
@require_safe
def show_appeal(request: HttpRequest, _person: Person, appeal_id: UUID) -> HttpResponse:
    """Show where an appeal stands, and what the other assessor said once it is decided."""
    appeal = selectors.get_appeal(appeal_id)
    definition = read_definition(appeal.submission)
    rating = selectors.find_appeal_rating(appeal)
    page = {
        "appeal": appeal,
        "row": appeal.submission,
        "definition": definition,
        "steps": _steps(appeal),
        "rating": rating,
        "criteria": _criteria(rating, definition),
    }
    return render(request, "learner/voices/appeal.html", page)


@person_page
@require_POST
def take_back(request: HttpRequest, _person: Person, appeal_id: UUID) -> HttpResponse:
    """Take an appeal back."""
    appeal = services.withdraw_appeal(selectors.get_appeal(appeal_id), acting=acting_from(request))
    messages.success(request, _("Taken back. The result stands, and you go on where you were."))
    return redirect("work", submission_id=appeal.submission_id)


def _steps(appeal: Appeal) -> tuple[Step, ...]:
    decided = Step(
        appeal.get_state_display() if appeal.closed_at else _("Another assessor rates it anew"),
        StepState.DONE if appeal.closed_at else StepState.HERE,
        "" if appeal.closed_at else _("Without knowing the first result, or that you appealed."),
        appeal.closed_at,
    )
    return (
        Step(_("The result"), StepState.DONE, appeal.decision.get_outcome_display(), appeal.decision.decided_at),
        Step(_("You appealed"), StepState.DONE, at=appeal.filed_at),
        decided,
    )


def _criteria(rating: Rating | None, definition: Definition) -> Sequence[tuple[str, RubricLevel | None, str, str]]:
    """Return what the other assessor gave: criterion, level, the rubric's words for it, and the comment."""
    if rating is None:
        return ()
    levels = {level.id: level for level in definition.rubric.levels}
    return [
        (
            known.name,
            levels.get(rating.levels.get(known.id, "")),
            next((words.text for words in known.descriptors if words.level == rating.levels.get(known.id)), ""),
            rating.comments.get(known.id, ""),
        )
        for known in definition.rubric.criteria
    ]
