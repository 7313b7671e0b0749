# SPDX-License-Identifier: Apache-2.0
"""The locker: what one keeps, where it was used, and putting it to use again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.accounts.models import Person
from cairn.assessment import selectors, services
from cairn.assessment.models import LockerItem, Submission
from cairn.assessment.selectors import ReadFile
from cairn.foundation.errors import NotFound
from cairn.foundation.files.storage import read_bytes, used_bytes
from cairn.web.access import acting_from, person_page
from cairn.web.learner.earning.views.files import answer_with_file
from cairn.web.learner.locker.forms import PieceForm, say_quota
from cairn.web.learner.locker.places import Place, list_places, read_place
from cairn.web.refusals import say_at_field


@person_page
@require_safe
def show_locker(request: HttpRequest, person: Person) -> HttpResponse:
    """Show what somebody keeps; with `?work=` and `?item=`, to choose from."""
    works = selectors.list_work(person.pk)
    lines = selectors.list_locker(person.pk)
    page = {
        "lines": lines,
        "not_kept": selectors.list_not_kept(works, [line.item for line in lines]),
        "place": read_place(works, request.GET.get("work", ""), request.GET.get("item", "")),
        "quota": say_quota(used_bytes(person.pk)),
    }
    return render(request, "learner/locker/locker.html", page)


@person_page
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, person: Person) -> HttpResponse:
    """Add a text, a link or a file."""
    form = PieceForm(request.POST or None, request.FILES or None, used_bytes=used_bytes(person.pk))
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "file"):
            row = _keep(request, person, form)
            messages.success(request, _("Kept as “%(title)s”.") % {"title": row.title})
            return redirect("locker")
    return render(request, "learner/locker/add.html", {"form": form}, status=422 if form.errors else 200)


@person_page
@require_POST
def keep(request: HttpRequest, person: Person) -> HttpResponse:
    """Keep a piece that stands in some work."""
    wanted = request.POST.get("evidence", "")
    pieces = (piece for row in selectors.list_work(person.pk) for piece in row.evidence.all())
    found = next((piece for piece in pieces if str(piece.pk) == wanted), None)
    if found is None:
        raise NotFound(_("This piece is not here, or it is not yours to see."))
    row = services.keep_evidence(found, acting=acting_from(request))
    messages.success(request, _("Kept as “%(title)s”.") % {"title": row.title})
    return redirect("locker")


@person_page
@require_http_methods(["GET", "POST"])
def use(request: HttpRequest, person: Person, piece_id: UUID) -> HttpResponse:
    """Show where a piece can be used, or put it there."""
    row = selectors.get_locker_item(piece_id, person.pk)
    works = selectors.list_work(person.pk)
    places = list_places(works, row)
    place = read_place(works, *request.POST.get("place", "").partition("/")[::2])
    if request.method == "POST" and place is not None:
        return _use(request, row, place)
    page = {"piece": row, "places": places, "is_unchosen": request.method == "POST"}
    return render(request, "learner/locker/use.html", page, status=422 if request.method == "POST" else 200)


@person_page
@require_safe
def show_file(_request: HttpRequest, person: Person, piece_id: UUID) -> HttpResponse:
    """Answer with the file of a piece."""
    file = selectors.get_locker_item(piece_id, person.pk).file
    if file is None:
        raise NotFound(_("This piece has no file."))
    return answer_with_file(ReadFile(file.name, file.media_type, read_bytes(file)))


@person_page
@require_POST
def discard(request: HttpRequest, person: Person, piece_id: UUID) -> HttpResponse:
    """Take a piece out for good."""
    services.discard_item(selectors.get_locker_item(piece_id, person.pk), acting=acting_from(request))
    messages.success(request, _("Taken out. What you handed in of it stays with that work."))
    return redirect("locker")


def _keep(request: HttpRequest, person: Person, form: PieceForm) -> LockerItem:
    given, acting = form.cleaned_data, acting_from(request)
    if given["file"]:
        file = given["file"][0]
        return services.keep_file(person, file.read(), file.name or "", form.note, acting=acting)
    if given["link"]:
        return services.keep_link(person, given["link"], form.note, acting=acting)
    return services.keep_text(person, given["text"], form.note, acting=acting)


def _use(request: HttpRequest, row: LockerItem, place: Place) -> HttpResponse:
    submission: Submission = place.submission
    services.use_item(row, submission, place.item, acting=acting_from(request))
    messages.success(request, _("“%(title)s” is part of the work now.") % {"title": row.title})
    if place.is_prior:
        return redirect("work_prior", submission_id=submission.pk)
    return redirect(place.url)
