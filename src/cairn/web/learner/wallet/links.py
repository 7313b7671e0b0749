# SPDX-License-Identifier: Apache-2.0
"""All share links of a person, and their public profile."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.accounts.models import Person
from cairn.foundation.errors import Invalid
from cairn.wallet import services
from cairn.wallet.access import is_minor
from cairn.wallet.selectors import find_profile, list_links
from cairn.web.access import acting_from, person_page
from cairn.web.learner.wallet.forms import ProfileForm


@person_page
@require_safe
def links(request: HttpRequest, person: Person) -> HttpResponse:
    """Show every link: for whom, until when, how often it was opened."""
    found = list_links(person.pk)
    context = {
        "open": [link for link in found if link.is_open],
        "ended": [link for link in found if not link.is_open],
        "profile": find_profile(person.pk),
    }
    return render(request, "learner/wallet/links.html", context)


@person_page
@require_POST
def end_link(request: HttpRequest, person: Person, link_id: UUID) -> HttpResponse:
    """End a link at once."""
    del person
    services.end_share_link(link_id, acting=acting_from(request))
    messages.success(request, _("The link has ended. Whoever opens it is told so."))
    return redirect("links")


@person_page
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest, person: Person) -> HttpResponse:
    """Switch the public profile on or off."""
    row = find_profile(person.pk)
    known = {"slug": row.slug if row else slugify(person.name), "headline": row.headline if row else ""}
    form = ProfileForm(request.POST or None, initial=known)
    if request.method == "POST" and _saved(request, person, form):
        return redirect("profile")
    context = {"form": form, "profile": row, "is_minor": is_minor(person.pk)}
    return render(request, "learner/wallet/profile.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, person: Person, form: ProfileForm) -> bool:
    acting = acting_from(request)
    if request.POST.get("to") == "off":
        services.switch_profile_off(person.pk, acting=acting)
        messages.success(request, _("Your public page is off. Its address stays yours."))
        return True
    if not form.is_valid():
        return False
    try:
        services.set_profile(person.pk, acting=acting, **form.cleaned_data)
    except Invalid as refused:
        form.add_error(refused.field or None, refused.detail)
        return False
    messages.success(request, _("Your public page is on. It shows what you have made public."))
    return True
