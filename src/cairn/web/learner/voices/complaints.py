# SPDX-License-Identifier: Apache-2.0
"""Complaining about what is no matter of levels: the form, the receipt, the answer."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.accounts.models import Person
from cairn.assessment import selectors, services
from cairn.assessment.models import Complaint, Submission
from cairn.organizations.models import Organization
from cairn.organizations.selectors import list_workplaces
from cairn.web.access import acting_from, person_page
from cairn.web.learner.voices.forms import ComplaintForm
from cairn.web.refusals import say_at_field

_WORK: Final = "work:"


@person_page
@require_safe
def list_own(request: HttpRequest, person: Person) -> HttpResponse:
    """Show what somebody complained about, and what came of it."""
    return render(request, "learner/voices/complaints.html", {"rows": selectors.list_own_complaints(person.pk)})


@person_page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, person: Person) -> HttpResponse:
    """Show the form, or take a complaint in."""
    works = {str(row.pk): row for row in selectors.list_work(person.pk)}
    places = {str(place.pk): place for place in _organizations(person, list(works.values()))}
    wanted = f"{_WORK}{request.GET.get('work', '')}"
    form = ComplaintForm(request.POST or None, subjects=_subjects(works, places), initial={"subject": wanted})
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "text"):
            row = _file(request, person, form, works, places)
            messages.success(request, _("Your complaint has arrived. The answer comes by mail and here."))
            return redirect("complaint", complaint_id=row.pk)
    page = {"form": form, "has_subjects": bool(places)}
    return render(request, "learner/voices/new_complaint.html", page, status=422 if form.errors else 200)


@person_page
@require_safe
def show(request: HttpRequest, _person: Person, complaint_id: UUID) -> HttpResponse:
    """Show a complaint with its receipt and its answer."""
    return render(request, "learner/voices/complaint.html", {"row": selectors.get_complaint(complaint_id)})


@person_page
@require_POST
def take_back(request: HttpRequest, _person: Person, complaint_id: UUID) -> HttpResponse:
    """Take a complaint back."""
    services.withdraw_complaint(selectors.get_complaint(complaint_id), acting=acting_from(request))
    messages.success(request, _("Taken back. Nobody answers it."))
    return redirect("my_complaints")


def _file(
    request: HttpRequest,
    person: Person,
    form: ComplaintForm,
    works: dict[str, Submission],
    places: dict[str, Organization],
) -> Complaint:
    given = form.cleaned_data
    work = works.get(given["subject"].removeprefix(_WORK))
    organization = work.organization if work else places[given["subject"]]
    grievance = services.Grievance(given["about"], given["text"], work)
    return services.file_complaint(person, organization, grievance, acting=acting_from(request))


def _organizations(person: Person, works: list[Submission]) -> list[Organization]:
    """Return every organization that somebody has to do with, by name."""
    found = {row.organization.pk: row.organization for row in works}
    found |= {place.organization.pk: place.organization for place in list_workplaces(person.pk)}
    return sorted(found.values(), key=lambda organization: organization.name)


def _subjects(works: dict[str, Submission], places: dict[str, Organization]) -> list[tuple[str, str]]:
    about = _("%(organization)s in general")
    return [
        *((f"{_WORK}{key}", f"{row.version.name} ({row.organization.name})") for key, row in works.items()),
        *((key, about % {"organization": place.name}) for key, place in places.items()),
    ]
