# SPDX-License-Identifier: Apache-2.0
"""Bring a file, look at every row, add the people, take it back."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cairn.foundation.permissions import Permission
from cairn.integrations.oneroster.matching import match_people
from cairn.integrations.oneroster.selectors import find_import, find_undo, get_bundle, read_stored
from cairn.integrations.oneroster.services import start_import, start_undo, store_bundle
from cairn.integrations.oneroster.tables import ENCODINGS
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.components.tables import Column
from cairn.web.issuer.roster.forms import BundleForm
from cairn.web.refusals import say_at_field

_COLUMNS: Final = (Column(_("File and row"), numeric=True), Column(_("Name in the file")), Column(_("What is wrong")))
_SHOWN: Final = 200


@organization_page(Permission.MEMBERS_MANAGE)
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Take a file and show what it would do."""
    form = BundleForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        uploads = {str(file.name): file.read() for file in form.cleaned_data["bundle"]}
        with say_at_field(form, "bundle"):
            bundle = store_bundle(organization, uploads, acting=acting_from(request))
            return _to(organization, bundle.pk)
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "issuer/roster/bring.html", {"form": form}, status=status)


@organization_page(Permission.MEMBERS_MANAGE)
@require_GET
def look(request: HttpRequest, organization: Organization, bundle_id: UUID) -> HttpResponse:
    """Show what a file would do, or how far it is."""
    bundle = get_bundle(bundle_id)
    encoding = _encoding(request.GET.get("encoding", ""))
    roster = read_stored(bundle, encoding=encoding)
    matched = match_people(roster, organization_id=organization.pk)
    findings = (*roster.findings, *matched.held)
    context = {
        "bundle": bundle,
        "encoding": encoding,
        "roster": roster,
        "matched": matched,
        "findings": findings[:_SHOWN],
        "found": len(findings),
        "columns": _COLUMNS,
        "job": find_undo(bundle) or find_import(bundle),
        "is_undone": find_undo(bundle) is not None,
    }
    return render(request, "issuer/roster/look.html", context)


@organization_page(Permission.MEMBERS_MANAGE)
@require_POST
def apply(request: HttpRequest, organization: Organization, bundle_id: UUID) -> HttpResponse:
    """Add the people."""
    encoding = _encoding(request.POST.get("encoding", ""))
    start_import(organization, get_bundle(bundle_id), encoding=encoding, acting=acting_from(request))
    return _to(organization, bundle_id)


@organization_page(Permission.MEMBERS_MANAGE)
@require_POST
def undo(request: HttpRequest, organization: Organization, bundle_id: UUID) -> HttpResponse:
    """Take an import back."""
    start_undo(organization, get_bundle(bundle_id), acting=acting_from(request))
    return _to(organization, bundle_id)


def _encoding(wanted: str) -> str:
    return wanted if wanted in ENCODINGS else ""


def _to(organization: Organization, bundle_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(resolve_url("roster_bundle", slug=organization.slug, bundle_id=bundle_id))
