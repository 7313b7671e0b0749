# SPDX-License-Identifier: Apache-2.0
"""How far a piece of background work is; it can be left, paused, resumed and ended."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn.accounts.models import Person
from cairn.foundation.errors import NotFound
from cairn.foundation.jobs import get_job, may_steer, steer_job
from cairn.foundation.models import Job
from cairn.foundation.scopes import everything
from cairn.web.access import person_page


@person_page
def show_job(request: HttpRequest, person: Person, job_id: UUID) -> HttpResponse:
    """Show how far the work is; `?part` answers with the part that renews itself."""
    job = _access_job(person, job_id)
    template = "operator/jobs/progress.html" if "part" in request.GET else "operator/jobs/job.html"
    context = {
        "job": job,
        "is_open": job.state in {"waiting", "running"},
        "may_steer": may_steer(job, person.as_actor()),
    }
    return render(request, template, context)


@require_POST
@person_page
def change_job(request: HttpRequest, person: Person, job_id: UUID) -> HttpResponse:
    """Pause the work, go on with it, or end it."""
    job = _access_job(person, job_id)
    with everything("whose work it is, was asked of the work itself"):
        steer_job(job, request.POST.get("action", ""), acting=person.as_actor())
    return HttpResponseRedirect(resolve_url("job", job_id=job_id))


def _access_job(person: Person, job_id: UUID) -> Job:
    """Return the work of somebody who started it or may steer it. Raises NotFound, also where it is others'."""
    with everything("whose work it is, is asked of the work itself"):
        job = get_job(job_id)
    if job is None or not _may_see(person, job):
        raise NotFound(_("There is no such work, or it is not yours to see."))
    return job


def _may_see(person: Person, job: Job) -> bool:
    acting = person.as_actor()
    is_own = (job.started_by_kind, job.started_by_id) == (acting.kind, acting.id)
    return is_own or may_steer(job, acting)
