# SPDX-License-Identifier: Apache-2.0
"""The public side of an organization: who they are, what they award, and the keys by which the world checks them.

Sources: did:web method specification §2.5.2 (reading), Decentralized Identifiers 1.0 §6.2 (media type).
"""

from __future__ import annotations

import hashlib
import json
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.achievements.art import badge_svg
from cairn.achievements.selectors import list_public
from cairn.assessment.selectors import appeal_rates, complaint_rates
from cairn.foundation.errors import NotFound
from cairn.foundation.files.storage import read_bytes
from cairn.organizations import mapping, selectors
from cairn.organizations.models import KeyState
from cairn.web.access import public_page

_DID_MEDIA_TYPE: Final = "application/did+json"
_CACHE: Final = "public, max-age=300"
_MOST: Final = 60


@public_page
@require_safe
def issuer(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who an organization is."""
    organization = selectors.get_organization(slug)
    versions = list(list_public(organization_id=organization.pk)[:_MOST])
    keys = selectors.list_keys(organization)
    context = {
        "issuer": organization,
        "awards": [
            (row, badge_svg(row, language=get_language() or "en", small=True, size_class="s")) for row in versions
        ],
        "children": selectors.list_children(organization),
        "keys": keys,
        "revoked": sum(key.state == KeyState.REVOKED for key in keys),
        "rate": appeal_rates(organization.pk),
        "rates": complaint_rates(organization.pk),
        "did": mapping.did_of(organization),
        "canonical_url": mapping.page_of(organization),
        "social_title": organization.name,
        "social_description": organization.motto or organization.description[:160],
    }
    return render(request, "public/issuers/issuer.html", context)


@public_page
@require_safe
def did_document(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Answer with the DID document, for every wallet and checker in the world."""
    document = mapping.did_document(selectors.get_organization(slug))
    response = HttpResponse(json.dumps(document, ensure_ascii=False), content_type=_DID_MEDIA_TYPE)
    return _for_everybody(request, response)


@public_page
@require_safe
def logo(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Answer with the logo: a picture that was inspected, cleaned and encoded anew when it came."""
    organization = selectors.get_organization(slug)
    if organization.logo is None:
        raise NotFound(_("This organization has no logo."), code="no_logo")
    response = HttpResponse(read_bytes(organization.logo), content_type=organization.logo.media_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return _for_everybody(request, response)


def _for_everybody(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    for name, value in (("Access-Control-Allow-Origin", "*"), ("Cache-Control", _CACHE), ("ETag", etag)):
        response.headers[name] = value
    return get_conditional_response(request, etag=etag, response=response) or response
