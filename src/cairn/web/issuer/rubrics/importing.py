# SPDX-License-Identifier: Apache-2.0
"""Bringing rubrics in from a file: what was read and what was not is shown first; then one is kept."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cairn.achievements.models import SavedRubric
from cairn.achievements.rubrics import RubricDocument
from cairn.achievements.rubrics.assembling import Assembled
from cairn.achievements.rubrics.reading import MOST_BYTES, RubricFile, dump_own, read_own, read_rubrics
from cairn.achievements.selectors import find_rubric_from
from cairn.achievements.services import keep_rubric
from cairn.foundation.errors import DomainError, Invalid
from cairn.foundation.idempotency import run_once
from cairn.foundation.ids import new_token
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.standards.codecs import dump_json
from cairn.web.access import acting_from, organization_page
from cairn.web.forms import DropField
from cairn.web.issuer.rubrics.places import crumbs_of, languages_of, page_of, view_of
from cairn.web.issuer.studio.places import posted, rubrics_of
from cairn.web.public.catalog.presenting import RubricView


class FileForm(forms.Form):
    """A file with rubrics."""

    file = DropField(
        label=gettext_lazy("File with rubrics (JSON)"),
        max_bytes=MOST_BYTES,
        accept=".json,.jsonld,application/json,application/ld+json",
        help_text=gettext_lazy("CASE 1.1, CTDL, or a file saved here; up to 250 kB. Nothing is kept by this yet."),
    )


@dataclass(frozen=True, slots=True)
class Read:
    """A rubric that was read from a file, ready to be looked at and kept."""

    found: Assembled
    rubric: RubricView
    languages: str
    kept: SavedRubric | None
    sent: str
    key: str


@organization_page(Permission.ACHIEVEMENTS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Take a file, and show what was read of it."""
    form = FileForm(posted(request), request.FILES if request.method == "POST" else None)
    context: dict[str, object] = {"form": form, "crumbs": crumbs_of(organization), "home": rubrics_of(organization)}
    if form.is_valid():
        try:
            file = read_rubrics(form.cleaned_data["file"][0].read())
        except Invalid as refusal:
            form.add_error("file", refusal.detail)
        else:
            return render(request, "issuer/rubrics/read.html", {**context, **_found(file)})
    return render(request, "issuer/rubrics/import.html", context, status=422 if form.errors else 200)


@organization_page(Permission.ACHIEVEMENTS_EDIT)
@require_POST
def keep(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Keep a rubric that was read."""
    acting, document = acting_from(request), _sent(request)
    series = _series(document) if request.POST.get("as") == "next" else None

    def work() -> str:
        return str(keep_rubric(organization, document, acting=acting, series=series).series)

    key = request.POST.get("key", "")[:64] or new_token()
    try:
        kept = run_once(key, work, acting=acting, purpose="rubrics.keep", fingerprint=document.digest())
    except DomainError as refusal:
        messages.error(request, refusal.detail)
        return HttpResponseRedirect(f"{rubrics_of(organization)}import")
    messages.success(request, _("The rubric is kept. Use it in a draft when you like."))
    return HttpResponseRedirect(page_of(organization, UUID(kept)))


def _found(file: RubricFile) -> dict[str, object]:
    return {"kind": file.kind.word, "read": [_read(found) for found in file.rubrics]}


def _read(found: Assembled) -> Read:
    document = found.document
    sent = dump_json(dump_own(document)).decode()
    return Read(found, view_of(document), languages_of(document), _known(document), sent, new_token())


def _sent(request: HttpRequest) -> RubricDocument:
    """Return the rubric that the page gave back, checked again like any file. Raises Invalid."""
    document = read_own(request.POST.get("rubric", "").encode())
    return document.turned_around() if request.POST.get("turn") else document


def _known(document: RubricDocument) -> SavedRubric | None:
    source = document.source
    return find_rubric_from(source) if source and source.id else None


def _series(document: RubricDocument) -> UUID | None:
    known = _known(document)
    return known.series if known else None
