# SPDX-License-Identifier: Apache-2.0
"""Writing one part of the evidence: it saves itself as one types, and has a button for those without scripts."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cairn.accounts.models import Person
from cairn.achievements.definition import Definition
from cairn.assessment import selectors
from cairn.assessment.completeness import PartProgress
from cairn.assessment.errors import no_such_submission
from cairn.assessment.models import Submission
from cairn.foundation.files.storage import used_bytes
from cairn.web.access import acting_from, person_page
from cairn.web.learner.earning import presenting, saving
from cairn.web.learner.earning.forms import PartForm
from cairn.web.learner.earning.versions import write_version


@person_page
@require_http_methods(["GET", "POST"])
def write_part(request: HttpRequest, _person: Person, submission_id: UUID, part_id: str) -> HttpResponse:
    """Show a part, or take in what was written."""
    row = selectors.get_submission(submission_id)
    part = _find_part(row, part_id)
    if request.method == "POST" and request.headers.get("X-Cairn-Autosave"):
        return _autosave(request, row, part)
    if request.method == "GET":
        return _show(request, row, part_id, {}) if row.is_writable else redirect("work", submission_id=row.pk)
    intake = saving.save_everything(row, part, request, acting=acting_from(request))
    if intake.problems:
        return _show(request, selectors.get_submission(row.pk), part_id, intake.problems)
    _tell(request, intake)
    return _go_on(request, row, part_id, intake)


def _autosave(request: HttpRequest, row: Submission, part: PartProgress) -> HttpResponse:
    """Save the words alone. Where one was changed elsewhere, say so; the rest is saved."""
    intake = saving.save_words(row, part, request.POST, acting=acting_from(request))
    version = saving.version_after(row, part, request.POST, intake)
    if not intake.conflicts and not intake.problems:
        return JsonResponse({"version": version})
    sentence = saving.say_overtaken() if intake.conflicts else next(iter(intake.problems.values()))[0]
    answer = HttpResponse(sentence, status=409, content_type="text/plain; charset=utf-8")
    answer.headers["X-Cairn-Version"] = version
    return answer


def _show(request: HttpRequest, row: Submission, part_id: str, problems: dict[str, list[str]]) -> HttpResponse:
    definition = presenting.read_definition(row)
    parts = selectors.progress_of(row, definition=definition)
    part = next(one for one in parts if one.part.id == part_id)
    used = used_bytes(row.learner_id)
    form = PartForm(part, row.pending_links, used_bytes=used)
    form.note_problems(problems)
    view = _last_decision(row, definition)
    page = {
        "row": row,
        "definition": definition,
        "part": part,
        "unsettled": selectors.list_unsettled(row),
        "number": 1 + next(place for place, one in enumerate(parts) if one.part.id == part_id),
        "form": form,
        "problems": problems,
        "items": presenting.list_item_pages(part, form),
        "steps": presenting.list_steps(row, parts, here=part_id),
        "map_steps": presenting.map_steps(row, definition),
        "next_part": _part_after(parts, part_id),
        "removed": [piece for piece in selectors.list_removed(row) if piece.item in {i.item.id for i in part.items}],
        "comebacks": presenting.list_comebacks(view, part),
        "rubric": presenting.list_rubric(definition),
        "version": write_version(part.items),
    }
    return render(request, "learner/earning/part.html", page, status=422 if problems else 200)


def _find_part(row: Submission, part_id: str) -> PartProgress:
    found = next((part for part in selectors.progress_of(row) if part.part.id == part_id), None)
    if found is None:
        raise no_such_submission()
    return found


def _last_decision(row: Submission, definition: Definition) -> selectors.DecisionView | None:
    decisions = selectors.list_decisions(row)
    return selectors.describe_decision(decisions[0], definition) if decisions else None


def _part_after(parts: tuple[PartProgress, ...], part_id: str) -> PartProgress | None:
    open_parts = [part for part in parts if part.is_open or part.part.id == part_id]
    place = next(number for number, part in enumerate(open_parts) if part.part.id == part_id)
    return open_parts[place + 1] if place + 1 < len(open_parts) else None


def _tell(request: HttpRequest, intake: saving.Intake) -> None:
    if intake.conflicts:
        messages.warning(request, saving.say_overtaken())
    elif intake.added:
        sentence = ngettext("Saved, and %(count)s thing added.", "Saved, and %(count)s things added.", intake.added)
        messages.success(request, sentence % {"count": intake.added})
    else:
        messages.success(request, _("Saved."))


def _go_on(request: HttpRequest, row: Submission, part_id: str, intake: saving.Intake) -> HttpResponse:
    wanted = request.POST.get("go", "")
    if intake.conflicts or not wanted:
        return redirect("work_part", submission_id=row.pk, part_id=part_id)
    if wanted == "leave":
        return redirect("my_work")
    if wanted == "hand-in":
        return redirect("work_hand_in", submission_id=row.pk)
    return redirect("work_part", submission_id=row.pk, part_id=_find_part(row, wanted).part.id)
