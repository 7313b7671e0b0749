# SPDX-License-Identifier: Apache-2.0
"""Handing in, with a declaration and a list of what is missing; and withdrawing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn.accounts.models import Person
from cairn.assessment import selectors, services
from cairn.assessment.languages import language_of_work, offered_languages, primary_language
from cairn.assessment.models import Submission
from cairn.assessment.services import Declaration
from cairn.foundation.errors import Invalid
from cairn.web.access import acting_from, person_page
from cairn.web.learner.earning.clock import read_clock
from cairn.web.learner.earning.forms import DeclarationForm
from cairn.web.learner.earning.presenting import list_gaps, list_steps, map_steps, read_definition


@person_page
@require_http_methods(["GET", "POST"])
def hand_in(request: HttpRequest, _person: Person, submission_id: UUID) -> HttpResponse:
    """Show what is missing and what is to be declared, or take the round in."""
    row = selectors.get_submission(submission_id)
    if request.method == "POST" and request.headers.get("X-Cairn-Autosave"):
        services.save_declaration(row, _declared(request), acting=acting_from(request))
        return JsonResponse({})
    if request.method == "GET":
        return _show(request, row) if row.is_writable else redirect("work", submission_id=row.pk)
    return _hand_in(request, row)


@person_page
@require_POST
def withdraw(request: HttpRequest, _person: Person, submission_id: UUID) -> HttpResponse:
    """End a piece of work."""
    row = selectors.get_submission(submission_id)
    services.withdraw_submission(row, acting=acting_from(request))
    messages.success(request, _("Withdrawn. Nobody rates it, and it does not count as a try."))
    return redirect("my_work")


def _hand_in(request: HttpRequest, row: Submission) -> HttpResponse:
    acting = acting_from(request)
    try:
        services.submit_submission(row, acting=acting, declaration=_declared(request))
    except Invalid as refused:
        row = services.save_declaration(row, _declared(request).cut(), acting=acting)
        return _show(request, selectors.get_submission(row.pk), refused)
    messages.success(
        request, _("Handed in. You hear back within %(days)s working days.") % {"days": read_clock(row).days}
    )
    return redirect("work", submission_id=row.pk)


def _show(request: HttpRequest, row: Submission, refused: Invalid | None = None) -> HttpResponse:
    definition = read_definition(row)
    form = _form(row, refused)
    gaps = selectors.find_submission_gaps(row)
    page = {
        "row": row,
        "definition": definition,
        "steps": list_steps(row, selectors.progress_of(row, definition=definition)),
        "gaps": list_gaps(row, definition, gaps),
        "unsettled": selectors.list_unsettled(row),
        "form": form,
        "clock": read_clock(row),
        "map_steps": map_steps(row, definition),
    }
    return render(request, "learner/earning/hand_in.html", page, status=422 if refused else 200)


def _form(row: Submission, refused: Invalid | None) -> DeclarationForm:
    definition = row.version.definition
    offered = offered_languages(definition.languages)
    likely = language_of_work(offered, definition.language, row.learner.language)
    said = {**row.declaration, "language": row.declaration.get("language") or likely}
    if refused is None or not refused.field:
        return DeclarationForm(offered, initial=said)
    form = DeclarationForm(offered, data={**said, "own_work": said.get("own_work") or None})
    form.add_error(refused.field if refused.field in form.fields else None, refused.detail)
    return form


def _declared(request: HttpRequest) -> Declaration:
    given = request.POST
    return Declaration(
        own_work=bool(given.get("own_work")),
        help=given.get("help", "").strip(),
        tools=given.get("tools", "").strip(),
        ai_uses=tuple(given.getlist("ai_uses")),
        ai_tools=given.get("ai_tools", "").strip(),
        ai_for=given.get("ai_for", "").strip(),
        language=primary_language(given.get("language", "")),
    )
