# SPDX-License-Identifier: Apache-2.0
"""Applying: one press begins the work. Whoever must sign in first comes back to the same place."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.accounts.models import Person
from cairn.achievements.selectors import get_public_version
from cairn.achievements.translate import in_language
from cairn.assessment import selectors, services
from cairn.assessment.models import Track
from cairn.web.access import acting_from, person_of, person_page, public_page


@public_page
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, achievement_id: UUID) -> HttpResponseBase:
    """Begin work on an achievement, or ask who is there and come back here."""
    if person_of(request) is None:
        return redirect(f"{resolve_url(settings.LOGIN_URL)}?next={quote(request.path)}")
    return _apply(request, achievement_id)


@person_page
def _apply(request: HttpRequest, person: Person, achievement_id: UUID) -> HttpResponse:
    found = selectors.find_open_submission(achievement_id, person.pk)
    if found is not None:
        return redirect("work", submission_id=found.pk)
    version = get_public_version(achievement_id)
    if request.method != "POST":
        definition = in_language(version.definition, get_language() or "en")
        return render(request, "learner/earning/apply.html", {"version": version, "definition": definition})
    row = services.start_submission(version, learner=person, acting=acting_from(request))
    if request.POST.get("track") == Track.PRIOR_LEARNING:
        services.choose_track(row, Track.PRIOR_LEARNING, acting=acting_from(request))
        return redirect("work_prior", submission_id=row.pk)
    messages.success(request, _("You have begun. What you write saves itself, and you can leave at any time."))
    return redirect("work", submission_id=row.pk)
