# SPDX-License-Identifier: Apache-2.0
"""Asking others to say what they saw: whom a learner asks, and the page on which they answer without an account."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn.accounts.models import Person
from cairn.achievements.translate import in_language
from cairn.assessment import selectors, services
from cairn.assessment.models import Attestation, Submission
from cairn.foundation.actors import Actor, ActorKind
from cairn.foundation.errors import Invalid, PermissionDenied
from cairn.foundation.ids import digest_token
from cairn.foundation.scopes import organization_scope
from cairn.organizations.models import Membership
from cairn.organizations.roles import Role
from cairn.organizations.selectors import list_members
from cairn.web.access import acting_from, person_of, person_page, public_page
from cairn.web.learner.earning.presenting import read_definition
from cairn.web.learner.voices.forms import StatementForm, WitnessForm, statement_of
from cairn.web.rate_limit import require_patience
from cairn.web.refusals import say_at_field

_MOST_A_MINUTE: Final = 30


@person_page
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, _person: Person, submission_id: UUID) -> HttpResponse:
    """Show whom a learner has asked, and ask one more."""
    row = selectors.get_submission(submission_id)
    form = WitnessForm(request.POST or None, observers=_observers(row))
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "email"):
            services.ask_for_attestation(row, _witness(form), acting=acting_from(request))
            messages.success(request, _("Asked. You see here when they have answered."))
            return redirect("work_attestations", submission_id=row.pk)
    page = {
        "row": row,
        "definition": read_definition(row),
        "attestations": selectors.list_attestations(row),
        "form": form,
    }
    return render(request, "learner/voices/attestations.html", page, status=422 if form.errors else 200)


@person_page
@require_POST
def withdraw(request: HttpRequest, _person: Person, submission_id: UUID, attestation_id: UUID) -> HttpResponse:
    """Do without what somebody was asked for."""
    row = selectors.get_submission(submission_id)
    services.withdraw_attestation(selectors.get_attestation(attestation_id, row), acting=acting_from(request))
    messages.success(request, _("Withdrawn. The link in the letter works no more."))
    return redirect("work_attestations", submission_id=row.pk)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def attest(request: HttpRequest, token: str) -> HttpResponse:
    """Show whoever holds the link what they are asked, and take in what they say."""
    require_patience(request, "attest", most=_MOST_A_MINUTE)
    row = selectors.get_attestation_by_token(token)
    _require_another(request, row)
    with organization_scope(row.organization_id):
        return _unlisted(answer_request(request, row, _holder(token, row), token=token))


@public_page
@require_POST
def take_back(request: HttpRequest, token: str) -> HttpResponse:
    """Take back what was said by the holder of a link."""
    require_patience(request, "attest", most=_MOST_A_MINUTE)
    row = selectors.get_attestation_by_token(token)
    with organization_scope(row.organization_id):
        services.take_back_attestation(row, acting=_holder(token, row))
    return _unlisted(render(request, "learner/voices/attested.html", {"is_taken_back": True}))


def answer_request(request: HttpRequest, row: Attestation, acting: Actor, *, token: str = "") -> HttpResponse:
    """Show one request with its form, or take the statement in; with a token, for whoever has no account."""
    definition = in_language(row.submission.version.definition, get_language() or "en")
    begun = statement_of(row, selectors.name_of(row))
    form = StatementForm(request.POST or None, outcomes=definition.outcomes, initial=begun)
    if request.method == "POST" and form.is_valid():
        with say_at_field(form, "text"):
            services.make_attestation(row, _statement(form), acting=acting)
            messages.success(request, _("Thank you. It is kept."))
            return redirect(request.path)
    is_rated = selectors.is_being_rated(row)
    page = {
        "attestation": row,
        "row": row.submission,
        "definition": definition,
        "is_open": selectors.is_attestation_open(row),
        "is_fixed": is_rated and row.made_at is not None,
        "is_for_next": is_rated or row.round > row.submission.round,
        "form": form,
        "token": token,
    }
    template = "learner/voices/attest.html" if token else "issuer/voices/observation.html"
    return render(request, template, page, status=422 if form.errors else 200)


def _require_another(request: HttpRequest, row: Attestation) -> None:
    """Refuse the learner, to whom the letter may have been sent on."""
    person = person_of(request)
    if person is not None and person.pk == row.submission.learner_id:
        raise PermissionDenied(_("This is you. Ask somebody who has seen you do it."), code="own_attestation")


def _statement(form: StatementForm) -> services.Statement:
    given = form.cleaned_data
    return services.Statement(tuple(given["outcomes"]), given["text"], given["observed_on"], given["name"])


def _witness(form: WitnessForm) -> services.Witness:
    given = form.cleaned_data
    member = given.get("member", "")
    return services.Witness(given["relation"], given["name"], given["email"], _id(member) if member else None)


def _observers(row: Submission) -> list[Membership]:
    """Return who observes learners at the organization, without the learner."""
    with organization_scope(row.organization_id):
        rows = list_members(row.organization, role=Role.MENTOR)
        return [found for found in rows if found.person_id != row.learner_id]


def _holder(token: str, row: Attestation) -> Actor:
    return Actor(ActorKind.LINK, digest_token(token), selectors.name_of(row) or _("Holder of the link"))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(_("Choose one from the list."), code="not_an_observer", field="member") from None


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Keep the page out of shared memory and of searches, and the link out of what the next site is told."""
    response.headers["Cache-Control"] = "private, no-store"
    # Not "no-referrer": with it a browser hides where the form of this page comes from, and the form is refused.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
