# SPDX-License-Identifier: Apache-2.0
"""The complaints of an organization: what is to be answered until when, and the answer with its finding."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cairn.assessment import selectors, services
from cairn.assessment.models import Complaint, ComplaintFinding
from cairn.assessment.services.complaints import MAX_TEXT
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.components.tables import Column
from cairn.web.issuer.voices.clocked import Clocked, read_clocks
from cairn.web.refusals import say_at_field

_A_PAGE: Final = 50
_COLUMNS: Final = (
    Column(lazy("About")),
    Column(lazy("From")),
    Column(lazy("Filed")),
    Column(lazy("State")),
    Column(lazy("Due")),
)


class AnswerForm(forms.Form):
    """What was found, and the answer."""

    finding = forms.ChoiceField(
        label=lazy("What did you find?"), choices=ComplaintFinding.choices, widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label=lazy("Your answer"),
        help_text=lazy("What you looked at, what you found, and what follows. The learner reads it as you write it."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        max_length=MAX_TEXT,
    )


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_safe
def list_all(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Show the complaints, what waits first, and what came of those that were answered."""
    rows = read_clocks(selectors.list_complaints())
    page = {
        "page": Paginator(rows, _A_PAGE).get_page(request.GET.get("page")),
        "finding": _find(rows),
        "columns": _COLUMNS,
        "rates": selectors.complaint_rates(organization.pk),
    }
    return render(request, "issuer/voices/complaints.html", page)


@organization_page(Permission.SUBMISSIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, organization: Organization, complaint_id: UUID) -> HttpResponse:
    """Show a complaint, or answer it."""
    row = selectors.get_complaint(complaint_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "answer"):
            given = form.cleaned_data
            services.answer_complaint(row, given["finding"], given["answer"], acting=acting_from(request))
            messages.success(request, _("Answered. Whoever complained is told."))
            return redirect("organization_complaints", slug=organization.slug)
    page = {"row": row, "clocked": read_clocks([row])[0], "form": form}
    return render(request, "issuer/voices/complaint.html", page, status=422 if form.errors else 200)


def _find(rows: list[Clocked[Complaint]]) -> str:
    """Say what the list comes to: what is late first, then what waits."""
    late, waiting = sum(row.is_late for row in rows), sum(row.is_waiting for row in rows)
    if late:
        return ngettext("One answer is late", "%(count)s answers are late", late) % {"count": late}
    if waiting:
        sentence = ngettext("One complaint waits for an answer", "%(count)s complaints wait for an answer", waiting)
        return sentence % {"count": waiting}
    return _("Every complaint is answered") if rows else _("Nobody has complained")
