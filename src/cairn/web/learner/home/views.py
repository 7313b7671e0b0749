# SPDX-License-Identifier: Apache-2.0
"""The page that everybody lands on after signing in."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cairn.accounts.models import Person
from cairn.assessment.models import WAITING
from cairn.assessment.selectors import list_work
from cairn.organizations.selectors import list_workplaces
from cairn.wallet.selectors import list_holdings
from cairn.web.access import person_page
from cairn.web.learner.home.waiting import list_duties, list_own_tasks, list_requests
from cairn.web.work_navigation import list_places

_SHOWN: Final = 4


@person_page
def home(request: HttpRequest, person: Person) -> HttpResponse:
    """Show what waits for the person in every role, what they hold and where they work."""
    work, places = list_work(person.pk), list_workplaces(person.pk)
    holdings = [holding for holding in list_holdings(person.pk) if not holding.held.is_hidden]
    context = {
        "tasks": [*list_own_tasks(work), *list_requests(places, person.pk), *list_duties(places)],
        "away": [row for row in work if row.state in WAITING],
        "holdings": holdings[:_SHOWN],
        "held": len(holdings),
        "places": list_places(places),
    }
    return render(request, "learner/home/home.html", context)
