# SPDX-License-Identifier: Apache-2.0
"""The catalog, and the public page of an achievement, for people and for machines."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from cairn.achievements.art import badge_document, badge_png, badge_svg
from cairn.achievements.catalog import Sort, load, search
from cairn.achievements.diff import compare
from cairn.achievements.guide import render_guide
from cairn.achievements.mapping import achievement_document, page_of
from cairn.achievements.models import AchievementVersion
from cairn.achievements.selectors import get_public_version, list_public_versions
from cairn.achievements.translate import in_language
from cairn.achievements.wording import say_credit
from cairn.foundation.errors import NotFound
from cairn.web.access import public_page
from cairn.web.components.navigation import NavItem
from cairn.web.public.catalog.facets import list_chips, list_facets, read_query
from cairn.web.public.catalog.presenting import hours_of, price_of, view_achievement

_PAGE: Final = 20
_DIGITS: Final = 5
_HTML: Final = "text/html"
_JSON: Final = ("application/ld+json", "application/json")
_CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
_FOR_GOOD: Final = "public, max-age=31536000, immutable"
_FOR_A_WHILE: Final = "public, max-age=300"


@public_page
@require_safe
def catalog(request: HttpRequest) -> HttpResponse:
    """Find something to earn."""
    query = read_query(request.GET)
    found = search(query)
    page = Paginator(found.ids, _PAGE).get_page(request.GET.get("page"))
    context = {
        "query": query,
        "page": page,
        "results": [_result(version) for version in load(page.object_list)],
        "facets": list_facets(query, found.counts),
        "chips": list_chips(query, request.GET, found.counts),
        "sorts": tuple(Sort),
        "count": len(found.ids),
    }
    return render(request, "public/catalog/catalog.html", context)


@public_page
@require_safe
@vary_on_headers("Accept", "Accept-Language", "Cookie")
def achievement(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Show what can be earned: to people as a page, to machines as Open Badges, by `Accept`."""
    version = _asked_version(request, achievement_id)
    wanted = request.get_preferred_type([_HTML, *_JSON])
    if wanted in _JSON:
        return _as_json(version, wanted)
    view = view_achievement(version)
    versions = list_public_versions(achievement_id)
    context = {
        "view": view,
        "versions": versions,
        "latest": versions[0],
        "crumbs": (NavItem(_("Find"), "/catalog"),),
        "canonical_url": page_of(version),
        "social_title": view.definition.name,
        "social_description": view.definition.promise,
        "social_image": f"{page_of(version)}/image.png?version={version.number}",
    }
    return render(request, "public/catalog/achievement.html", context)


@public_page
@require_safe
def changes(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Say what a version changed of the one before."""
    version = _asked_version(request, achievement_id)
    before = get_public_version(achievement_id, version.number - 1)
    context = {
        "version": version,
        "before": before,
        "changes": compare(before.definition, version.definition),
        "crumbs": (NavItem(_("Find"), "/catalog"), NavItem(version.name, f"/achievements/{achievement_id}")),
    }
    return render(request, "public/catalog/changes.html", context)


@public_page
@require_safe
@vary_on_headers("Accept-Language", "Cookie")
def guide(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Give all of it as an accessible PDF, in the language that is asked for or that of the reader."""
    version, asked = _asked_version(request, achievement_id), request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else get_language() or "en"
    name = f"{version.organization.slug}-{version.achievement.slug}-{version.number}-{language}.pdf"
    headers = {
        "Cache-Control": _FOR_A_WHILE,
        "Content-Disposition": f'inline; filename="{name}"',
        "Content-Language": language,
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(render_guide(version, language=language), content_type="application/pdf", headers=headers)


@public_page
@require_safe
def image_svg(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Give the picture as SVG."""
    return _image(request, badge_document(_asked_version(request, achievement_id)), "image/svg+xml")


@public_page
@require_safe
def image_png(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Give the picture as PNG."""
    return _image(request, badge_png(_asked_version(request, achievement_id)), "image/png")


def _image(request: HttpRequest, data: bytes, media_type: str) -> HttpResponse:
    lasting = _FOR_GOOD if "version" in request.GET else _FOR_A_WHILE
    headers = {"Cache-Control": lasting, "Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type=media_type, headers=headers)


def _asked_version(request: HttpRequest, achievement_id: UUID) -> AchievementVersion:
    number = request.GET.get("version", "")
    if number and not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        raise NotFound(_("There is no such version. Leave it out of the address to see the latest."))
    return get_public_version(achievement_id, int(number) if number else None)


def _as_json(version: AchievementVersion, media_type: str) -> JsonResponse:
    document = {"@context": list(_CONTEXTS), **achievement_document(version)}
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": _FOR_A_WHILE}
    return JsonResponse(document, content_type=media_type, headers=headers)


def _result(version: AchievementVersion) -> dict[str, object]:
    language = get_language() or "en"
    definition = in_language(version.definition, language)
    return {
        "version": version,
        "definition": definition,
        "badge": badge_svg(version, language=language, small=True, size_class="s"),
        "price": price_of(definition),
        "hours": hours_of(definition),
        "credit": say_credit(definition.credit[0]) if definition.credit else "",
    }
