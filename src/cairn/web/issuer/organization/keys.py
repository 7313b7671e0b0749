# SPDX-License-Identifier: Apache-2.0
"""The signing keys of an organization, in plain words: what signs today, what has signed, and how to change it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cairn.foundation.access import may
from cairn.foundation.permissions import Permission
from cairn.organizations import selectors
from cairn.organizations.mapping import did_of
from cairn.organizations.models import KeyState, Organization
from cairn.organizations.services.keys import revoke_signing_key, rotate_signing_key
from cairn.web.access import acting_from, organization_page
from cairn.web.issuer.organization.forms import ReasonForm
from cairn.web.issuer.organization.profile import settings_tabs
from cairn.web.refusals import say_at_field


@organization_page(Permission.KEYS_VIEW)
@require_GET
def keys(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Show every key that there was."""
    rows = selectors.list_keys(organization)
    context = {
        "keys": rows,
        "active": next((key for key in rows if key.state == KeyState.ACTIVE), None),
        "did": did_of(organization),
        "tabs_of_settings": settings_tabs(organization),
        "may_manage": may(acting_from(request), Permission.KEYS_MANAGE, organization.pk),
    }
    return render(request, "issuer/organization/keys.html", context)


@organization_page(Permission.KEYS_MANAGE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Make a new key and retire the old one."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "reason"):
            rotate_signing_key(organization, reason=form.cleaned_data["reason"], acting=acting_from(request))
            messages.success(request, _("The new key signs from now on. What the old one has signed stays good."))
            return HttpResponseRedirect(f"/o/{organization.slug}/keys")
    return render(request, "issuer/organization/change_key.html", {"form": form}, status=400 if form.errors else 200)


@organization_page(Permission.KEYS_MANAGE)
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, organization: Organization, key_id: UUID) -> HttpResponse:
    """Revoke a key that may be in wrong hands."""
    key = selectors.get_key(organization, key_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "reason"):
            revoke_signing_key(key, reason=form.cleaned_data["reason"], acting=acting_from(request))
            messages.warning(request, _("The key is revoked. What it has signed is no longer trusted: issue it again."))
            return HttpResponseRedirect(f"/o/{organization.slug}/keys")
    context = {"form": form, "key": key}
    return render(request, "issuer/organization/revoke_key.html", context, status=400 if form.errors else 200)
