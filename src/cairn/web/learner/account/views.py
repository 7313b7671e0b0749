# SPDX-License-Identifier: Apache-2.0
"""One's own account: who I am, by what I am known, where I belong, and what was done to it."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from cairn.accounts import selectors, services
from cairn.accounts.models import Person
from cairn.foundation.actors import Actor
from cairn.foundation.errors import DomainError
from cairn.organizations.selectors import find_organization, list_workplaces
from cairn.web.access import acting_from, person_page
from cairn.web.audit_words import say_what
from cairn.web.components.facts import Fact
from cairn.web.components.progress import Step, StepState
from cairn.web.learner.account.forms import AboutMeForm

ACCOUNT = "/my/account/"


@person_page
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, person: Person) -> HttpResponse:
    """Show who I am, and change it."""
    form = AboutMeForm(request.POST) if request.method == "POST" else AboutMeForm.of(person)
    if request.method == "POST" and form.is_valid() and _save(form, person, acting_from(request)):
        with override(person.language):
            messages.success(request, _("Saved."))
        response = HttpResponseRedirect(ACCOUNT)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, person.language, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
        )
        return response
    context = {
        "form": form,
        "identifiers": _identifiers(person),
        "places": list_workplaces(person.pk),
        "history": _history(person),
    }
    return render(request, "learner/account/account.html", context, status=400 if form.errors else 200)


@person_page
@require_POST
def sign_out_elsewhere(request: HttpRequest, person: Person) -> HttpResponse:
    """Sign out on every other device, and stay signed in on this one."""
    services.end_sessions(person, acting=acting_from(request))
    update_session_auth_hash(request, person)
    messages.success(request, _("You are signed out on every other device."))
    return HttpResponseRedirect(ACCOUNT)


def _save(form: AboutMeForm, person: Person, acting: Actor) -> bool:
    """Save all of the form or nothing; what cannot be taken is said at its field."""
    given = form.cleaned_data
    try:
        with transaction.atomic():
            services.change_profile(person, name=given["name"], language=given["language"], acting=acting)
            if given["username"]:
                services.choose_username(person, given["username"], acting=acting)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else "username", error.detail)
        person.refresh_from_db()
        return False
    return True


def _identifiers(person: Person) -> list[Fact]:
    return [
        Fact(row.get_kind_display(), f"{row.value} ({_authority(row.authority_id)})" if row.authority_id else row.value)
        for row in selectors.list_identifiers(person)
    ]


def _authority(organization_id: object) -> str:
    organization = find_organization(organization_id)  # type: ignore[arg-type]  # a row with an authority
    return organization.name if organization else _("an organization that is no longer here")


def _history(person: Person) -> Sequence[Step]:
    rows = selectors.list_account_history(person)
    return [Step(say_what(row), StepState.DONE, at=row.at, detail=_by(row.actor_label, person)) for row in rows]


def _by(label: str, person: Person) -> str:
    return "" if label == str(person) else _("By %(who)s") % {"who": label}
