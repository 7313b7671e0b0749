# SPDX-License-Identifier: Apache-2.0
"""Beginning an achievement: from nothing, from another one, or from a description in CTDL."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn.achievements.art import badge_svg
from cairn.achievements.ctdl_import import CtdlDraft, read_ctdl
from cairn.achievements.definition import Definition
from cairn.achievements.kinds import Kind
from cairn.achievements.services import create_achievement, duplicate_achievement
from cairn.foundation.errors import Invalid
from cairn.foundation.idempotency import run_once
from cairn.foundation.ids import new_token
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.components.marks import Words
from cairn.web.components.navigation import NavItem
from cairn.web.forms import DropField
from cairn.web.issuer.studio.places import get_latest, home_of, page_of, posted

_MOST_BYTES: Final = 2_000_000


class NewForm(forms.Form):
    """A name and a kind; everything else comes later."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=300,
        help_text=gettext_lazy("A few words, such as “Data storytelling with spreadsheets”. You can change it later."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What does it prove?"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Choose the weakest one that is true. Raising it later is easy; lowering it is not."),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


class ImportForm(forms.Form):
    """A file from a credential registry."""

    file = DropField(
        label=gettext_lazy("File in CTDL (JSON)"),
        max_bytes=_MOST_BYTES,
        accept=".json,.jsonld,application/json,application/ld+json",
        help_text=gettext_lazy("As a registry gives it out, up to 2 MB. Nothing is published by this."),
    )


@organization_page(Permission.ACHIEVEMENTS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Begin an achievement with a name and a kind."""
    form = NewForm(posted(request), initial={"kind": Kind.APPLICATION, "key": new_token()})
    if form.is_valid():
        return _begun(request, organization, form)
    context = {"form": form, "kinds": _samples(organization), "crumbs": (NavItem(_("Author"), home_of(organization)),)}
    return render(request, "issuer/studio/new.html", context, status=422 if form.errors else 200)


@organization_page(Permission.ACHIEVEMENTS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Begin an achievement from a file in CTDL, and say what was not carried."""
    form = ImportForm(posted(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        try:
            draft = read_ctdl(form.cleaned_data["file"][0].read())
        except Invalid as refusal:
            form.add_error("file", refusal.detail)
        else:
            return _imported(request, organization, draft)
    context = {"form": form, "crumbs": (NavItem(_("Author"), home_of(organization)),)}
    return render(request, "issuer/studio/import.html", context, status=422 if form.errors else 200)


@organization_page(Permission.ACHIEVEMENTS_EDIT)
@require_POST
def copy(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Begin another achievement as a copy of this one."""
    source = get_latest(achievement_id)
    name = _("Copy of %(name)s") % {"name": source.name}
    draft = duplicate_achievement(source, name=name, acting=acting_from(request))
    messages.success(request, _("This is the copy. Give it a name of its own."))
    return HttpResponseRedirect(page_of(organization, draft.achievement_id, "edit/basics"))


def _begun(request: HttpRequest, organization: Organization, form: NewForm) -> HttpResponse:
    acting, name, kind = acting_from(request), form.cleaned_data["name"], Kind(form.cleaned_data["kind"])

    def begin() -> str:
        return str(create_achievement(organization, name=name, kind=kind, acting=acting).achievement_id)

    key = form.cleaned_data["key"] or new_token()
    achievement_id = run_once(
        key, begin, acting=acting, purpose="achievements.create", fingerprint=str(organization.pk)
    )
    return HttpResponseRedirect(page_of(organization, UUID(achievement_id), "edit/basics"))


def _imported(request: HttpRequest, organization: Organization, draft: CtdlDraft) -> HttpResponse:
    given = draft.definition
    version = create_achievement(
        organization, name=given.name, kind=given.kind, acting=acting_from(request), definition=given
    )
    carried, left = ", ".join(draft.carried), ", ".join(draft.left_out)
    messages.success(request, _("Carried from the file: %(terms)s. Look at every tab.") % {"terms": carried})
    if left:
        messages.warning(request, _("Not carried, because there is no place for it yet: %(terms)s.") % {"terms": left})
    return HttpResponseRedirect(page_of(organization, version.achievement_id, "edit/basics"))


def _samples(organization: Organization) -> list[tuple[str, Words, Words, SafeString]]:
    """Return each kind with its word, its sentence and a badge of it."""
    language = get_language() or "en"
    name, hue = _("Your credential"), organization.hue
    return [
        (kind.value, kind.word, kind.sentence, _sample(Definition(name=name, kind=kind, hue=hue), language))
        for kind in Kind
    ]


def _sample(definition: Definition, language: str) -> SafeString:
    return badge_svg(definition, language=language, small=True, size_class="s")
