# SPDX-License-Identifier: Apache-2.0
"""Writing a draft, tab by tab: saved as one types, or by a button; rows come and go by plain buttons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.achievements.art import badge_svg
from cairn.achievements.definition import Definition
from cairn.achievements.diff import compare
from cairn.achievements.editing import add_language, add_row, move_row, remove_row
from cairn.achievements.models import AchievementVersion
from cairn.achievements.services import save_draft
from cairn.foundation.errors import Conflict, Invalid
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.issuer.studio.places import crumbs_of, findings_of, get_draft, page_of, rubrics_of, tabs_of
from cairn.web.issuer.studio.sections import TABS, SectionForm, Tab, build
from cairn.web.issuer.studio.sections.basics import LANGUAGE_TAGS
from cairn.web.public.catalog.presenting import name_language

_DRAFT_CHANGED: Final = "draft_changed"
_DIGITS: Final = 10


@dataclass(frozen=True, slots=True)
class _Editing:
    """One request to one tab of one draft."""

    request: HttpRequest
    organization: Organization
    draft: AchievementVersion
    tab: Tab
    form: SectionForm

    @property
    def is_autosave(self) -> bool:
        """Whether it is the page that saves, and not a person who pressed a button."""
        return "X-Cairn-Autosave" in self.request.headers


@organization_page(Permission.ACHIEVEMENTS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, organization: Organization, achievement_id: UUID, section: str) -> HttpResponse:
    """Show one tab of the editor, or save it."""
    tab, draft = _tab(section), get_draft(achievement_id)
    form = build(tab, draft.definition, request.POST if request.method == "POST" else None)
    editing = _Editing(request, organization, draft, tab, form)
    if request.method != "POST":
        return _page(editing)
    if not form.is_valid():
        return _not_understood(editing)
    return _autosaved(editing) if editing.is_autosave else _saved(editing)


@organization_page(Permission.ACHIEVEMENTS_EDIT)
@require_safe
def findings(request: HttpRequest, organization: Organization, achievement_id: UUID, section: str) -> HttpResponse:
    """Give the findings beside a tab, as a part of the page."""
    tab, draft = _tab(section), get_draft(achievement_id)
    context = {
        "findings": findings_of(draft, tab.slug),
        "edit": page_of(organization, achievement_id, "edit/"),
        "badge": badge_svg(draft, language=get_language() or "en", size_class="m"),
    }
    return HttpResponse(render_to_string("issuer/studio/findings.html", context, request))


@organization_page(Permission.ACHIEVEMENTS_EDIT)
@require_POST
def begin_language(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Make room for the texts in one more language."""
    draft, language = get_draft(achievement_id), request.POST.get("language", "")
    if language not in LANGUAGE_TAGS:
        raise Invalid(_("Choose a language from the list."), field="language")
    definition = add_language(draft.definition, language)
    save_draft(draft, definition, expected_revision=draft.revision, acting=acting_from(request))
    return HttpResponseRedirect(page_of(organization, achievement_id, f"edit/translations#h-{language}"))


def _tab(slug: str) -> Tab:
    if slug not in TABS:
        raise Http404(slug)
    return TABS[slug]


def _autosaved(editing: _Editing) -> HttpResponse:
    saved = _store(editing, editing.form.changed_definition())
    return JsonResponse({"version": str(saved.revision), "saved_at": saved.changed_at.isoformat()})


def _saved(editing: _Editing) -> HttpResponse:
    definition, anchor = _step(editing.form.changed_definition(), editing.request.POST.get("do", ""))
    try:
        _store(editing, definition)
    except Conflict as conflict:
        if conflict.code != _DRAFT_CHANGED:
            raise
        return _overtaken(editing, conflict)
    if not anchor:
        messages.success(editing.request, _("Saved."))
    place = f"edit/{editing.tab.slug}" + (f"#{quote(anchor, safe='/')}" if anchor else "")
    return HttpResponseRedirect(page_of(editing.organization, editing.draft.achievement_id, place))


def _store(editing: _Editing, definition: Definition) -> AchievementVersion:
    given = editing.request.POST.get("version", "")
    revision = int(given) if given.isascii() and given.isdigit() and len(given) < _DIGITS else 0
    acting = acting_from(editing.request)
    return save_draft(editing.draft, definition, expected_revision=revision, acting=acting)


def _step(definition: Definition, step: str) -> tuple[Definition, str]:
    """Do what a row's button asks for; return the place to look at next."""
    verb, _colon, place = step.partition(":")
    try:
        if verb == "add":
            changed, added = add_row(definition, place)
            return changed, f"row-{added}"
        if verb == "remove":
            return remove_row(definition, place), f"list-{place.rpartition('/')[0]}"
        if verb in ("up", "down"):
            return move_row(definition, place, down=verb == "down"), f"row-{place}"
    except (KeyError, ValueError) as error:
        raise Invalid(_("That row is gone, or the list is full. Load the page again."), code="no_such_row") from error
    return definition, ""


def _not_understood(editing: _Editing) -> HttpResponse:
    if not editing.is_autosave:
        return _page(editing, status=422)
    place, sentences = next(iter(editing.form.errors.items()))
    words = f"{editing.form.fields[place].label}: {sentences[0]}"
    return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")


def _overtaken(editing: _Editing, conflict: Conflict) -> HttpResponse:
    """Show what was sent again, with what it would change of what somebody else has saved."""
    current = get_draft(editing.draft.achievement_id)
    changes = compare(current.definition, editing.form.changed_definition())
    return _page(replace(editing, draft=current), status=409, conflict=conflict, changes=changes)


def _page(editing: _Editing, *, status: int = 200, **more: object) -> HttpResponse:
    organization, draft, tab, form = editing.organization, editing.draft, editing.tab, editing.form
    found, definition = findings_of(draft, tab.slug), draft.definition
    form.point_to(found.all)
    context = {
        "draft": draft,
        "definition": definition,
        "form": form,
        "groups": form.bound_groups(),
        "tab": tab,
        "tabs": tabs_of(organization, draft, found),
        "findings": found,
        "crumbs": crumbs_of(organization, draft)[:1],
        "root": page_of(organization, draft.achievement_id),
        "edit": page_of(organization, draft.achievement_id, "edit/"),
        "rubrics": rubrics_of(organization),
        "badge": badge_svg(draft, language=get_language() or "en", size_class="m", label=definition.picture_words),
        "languages": _free_languages(definition),
        **more,
    }
    return render(editing.request, "issuer/studio/edit.html", context, status=status)


def _free_languages(definition: Definition) -> list[tuple[str, str]]:
    begun = {definition.language, *(item.language for item in definition.translations)}
    return sorted(((tag, name_language(tag)) for tag in LANGUAGE_TAGS if tag not in begun), key=lambda item: item[1])
