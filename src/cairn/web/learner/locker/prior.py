# SPDX-License-Identifier: Apache-2.0
"""The map of prior learning: the pieces that one brings, and for each outcome which of them show it, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from cairn.assessment.putting_aside import Seen, digest_of
from cairn.assessment.selectors import list_locker_items
from cairn.assessment.services import Shown
from cairn.foundation.actors import Actor
from cairn.web.access import acting_from, person_page
from cairn.web.learner.earning.presenting import list_steps, map_steps, read_definition
from cairn.web.learner.earning.saving import say_overtaken
from cairn.web.learner.earning.versions import (
    Base,
    base_of_outcome,
    plain_text,
    read_version,
    text_of_outcome,
    write_map_version,
)
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
        return _autosave(request, row, lines)
    form = MapForm(lines, pieces, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, f"why_{lines[0].outcome.id}"):
            overtaken = _keep(row, lines, request)
            _press(request, row, pieces, acting_from(request))
            return _go_on(request, row, overtaken or _settle(request, row))
    return _show(request, row, form, pieces)


def _autosave(request: HttpRequest, row: Submission, lines: Sequence[MapLine]) -> HttpResponse:
    """Save what was changed. Where an outcome was changed elsewhere too, say so; the rest is saved."""
    overtaken = _keep(row, lines, request)
    version = _version_after(row, request.POST, overtaken)
    if not overtaken:
        return JsonResponse({"version": version})
    answer = HttpResponse(say_overtaken(), status=409, content_type="text/plain; charset=utf-8")
    answer.headers["X-Cairn-Version"] = version
    return answer


def _keep(row: Submission, lines: Sequence[MapLine], request: HttpRequest) -> tuple[str, ...]:
    """Keep what was changed, and return the outcomes that were changed elsewhere too."""
    try:
        services.save_map(row, _shown(lines, request.POST), acting=acting_from(request))
    except services.MapConflict as conflict:
        return conflict.outcomes
    return ()


def _go_on(request: HttpRequest, row: Submission, overtaken: tuple[str, ...]) -> HttpResponse:
    if overtaken:
        messages.warning(request, say_overtaken())
    elif request.POST.get("go") == "on":
        return redirect("work", submission_id=row.pk)
    else:
        messages.success(request, _("Saved."))
    return redirect("work_prior", submission_id=row.pk)


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
        "version": _version_after(row, request.POST) if request.method == "POST" else write_map_version(lines),
    }
    return render(request, "learner/locker/prior.html", page, status=422 if form.errors else 200)


def _fields(form: MapForm, line: MapLine) -> OutcomeFields:
    name = f"evidence_{line.outcome.id}"
    return OutcomeFields(line, form[name] if name in form.fields else None, form[f"why_{line.outcome.id}"])


def _shown(lines: Sequence[MapLine], given: QueryDict) -> dict[str, Shown]:
    """Read what was said of the outcomes that the reader of the page has touched."""
    bases = read_version(given.get("version", ""))
    read = {line.outcome.id: _read(line.outcome.id, given, bases) for line in lines}
    return {key: one for key, one in read.items() if not bases.get(key, Base()).is_text(_as_text(one))}


def _read(outcome: str, given: QueryDict, bases: dict[str, Base]) -> Shown:
    base = bases.get(outcome, Base())
    return Shown(
        tuple(given.getlist(f"evidence_{outcome}")),
        plain_text(given.get(f"why_{outcome}", "")).strip(),
        revision=base.revision,
        instead_of=base.aside,
    )


def _as_text(shown: Shown) -> str:
    return text_of_outcome(shown.evidence, shown.why)


def _version_after(row: Submission, given: QueryDict, overtaken: Sequence[str] = ()) -> str:
    """Return the version of a page that was sent: of an outcome that is not kept as it says, the one that it had."""
    bases = read_version(given.get("version", ""))
    fresh = selectors.describe_map(selectors.get_submission(row.pk))
    return ",".join(_base_after(line, given, bases, overtaken).write(line.outcome.id) for line in fresh)


def _base_after(line: MapLine, given: QueryDict, bases: dict[str, Base], overtaken: Sequence[str]) -> Base:
    said, fresh = _read(line.outcome.id, given, bases), base_of_outcome(line)
    if fresh.is_text(_as_text(said)):
        return fresh
    before = bases.get(line.outcome.id, Base())
    return replace(before, aside=digest_of(said.why)) if line.outcome.id in overtaken else before


def _press(request: HttpRequest, row: Submission, pieces: list[Evidence], acting: Actor) -> None:
    """Do what the pressed button says: bring a piece of the locker, or take one out."""
    kept = {str(item.pk): item for item in list_locker_items(row.learner_id)}
    if (chosen := kept.get(request.POST.get("piece", ""))) and "add" in request.POST:
        services.use_item(chosen, row, PRIOR_ITEM, acting=acting)
    taken = next((piece for piece in pieces if str(piece.pk) == request.POST.get("remove")), None)
    if taken is not None and taken.item.startswith(PRIOR_PREFIX):
        _take_out(row, taken, acting)


def _settle(request: HttpRequest, row: Submission) -> tuple[str, ...]:
    """Choose between two texts as the page shows them, and return the outcome if either has changed meanwhile."""
    outcome, _colon, other = (request.POST.get("take_other") or request.POST.get("keep_this") or "").partition(":")
    if not outcome:
        return ()
    seen = Seen(digest_of(_read(outcome, request.POST, {}).why), other)
    take_other, acting = "take_other" in request.POST, acting_from(request)
    try:
        services.settle_map(row, outcome, take_other=take_other, seen=seen, acting=acting)
    except services.MapConflict as conflict:
        return conflict.outcomes
    return ()


def _take_out(row: Submission, piece: Evidence, acting: Actor) -> None:
    if piece.kind == EvidenceKind.TEXT:
        services.save_answer(row, piece.item, "", expected_revision=piece.revision, acting=acting)
    else:
        services.remove_evidence(piece, acting=acting)


def _unused(kept: Sequence[LockerItem], pieces: Sequence[Evidence]) -> list[LockerItem]:
    used = {piece.sha256 for piece in pieces}
    return [item for item in kept if item.sha256 not in used]
