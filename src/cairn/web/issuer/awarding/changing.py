# SPDX-License-Identifier: Apache-2.0
"""One verb for one or many awards: first a page that says what will happen, then the deed as background work."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.credentials.exporting import select_signed
from cairn.credentials.selectors import list_by_ids
from cairn.credentials.services.exports import export
from cairn.credentials.services.many import CHANGE, Verb, change_many
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Invalid, NotFound
from cairn.foundation.idempotency import run_once
from cairn.foundation.jobs import get_job
from cairn.foundation.models import Job
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from, organization_page
from cairn.web.issuer.awarding.forms import ReasonForm
from cairn.web.issuer.awarding.listing import MOST_AT_ONCE, chosen_awards
from cairn.web.issuer.awarding.presenting import VERBS, count_words, crumbs_of, name_of
from cairn.web.refusals import say_at_field

_SHOWN = 12


@organization_page(Permission.AWARDS_VIEW)
@require_POST
def change(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Ask for the reason, saying what will happen; with a reason, begin."""
    verb, acting = _verb(request.POST.get("verb", "")), acting_from(request)
    require(acting, verb.permission, organization.pk)
    ids = _chosen(request)
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    if form.is_bound and form.is_valid():
        with say_at_field(form, "reason"):
            work = partial(_begin, organization, verb, ids, form.cleaned_data["reason"], acting)
            job_id = run_once(form.cleaned_data["key"], work, acting=acting, purpose="change_awards")
            messages.success(request, _("Started. You can leave this page; the work goes on."))
            return redirect("awards_job", organization.slug, job_id)
    context = _asked(organization, form, verb, ids)
    return render(request, "issuer/awarding/change.html", context, status=400 if form.errors else 200)


def _begin(organization: Organization, verb: Verb, ids: list[UUID], reason: str, acting: Actor) -> str:
    return str(change_many(verb, ids, organization_id=organization.pk, reason=reason, acting=acting).pk)


def _verb(text: str) -> Verb:
    try:
        return Verb(text)
    except ValueError:
        raise Invalid(_("Choose what to do with the credentials, then go on."), code="no_verb") from None


def _chosen(request: HttpRequest) -> list[UUID]:
    ids = select_signed(chosen_awards(request.POST))
    if not ids:
        raise Invalid(_("None of these awards has a signed credential. Choose some that do."), code="none_chosen")
    if len(ids) > MOST_AT_ONCE:
        raise Invalid(_("Choose at most %(most)s at once.") % {"most": MOST_AT_ONCE}, code="too_many_chosen")
    return ids


def _asked(organization: Organization, form: ReasonForm, verb: Verb, ids: list[UUID]) -> dict[str, object]:
    shown = list_by_ids(ids[:_SHOWN])
    return {
        "form": form,
        "crumbs": crumbs_of(organization),
        "verb": verb,
        "words": VERBS[verb],
        "count": count_words(len(ids)),
        "ids": ids,
        "shown": [(row, name_of(row)) for row in shown],
        "more": max(0, len(ids) - _SHOWN),
    }


@organization_page(Permission.AWARDS_VIEW)
@require_safe
def awards_job(request: HttpRequest, organization: Organization, job_id: UUID) -> HttpResponse:
    """Show how far a change of many is; with `?part=1` only the part that is fetched again and again."""
    job = _change_job(job_id)
    template = "progress" if request.GET.get("part") else "job"
    verb = VERBS[Verb(job.arguments["verb"])]
    context = {
        "job": job,
        "words": verb,
        "count": count_words(job.total),
        "reason": job.arguments["reason"],
        "is_open": job.finished_at is None,
        "crumbs": crumbs_of(organization),
    }
    return render(request, f"issuer/awarding/{template}.html", context)


def _change_job(job_id: UUID) -> Job:
    job = get_job(job_id)
    if job is None or job.kind != CHANGE:
        raise NotFound(_("There is no such work here. Look at the list of awards."))
    return job


@organization_page(Permission.AWARDS_EXPORT)
@require_http_methods(["POST"])
def export_awards(request: HttpRequest, organization: Organization) -> HttpResponseBase:
    """Download the chosen credentials as an archive that verifies without us; it is made while it is sent."""
    pieces = export(organization, _chosen(request), acting=acting_from(request))
    name = f"{organization.slug}-credentials.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(pieces, content_type="application/zip", headers=headers)
