# SPDX-License-Identifier: Apache-2.0
"""The page that the link of an invitation opens. Opening it changes nothing: a button accepts."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cairn.accounts.models import Person
from cairn.foundation import clock
from cairn.organizations.models import Invitation
from cairn.organizations.roles import Role, purpose_of
from cairn.organizations.selectors import get_invitation_by_token, roles_of
from cairn.organizations.services import accept_invitation
from cairn.web.access import acting_from, person_page, public_page


@public_page
@require_GET
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites to what; the token keeps out of search engines, shared memory and referrers."""
    row = get_invitation_by_token(token)
    back = quote(request.path)
    context = {
        "invitation": row,
        "inviter": row.organization,
        "roles": [(role, purpose_of(role)) for role in roles_of(row)],
        "is_open": _is_open(row),
        "accept_url": f"{request.path}/accept",
        "sign_in_url": f"/accounts/login/?next={back}",
        "sign_up_url": f"/accounts/signup/?next={back}&email={quote(row.email)}",
    }
    response = render(request, "issuer/organization/invitation.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    # Not "no-referrer": with it a browser hides where the form of this page comes from, and the form is refused.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@person_page
@require_POST
def accept(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """Become a member."""
    row = accept_invitation(token, person=person, acting=acting_from(request))
    messages.success(request, _("Welcome. You belong to %(name)s now.") % {"name": row.organization})
    works_there = any(role != Role.LEARNER for role in row.roles)
    return HttpResponseRedirect(f"/o/{row.organization.slug}/" if works_there else "/home")


def _is_open(row: Invitation) -> bool:
    return row.accepted_at is None and row.withdrawn_at is None and row.expires_at > clock.now()
