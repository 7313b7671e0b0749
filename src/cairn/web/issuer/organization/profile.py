# SPDX-License-Identifier: Apache-2.0
"""Making an organization, and what it says of itself: profile, look, logo."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cairn.accounts.models import Person
from cairn.foundation.access import may
from cairn.foundation.permissions import Permission
from cairn.organizations import services
from cairn.organizations.founding import require_may_found
from cairn.organizations.models import Organization
from cairn.organizations.selectors import list_workplaces
from cairn.web.access import acting_from, organization_page, person_page
from cairn.web.components.navigation import NavItem
from cairn.web.issuer.organization.forms import BrandForm, LogoForm, NewOrganizationForm, ProfileForm
from cairn.web.issuer.organization.logo import store_logo
from cairn.web.issuer.organization.swatch import draw_sample
from cairn.web.refusals import say_at_field


def settings_tabs(organization: Organization) -> tuple[NavItem, ...]:
    """Return the parts of the settings."""
    home = f"/o/{organization.slug}"
    return (
        NavItem(gettext_lazy("Who we are"), f"{home}/settings"),
        NavItem(gettext_lazy("How we look"), f"{home}/settings/look"),
        NavItem(gettext_lazy("Keys"), f"{home}/keys"),
        NavItem(gettext_lazy("Record"), f"{home}/audit"),
    )


@person_page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, person: Person) -> HttpResponse:
    """Make an organization; whoever makes it becomes its owner."""
    acting = acting_from(request)
    places = [place.organization for place in list_workplaces(person.pk)]
    parents = [row for row in places if not row.parent_id and may(acting, Permission.ORGANIZATION_EDIT, row.pk)]
    if not parents:
        require_may_found(acting, None)
    form = NewOrganizationForm(_with_slug(request) or None, parents=parents)
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "slug"):
            organization = services.create_organization(**form.cleaned_data, acting=acting)
            messages.success(request, _("Your organization is ready, with a key to sign with. Now say who you are."))
            return HttpResponseRedirect(f"/o/{organization.slug}/settings")
    return render(request, "issuer/organization/new.html", {"form": form}, status=400 if form.errors else 200)


@organization_page(Permission.ORGANIZATION_EDIT)
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Say who the organization is."""
    form = ProfileForm(request.POST) if request.method == "POST" else ProfileForm.of(organization)
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "name"):
            services.edit_profile(organization, **form.cleaned_data, acting=acting_from(request))
            messages.success(request, _("Saved. Your public page shows it now."))
            return HttpResponseRedirect(f"/o/{organization.slug}/settings")
    context = {"form": form, "tabs_of_settings": settings_tabs(organization)}
    return render(request, "issuer/organization/profile.html", context, status=400 if form.errors else 200)


@organization_page(Permission.ORGANIZATION_EDIT)
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Choose the color and the motto; "show" draws a color before it is saved, `?hue=` does so as one types."""
    known = {"hue": organization.hue, "motto": organization.motto}
    form = BrandForm(request.POST) if request.method == "POST" else BrandForm(initial=known)
    if request.method == "POST" and form.is_valid():
        if "show" in request.POST:
            return _looks(request, organization, form)
        with say_at_field(form, "hue"):
            services.edit_profile(organization, **form.cleaned_data, acting=acting_from(request))
            messages.success(request, _("Saved. New badges are drawn like this."))
            return HttpResponseRedirect(f"/o/{organization.slug}/settings/look")
    return _looks(request, organization, form)


@organization_page(Permission.ORGANIZATION_EDIT)
@require_POST
def logo(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Store a logo, or take it away."""
    form = LogoForm(request.POST, request.FILES)
    if "remove" in request.POST:
        services.edit_profile(organization, logo_id=None, acting=acting_from(request))
        return HttpResponseRedirect(f"/o/{organization.slug}/settings/look")
    if form.is_valid():
        with say_at_field(form, "logo"):
            store_logo(organization, form.cleaned_data["logo"], acting=acting_from(request))
            messages.success(request, _("The new logo is there."))
            return HttpResponseRedirect(f"/o/{organization.slug}/settings/look")
    return _looks(request, organization, BrandForm(initial={"hue": organization.hue}), logo_form=form)


def _looks(
    request: HttpRequest, organization: Organization, form: BrandForm, logo_form: LogoForm | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "logo_form": logo_form or LogoForm(),
        "sample": draw_sample(organization, _shown_hue(request, organization, form)),
        "tabs_of_settings": settings_tabs(organization),
    }
    is_wrong = bool(form.errors or (logo_form and logo_form.errors))
    return render(request, "issuer/organization/look.html", context, status=400 if is_wrong else 200)


def _shown_hue(request: HttpRequest, organization: Organization, form: BrandForm) -> int | None:
    """Return the color to draw: the one that is being tried, or the one that is saved."""
    if form.is_bound and form.is_valid():
        return cast("int | None", form.cleaned_data["hue"])
    tried = BrandForm(request.GET)
    return (
        cast("int | None", tried.cleaned_data["hue"]) if "hue" in request.GET and tried.is_valid() else organization.hue
    )


def _with_slug(request: HttpRequest) -> dict[str, str]:
    """Return what was sent, with an address made from the name where none was written."""
    given = {name: str(value) for name, value in request.POST.items()}
    if given and not given.get("slug"):
        given["slug"] = slugify(given.get("name", ""))[:60].strip("-_")
    return given
