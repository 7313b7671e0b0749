# SPDX-License-Identifier: Apache-2.0
"""What somebody sees who was given a share link."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.credentials.selectors import get_credential
from cairn.foundation.errors import NotFound
from cairn.wallet.downloads import read_form
from cairn.wallet.models import Audience, ShareLink
from cairn.wallet.services import note_view, open_share_link
from cairn.web.access import person_of, public_page
from cairn.web.public.verify.credential import card_response
from cairn.web.public.verify.negotiation import (
    PAGE,
    document_response,
    for_people_and_machines,
    not_acceptable,
    preferred_form,
)
from cairn.web.public.verify.presenting import Eye, Look, file_response, present
from cairn.web.rate_limit import require_patience

_MOST_A_MINUTE: Final = 120


@public_page
@require_safe
@for_people_and_machines
def shared(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show the credential of a link, and count the look."""
    link = _open(request, token)
    found = get_credential(link.award_id)
    form = preferred_form(request)
    if not form:
        return not_acceptable()
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        person = person_of(request)
        note_view(link, viewer_id=person.pk if person else None)
    if form != PAGE:
        return document_response(request, bytes(found.document), form)
    look = Look(Eye.SHARED, request.path, offers_files=offers_files(link), audience=link.get_audience_display())
    return present(request, found, look)


@public_page
@require_safe
def card(request: HttpRequest, token: str) -> HttpResponse:
    """Draw what the link shows elsewhere."""
    return card_response(get_credential(_open(request, token).award_id))


@public_page
@require_safe
def download_shared(request: HttpRequest, token: str, form: str) -> HttpResponse:
    """Hand over a file that the link offers."""
    link = _open(request, token)
    if not offers_files(link):
        raise NotFound(_("This link does not offer that file. Go back to the page of the credential."))
    return file_response(get_credential(link.award_id), read_form(form), get_language() or "en")


def offers_files(link: ShareLink) -> bool:
    """Say whether whoever has the link may take the credential along; family and friends only look at it."""
    return link.audience != Audience.FAMILY


def _open(request: HttpRequest, token: str) -> ShareLink:
    require_patience(request, "shared", most=_MOST_A_MINUTE)
    return open_share_link(token)
