# SPDX-License-Identifier: Apache-2.0
"""The map of prior learning: the pieces that one brings, and for each outcome which of them show it, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.accounts.models import Person
from cairn.assessment import selectors, services
from cairn.assessment.models import PRIOR_ITEM, PRIOR_PREFIX, Evidence, EvidenceKind, LockerItem, Submission
from cairn.assessment.prior_learning import MapLine
from cairn.assessment.selectors import list_locker_items
from cairn.assessment.services import Shown
from cairn.foundation.actors import Actor
from cairn.web.access import acting_from, person_page
from cairn.web.learner.earning.presenting import list_steps, map_steps, read_definition
from cairn.web.learner.locker.forms import MapForm
from cairn.web.refusals import say_at_field


@dataclass(frozen=True, slots=True)
class OutcomeFields:
    """One outcome of the map with its fields."""

    line: MapLine
    evidence: BoundField | None
    why: BoundField


@person_page
@require_http_methods(["GET", "POST"])
def edit_map(request: HttpRequest, _person: Person, submission_id: UUID) -> HttpResponse:
    """Show the map, or keep it as far as it goes; a button adds a piece, takes one out, or goes on."""
    row = selectors.get_submission(submission_id)
    if not (row.is_writable and row.is_of_prior_learning):
        return redirect("work", submission_id=row.pk)
    lines, pieces = selectors.describe_map(row, definition=read_definition(row)), selectors.list_mappable(row)
    if request.method == "POST" and request.headers.get("X-Cairn-Autosave"):
        services.save_map(row, _shown(lines, request.POST), acting=acting_from(request))
        return JsonResponse({})
    form = MapForm(lines, pieces, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, f"why_{lines[0].outcome.id}"):
            services.save_map(row, _shown(lines, request.POST), acting=acting_from(request))
            _press(request, row, pieces, acting_from(request))
            if request.POST.get("go") == "on":
                return redirect("work", submission_id=row.pk)
            messages.success(request, _("Saved."))
            return redirect("work_prior", submission_id=row.pk)
    return _show(request, row, form, pieces)


def _show(request: HttpRequest, row: Submission, form: MapForm, pieces: list[Evidence]) -> HttpResponse:
    definition = read_definition(row)
    lines = selectors.describe_map(row, definition=definition)
    page = {
        "row": row,
        "definition": definition,
        "form": form,
        "outcomes": [_fields(form, line) for line in lines],
        "pieces": pieces,
        "unsettled": selectors.list_unsettled(row),
        "unused": _unused(list_locker_items(row.learner_id), pieces),
        "map_steps": map_steps(row, definition),
        "steps": list_steps(row, selectors.progress_of(row, definition=definition)),
    }
    return render(request, "learner/locker/prior.html", page, status=422 if form.errors else 200)


def _fields(form: MapForm, line: MapLine) -> OutcomeFields:
    name = f"evidence_{line.outcome.id}"
    return OutcomeFields(line, form[name] if name in form.fields else None, form[f"why_{line.outcome.id}"])


def _shown(lines: Sequence[MapLine], given: QueryDict) -> dict[str, Shown]:
    return {
        line.outcome.id: Shown(
            tuple(given.getlist(f"evidence_{line.outcome.id}")), given.get(f"why_{line.outcome.id}", "").strip()
        )
        for line in lines
    }


def _press(request: HttpRequest, row: Submission, pieces: list[Evidence], acting: Actor) -> None:
    """Do what the pressed button says: bring a piece of the locker, or take one out."""
    kept = {str(item.pk): item for item in list_locker_items(row.learner_id)}
    if (chosen := kept.get(request.POST.get("piece", ""))) and "add" in request.POST:
        services.use_item(chosen, row, PRIOR_ITEM, acting=acting)
    taken = next((piece for piece in pieces if str(piece.pk) == request.POST.get("remove")), None)
    if taken is not None and taken.item.startswith(PRIOR_PREFIX):
        _take_out(row, taken, acting)


def _take_out(row: Submission, piece: Evidence, acting: Actor) -> None:
    if piece.kind == EvidenceKind.TEXT:
        services.save_answer(row, piece.item, "", expected_revision=piece.revision, acting=acting)
    else:
        services.remove_evidence(piece, acting=acting)


def _unused(kept: Sequence[LockerItem], pieces: Sequence[Evidence]) -> list[LockerItem]:
    used = {piece.sha256 for piece in pieces}
    return [item for item in kept if item.sha256 not in used]
