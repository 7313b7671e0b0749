# SPDX-License-Identifier: Apache-2.0
"""The link of a message, and status lists. Opening the link takes nothing: mail filters open links too."""

from __future__ import annotations

import hashlib
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cairn.achievements.art import badge_svg
from cairn.credentials.models import Award, AwardState
from cairn.credentials.selectors import find_by_claim_token, get_credential, is_of_another
from cairn.credentials.services import claim, publish_status_list
from cairn.foundation.actors import Actor, ActorKind
from cairn.foundation.errors import Conflict, NotFound
from cairn.foundation.ids import digest_token
from cairn.wallet.downloads import Form, download
from cairn.web.access import person_of, public_page
from cairn.web.rate_limit import require_patience

_MOST_A_MINUTE: Final = 60
_AGE: Final = 60


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def claim_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a link is about; the button takes it."""
    require_patience(request, "claim", most=_MOST_A_MINUTE)
    found = _find(token)
    person = person_of(request)
    if is_of_another(found, person.pk if person else None):
        return _unlisted(render(request, "public/claims/kept.html", {"person": person}))
    if request.method == "POST":
        claim(token, acting=person.as_actor() if person else _holder(token))
        return redirect("claim", token)
    context = {
        "award": found,
        "token": token,
        "is_ready": found.state == AwardState.ISSUED,
        "is_mine": found.person_id is not None,
        "badge": badge_svg(found.version, language=get_language() or "en", size_class="m"),
        "forms": [form.value for form in Form],
    }
    return _unlisted(render(request, "public/claims/claim.html", context))


@public_page
@require_safe
def claimed_file(request: HttpRequest, token: str, ending: str) -> HttpResponse:
    """Download what was claimed without an account."""
    require_patience(request, "claim", most=_MOST_A_MINUTE)
    found = _find(token)
    person = person_of(request)
    if is_of_another(found, person.pk if person else None):
        raise NotFound(_("This credential is kept in an account. Sign in to that account to download it."))
    if found.claimed_at is None:
        raise Conflict(_("Take the credential first: open the link again and press the button."), code="not_claimed")
    if ending not in list(Form):
        raise NotFound(_("There is no such form of a credential. Choose one on the page."))
    file = download(get_credential(found.pk), Form(ending), language=get_language() or "en")
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return _unlisted(HttpResponse(file.data, content_type=file.media_type, headers=headers))


def _find(token: str) -> Award:
    found = find_by_claim_token(token)
    if found is None:
        raise NotFound(
            _("There is nothing to take at this link. Open the newest message about it, or ask who sent it."),
            code="no_such_claim",
        )
    return found


def _holder(token: str) -> Actor:
    return Actor(ActorKind.LINK, digest_token(token)[:16], _("Holder of the link"))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Keep the page out of shared memory and of searches, and the link out of what the next site is told."""
    response.headers["Cache-Control"] = "private, no-store"
    # Not "no-referrer": with it a browser hides where the form of this page comes from, and the form is refused.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@public_page
@require_safe
def status_list(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Answer with a status list, for any site; a verifier that has today's is told so."""
    data = publish_status_list(list_id)
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    fresh = tag in parse_etags(request.headers.get("If-None-Match", ""))
    response = HttpResponseNotModified() if fresh else HttpResponse(data, content_type="application/vc+ld+json")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={_AGE}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
