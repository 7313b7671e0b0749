# SPDX-License-Identifier: Apache-2.0
"""Background work that can be watched, paused, left and resumed.

A kind of work is a function `step(job) -> Progress` that does a bounded part (a second or so) in one transaction and is
safe to call again: after a crash the last step is done once more from what is stored. The queue carries only an id.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final, TypeAlias
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from cairn.foundation import audit, clock
from cairn.foundation.access import may
from cairn.foundation.actors import Actor, ActorKind
from cairn.foundation.errors import DomainError, Invalid, PermissionDenied
from cairn.foundation.models import Job, JobState
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import everything, organization_scope

_LOG: Final = logging.getLogger(__name__)
_STALE: Final = timedelta(minutes=2)
_OPEN: Final = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is after a step."""

    done: int
    failed: int
    is_finished: bool


Step: TypeAlias = Callable[[Job], Progress]

_steps: dict[str, Step] = {}
_permissions: dict[str, Permission] = {}


def runs(kind: str, *, steered_with: Permission) -> Callable[[Step], Step]:
    """Register the step of a kind of work, and what one needs to steer it; import its module in `AppConfig.ready`."""

    def register(step: Step) -> Step:
        _steps[kind] = step
        _permissions[kind] = steered_with
        return step

    return register


def start_job(
    kind: str, *, acting: Actor, organization_id: UUID | None, total: int = 0, subject_id: str = "", **arguments: object
) -> Job:
    """Store a piece of work and begin it after the commit."""
    job = Job(
        kind=kind,
        organization_id=organization_id,
        subject_id=subject_id,
        arguments=arguments,
        total=total,
        started_by_id=acting.id,
        started_by_label=acting.label,
        started_by_kind=acting.kind.value,
        created_at=clock.now(),
    )
    job.save(force_insert=True)
    transaction.on_commit(partial(_enqueue, str(job.pk)))
    return job


def starter_of(job: Job) -> Actor:
    """Return whoever started a job: its changes are theirs."""
    return Actor(ActorKind(job.started_by_kind), job.started_by_id, job.started_by_label)


def get_job(job_id: UUID) -> Job | None:
    """Return a job of the scope of the moment."""
    found: Job | None = Job.objects.filter(pk=job_id).first()
    return found


def pause_job(job: Job) -> None:
    """Stop after the step that is running; `resume_job` goes on from there."""
    Job.objects.filter(pk=job.pk, state__in=_OPEN).update(state=JobState.PAUSED)


def resume_job(job: Job) -> None:
    """Go on with work that was paused, failed or left by a crash."""
    changed = Job.objects.filter(pk=job.pk, state__in=(JobState.PAUSED, JobState.FAILED)).update(
        state=JobState.WAITING, problem="", heartbeat_at=clock.now()
    )
    if changed:
        transaction.on_commit(partial(_enqueue, str(job.pk)))


def cancel_job(job: Job) -> None:
    """End for good after the step that is running; what is done stays done."""
    Job.objects.filter(pk=job.pk, state__in=(*_OPEN, JobState.PAUSED, JobState.FAILED)).update(
        state=JobState.CANCELLED, finished_at=clock.now()
    )


_DEEDS: Final[Mapping[str, Callable[[Job], None]]] = {"pause": pause_job, "resume": resume_job, "cancel": cancel_job}


def may_steer(job: Job, acting: Actor) -> bool:
    """Say whether an actor may pause a job, go on with it or end it: by today's role, whoever started it."""
    needed = _permissions.get(job.kind)
    return job.organization_id is not None and needed is not None and may(acting, needed, job.organization_id)


@transaction.atomic
def steer_job(job: Job, deed: str, *, acting: Actor) -> None:
    """Pause a job, go on with it or end it. Raises Invalid: no_such_deed; PermissionDenied."""
    if deed not in _DEEDS:
        raise Invalid(_("Choose to pause, go on or end the work."), field="action", code="no_such_deed")
    if not may_steer(job, acting):
        raise PermissionDenied(_("Your role does not allow this. Ask an owner of the organization for access."))
    _DEEDS[deed](job)
    audit.record(f"job.{deed}", job, acting=acting, organization_id=job.organization_id, kind=job.kind)


def resume_stale() -> int:
    """Go on with what a crash left running or waiting; returns how many. Called by the periodic work."""
    with everything("work of every organization that a crash has left"):
        late = clock.now() - _STALE
        running = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=late)
        waiting = Job.objects.filter(state=JobState.WAITING, created_at__lt=late)
        ids = [str(pk) for pk in running.values_list("pk", flat=True).union(waiting.values_list("pk", flat=True))]
    for job_id in ids:
        _enqueue(job_id)
    return len(ids)


def _enqueue(job_id: str) -> None:
    run_job.enqueue(job_id)


@task()
def run_job(job_id: str) -> None:
    """Do a job step by step until it is finished, paused or stopped by a problem."""
    with everything("the organization of a job is read from the job"):
        job = Job.objects.filter(pk=job_id, state__in=_OPEN).first()
    if job is None:
        return
    with organization_scope(job.organization_id) if job.organization_id else everything("work of the whole server"):
        while _advance(job):
            job.refresh_from_db()


def _advance(job: Job) -> bool:
    """Do one step; return whether there is another."""
    if not Job.objects.filter(pk=job.pk, state__in=_OPEN).update(state=JobState.RUNNING, heartbeat_at=clock.now()):
        return False
    try:
        with transaction.atomic():
            # Two workers may hold the same job after a crash; the second waits here and goes on after the first.
            progress = _steps[job.kind](Job.objects.select_for_update().get(pk=job.pk))
            _note(job, progress)
    except Exception as error:  # noqa: BLE001 - whatever a step raises, the job stops and says why
        _LOG.exception("A job was stopped.", extra={"job": str(job.pk), "kind": job.kind})
        problem = error.detail if isinstance(error, DomainError) else f"{type(error).__name__}: {error}"
        Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, problem=problem, finished_at=clock.now())
        return False
    return not progress.is_finished


def _note(job: Job, progress: Progress) -> None:
    changes: dict[str, object] = {"done": progress.done, "failed": progress.failed, "heartbeat_at": clock.now()}
    if progress.is_finished:
        changes |= {"state": JobState.DONE, "finished_at": clock.now()}
    Job.objects.filter(pk=job.pk).update(**changes)
