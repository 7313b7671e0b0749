# SPDX-License-Identifier: Apache-2.0
"""A rubric in a draft: taken from the shelf or the bank, and put on the shelf for others."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn.achievements.definition import Origin, RubricSource
from cairn.achievements.models import AchievementVersion
from cairn.achievements.rubrics import RubricDocument
from cairn.achievements.rubrics.bank import get_bank_rubric, list_bank
from cairn.achievements.selectors import get_rubric, list_rubrics
from cairn.achievements.services import keep_draft_rubric, use_rubric
from cairn.foundation.errors import Conflict, Invalid, NotFound
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.issuer.rubrics.places import page_of as rubric_page_of
from cairn.web.issuer.studio.places import crumbs_of, get_draft, page_of, rubrics_of

_BANK: Final = "bank:"
_MOST_SHOWN: Final = 100
_DIGITS: Final = 10


@organization_page(Permission.ACHIEVEMENTS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Show which rubrics there are to start from, and put one into the draft."""
    draft = get_draft(achievement_id)
    if request.method == "POST":
        return _use(request, organization, draft)
    language = get_language() or "en"
    context = {
        "draft": draft,
        "kept": list_rubrics()[:_MOST_SHOWN],
        "bank": [(entry.id, entry.document.in_language(language)) for entry in list_bank()],
        "replaces": bool(draft.definition.rubric.criteria),
        "home": rubrics_of(organization),
        "back": page_of(organization, achievement_id, "edit/rubric"),
        "crumbs": crumbs_of(organization, draft),
    }
    return render(request, "issuer/rubrics/choose.html", context)


@organization_page(Permission.ACHIEVEMENTS_EDIT)
@require_POST
def keep(request: HttpRequest, organization: Organization, achievement_id: UUID) -> HttpResponse:
    """Keep the rubric of a draft, by itself or as the next version of the one it came from."""
    draft, post = get_draft(achievement_id), request.POST
    series = _series(draft) if post.get("as") == "next" else None
    name, note = post.get("name", "")[:300], post.get("note", "")
    try:
        kept = keep_draft_rubric(draft, name=name, note=note, series=series, acting=acting_from(request))
    except (Invalid, Conflict) as refusal:
        messages.error(request, refusal.detail)
        return HttpResponseRedirect(page_of(organization, achievement_id, "edit/rubric"))
    words = {"name": kept.name, "number": kept.number}
    messages.success(request, _("“%(name)s” is kept as version %(number)s.") % words)
    return HttpResponseRedirect(rubric_page_of(organization, kept.series))


def _use(request: HttpRequest, organization: Organization, draft: AchievementVersion) -> HttpResponse:
    document, source = _chosen(request.POST.get("rubric", ""))
    given = request.POST.get("version", "")
    revision = int(given) if given.isascii() and given.isdigit() and len(given) < _DIGITS else draft.revision
    used = use_rubric(draft, document, source, expected_revision=revision, acting=acting_from(request))
    messages.success(request, _("The rubric is in the draft. Change its words as you need."))
    for sentence in used.lost:
        messages.warning(request, sentence)
    return HttpResponseRedirect(page_of(organization, draft.achievement_id, "edit/rubric"))


def _chosen(name: str) -> tuple[RubricDocument, RubricSource]:
    """Return the rubric that was chosen, of the bank or of the shelf. Raises NotFound."""
    if name.startswith(_BANK):
        entry = get_bank_rubric(name.removeprefix(_BANK))
        return entry.document, entry.source
    try:
        row = get_rubric(UUID(name))
    except ValueError as error:
        raise NotFound(_("Choose a rubric from the list."), code="rubric_not_found") from error
    return row.document, row.source


def _series(draft: AchievementVersion) -> UUID | None:
    source = draft.definition.rubric.source
    return UUID(source.id) if source and source.origin is Origin.OWN else None
