# SPDX-License-Identifier: Apache-2.0
"""Masking: the pieces in which a learner could be known, and what assessors get in their place."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cairn.assessment import selectors, services
from cairn.assessment.aliases import alias_of
from cairn.assessment.limits import MAX_FILE_BYTES
from cairn.assessment.models import IdentityReport
from cairn.foundation.errors import Invalid
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_safe
def show_reports(request: HttpRequest, _organization: Organization) -> HttpResponse:
    """List what waits to be masked, and what was settled."""
    page = {
        "waiting": [(report, alias_of(report.evidence.submission_id)) for report in selectors.list_identity_reports()],
        "settled": [
            (report, alias_of(report.evidence.submission_id))
            for report in selectors.list_identity_reports(is_open=False)
        ],
    }
    return render(request, "assessor/rating/masking.html", page)


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, organization: Organization, report_id: UUID) -> HttpResponse:
    """Show a piece in which somebody could be known, or settle what assessors get in its place."""
    report = selectors.get_identity_report(report_id)
    if request.method == "GET":
        return _show(request, report)
    try:
        _settle(request, report)
    except Invalid as refused:
        return _show(request, report, refused)
    messages.success(request, _("Settled. Assessors see it so from now on."))
    return redirect("masking", slug=organization.slug)


def _settle(request: HttpRequest, report: IdentityReport) -> None:
    """Do what was chosen. Raises Invalid: no_way, no_file, and those of the services."""
    acting, way = acting_from(request), request.POST.get("way", "")
    if way == "words":
        services.mask_with_words(report, request.POST.get("words", "").splitlines(), acting=acting)
    elif way == "passage":
        services.mask_with_passage(report, request.POST.get("passage", ""), acting=acting)
    elif way == "fine":
        services.dismiss_report(report, request.POST.get("reason", ""), acting=acting)
    elif way == "file":
        upload = request.FILES.get("file")
        if upload is None:
            raise Invalid(_("Choose the file that assessors get instead."), code="no_file", field="file")
        services.mask_with_file(report, upload.read(MAX_FILE_BYTES + 1), upload.name or "file", acting=acting)
    else:
        raise Invalid(_("Choose what is to be done."), code="no_way", field="way")


def _show(request: HttpRequest, report: IdentityReport, refused: Invalid | None = None) -> HttpResponse:
    page = {
        "report": report,
        "alias": alias_of(report.evidence.submission_id),
        "may_mask": selectors.may_mask(report.evidence, acting_from(request)),
        "mask": selectors.find_mask(report.evidence),
        "text": selectors.text_to_mask(report.evidence),
        "typed": request.POST,
        "most": MAX_FILE_BYTES,
        "refused": refused,
    }
    return render(request, "assessor/rating/masking_report.html", page, status=422 if refused else 200)
