# SPDX-License-Identifier: Apache-2.0
"""The list of rubrics, one of them with its versions and uses, and its files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.achievements.definition import Origin
from cairn.achievements.models import SavedRubric
from cairn.achievements.rubrics.bank import get_bank_rubric, list_bank
from cairn.achievements.rubrics.case import dump_case
from cairn.achievements.rubrics.ctdl import dump_ctdl, lost_in_ctdl
from cairn.achievements.rubrics.reading import dump_own
from cairn.achievements.selectors import count_uses, get_rubric, list_rubric_versions, list_rubrics, list_uses
from cairn.foundation.access import may
from cairn.foundation.errors import NotFound
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.standards.codecs import dump_json
from cairn.standards.types import JsonObject
from cairn.web.access import acting_from, organization_page
from cairn.web.components.tables import Column
from cairn.web.issuer.rubrics.places import crumbs_of, languages_of, page_of, use_of, view_of
from cairn.web.issuer.studio.places import rubrics_of

_PAGE: Final = 30
_DIGITS: Final = 6
_COLUMNS: Final = (
    Column(gettext_lazy("Rubric")),
    Column(gettext_lazy("From")),
    Column(gettext_lazy("Version"), numeric=True),
    Column(gettext_lazy("Used in"), numeric=True),
    Column(gettext_lazy("Kept")),
)


@organization_page(Permission.ACHIEVEMENTS_VIEW)
@require_safe
def rubrics(request: HttpRequest, organization: Organization) -> HttpResponse:
    """List what the organization keeps, and what the bank offers."""
    words = request.GET.get("q", "")[:200].strip()
    page = Paginator(list_rubrics(words=words), _PAGE).get_page(request.GET.get("page"))
    uses = count_uses()
    context = {
        "words": words,
        "page": page,
        "rows": [(row, Origin(row.origin).word, uses[str(row.series)]) for row in page],
        "columns": _COLUMNS,
        "bank": [(entry.id, entry.document.in_language(get_language() or "en")) for entry in list_bank()],
        "may_edit": may(acting_from(request), Permission.ACHIEVEMENTS_EDIT, organization.pk),
        "home": rubrics_of(organization),
        "crumbs": crumbs_of(organization, below=False),
    }
    return render(request, "issuer/rubrics/shelf.html", context)


@organization_page(Permission.ACHIEVEMENTS_VIEW)
@require_safe
def rubric(request: HttpRequest, organization: Organization, rubric_id: UUID) -> HttpResponse:
    """Show a kept rubric with its versions and where it is used."""
    row, versions = get_rubric(rubric_id, _number(request)), list_rubric_versions(rubric_id)
    kept = {str(version.number): version for version in versions}
    document = row.document
    context = {
        "row": row,
        "document": document.in_language(get_language() or "en"),
        "rubric": view_of(document),
        "languages": languages_of(document),
        "origin": Origin(row.origin).word,
        "versions": versions,
        "uses": [use_of(version, kept) for version in list_uses(rubric_id)],
        "lost": ", ".join(lost_in_ctdl(document)),
        "root": page_of(organization, rubric_id),
        "crumbs": crumbs_of(organization),
    }
    return render(request, "issuer/rubrics/rubric.html", context)


@organization_page(Permission.ACHIEVEMENTS_VIEW)
@require_safe
def bank_rubric(request: HttpRequest, organization: Organization, bank_name: str) -> HttpResponse:
    """Show a rubric of the bank."""
    document = get_bank_rubric(bank_name).document
    context = {
        "document": document.in_language(get_language() or "en"),
        "rubric": view_of(document),
        "languages": languages_of(document),
        "crumbs": crumbs_of(organization),
    }
    return render(request, "issuer/rubrics/bank.html", context)


@organization_page(Permission.ACHIEVEMENTS_VIEW)
@require_safe
def file(request: HttpRequest, organization: Organization, rubric_id: UUID, file_kind: str) -> HttpResponse:
    """Give a version of a rubric as a file: CASE, CTDL, or ours."""
    row = get_rubric(rubric_id, _number(request))
    if file_kind not in _FILES:
        raise NotFound(_("There is no such file. Choose one on the page of the rubric."), code="no_such_file")
    media_type, dump = _FILES[file_kind]
    name = f"{organization.slug}-{row.slug}-{row.number}.{file_kind}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(dump_json(dump(row)), content_type=media_type, headers=headers)


def _case(row: SavedRubric) -> JsonObject:
    return dump_case(row.document, identifier=row.series, version=str(row.number), changed_at=row.kept_at)


def _ctdl(row: SavedRubric) -> JsonObject:
    publisher = row.organization.name
    return dump_ctdl(row.document, identifier=row.series, version=str(row.number), publisher=publisher)


def _number(request: HttpRequest) -> int | None:
    given = request.GET.get("version", "")
    if given and not (given.isascii() and given.isdigit() and len(given) < _DIGITS):
        raise NotFound(_("There is no such version. Leave it out of the address to see the latest."))
    return int(given) if given else None


_FILES: Final[dict[str, tuple[str, Callable[[SavedRubric], JsonObject]]]] = {
    "case": ("application/json", _case),
    "ctdl": ("application/ld+json", _ctdl),
    "cairn": ("application/json", lambda row: dump_own(row.document)),
}
