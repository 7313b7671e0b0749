# SPDX-License-Identifier: Apache-2.0
"""The address of a credential: what anybody may know, and more where its holder has said so (decision 0013)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.credentials.models import AchievementCredential
from cairn.credentials.selectors import get_credential
from cairn.foundation.errors import NotFound, PermissionDenied
from cairn.wallet.card import draw_card
from cairn.wallet.selectors import is_public
from cairn.web.access import person_of, public_page
from cairn.web.public.verify.negotiation import (
    PAGE,
    document_response,
    for_people_and_machines,
    not_acceptable,
    preferred_form,
)
from cairn.web.public.verify.presenting import Eye, Look, present
from cairn.web.rate_limit import require_patience

_MOST_A_MINUTE: Final = 120
_CARD_AGE: Final = 60 * 60


@public_page
@require_safe
@for_people_and_machines
def credential(request: HttpRequest, award_id: UUID) -> HttpResponseBase:
    """Show a credential to people, and to machines where its holder or the public may see all of it."""
    require_patience(request, "credential", most=_MOST_A_MINUTE)
    found = get_credential(award_id)
    look = Look(_eye(request, found), request.path)
    form = preferred_form(request)
    if form == PAGE:
        return present(request, found, look)
    if not form:
        return not_acceptable()
    if not look.sees_holder:
        raise PermissionDenied(_("The holder has not made this public. Ask them for a link to it."), code="not_public")
    return document_response(request, bytes(found.document), form)


@public_page
@require_safe
def card(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """Draw what a link to a public credential shows elsewhere."""
    require_patience(request, "card", most=_MOST_A_MINUTE)
    found = get_credential(award_id)
    if not is_public(found.pk):
        raise NotFound(_("There is no picture at this address."))
    return card_response(found)


def card_response(found: AchievementCredential) -> HttpResponse:
    """Answer with the card of a credential."""
    data = draw_card(found, language=get_language() or "en")
    return HttpResponse(data, content_type="image/png", headers={"Cache-Control": f"private, max-age={_CARD_AGE}"})


def _eye(request: HttpRequest, found: AchievementCredential) -> Eye:
    person = person_of(request)
    is_holder = person is not None and found.award.person_id == person.pk
    if is_holder and request.GET.get("as") != "others":
        return Eye.HOLDER
    return Eye.PUBLIC if is_public(found.pk) else Eye.STRANGER
