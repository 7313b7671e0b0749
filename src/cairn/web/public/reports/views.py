# SPDX-License-Identifier: Apache-2.0
"""A Reliability Report at its address: a page for people, the signed credential for machines, and what it names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.credentials.models import ReliabilityReport
from cairn.credentials.selectors import get_report
from cairn.credentials.services import publish_report
from cairn.foundation.errors import NotFound
from cairn.web.access import public_page
from cairn.web.public.reports.presenting import COLUMNS, view_report
from cairn.web.public.verify.negotiation import (
    PAGE,
    document_response,
    for_people_and_machines,
    not_acceptable,
    preferred_form,
)
from cairn.web.rate_limit import require_patience

_MOST_A_MINUTE: Final = 120
_JSON: Final = "application/json"
_SIGNED: Final = "application/vc+ld+json"
_DOCUMENTS: Final[Mapping[str, tuple[str, Callable[[ReliabilityReport], bytes]]]] = MappingProxyType(
    {
        "credential": (_SIGNED, lambda row: publish_report(row.pk)),
        "figures": (_JSON, lambda row: bytes(row.figures)),
        "rubric": (_JSON, lambda row: bytes(row.rubric)),
    }
)


@public_page
@require_safe
@for_people_and_machines
def report(request: HttpRequest, reliability_id: UUID) -> HttpResponseBase:
    """Show a report to people, and hand the signed credential to machines."""
    require_patience(request, "report", most=_MOST_A_MINUTE)
    row, form = get_report(reliability_id), preferred_form(request)
    if not form:
        return not_acceptable()
    if form != PAGE:
        return document_response(request, publish_report(row.pk), form)
    return render(request, "public/reports/report.html", {"view": view_report(row), "columns": COLUMNS})


@public_page
@require_safe
def report_document(request: HttpRequest, reliability_id: UUID, document: str) -> HttpResponseBase:
    """Answer with the signed credential, the figures or the words of the rubric, byte for byte."""
    require_patience(request, "report", most=_MOST_A_MINUTE)
    row = get_report(reliability_id)
    if document not in _DOCUMENTS:
        raise NotFound(_("There is no such file. Choose one on the page of the report."), code="no_such_document")
    media_type, read = _DOCUMENTS[document]
    return document_response(request, read(row), media_type)
