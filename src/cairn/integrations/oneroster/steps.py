# SPDX-License-Identifier: Apache-2.0
"""The steps of the background work: some people at a time, each step a transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from uuid import UUID

from cairn.foundation.jobs import Progress, runs, starter_of
from cairn.foundation.models import Job
from cairn.foundation.permissions import Permission
from cairn.integrations.oneroster import selectors, services
from cairn.integrations.oneroster.matching import match_people
from cairn.organizations.models import Organization
from cairn.organizations.selectors import find_organization

_AT_A_TIME: Final = 40


@runs(selectors.IMPORT, steered_with=Permission.MEMBERS_MANAGE)
def import_step(job: Job) -> Progress:
    """Add the next people of a bundle; whoever was added before is found by the id and stays as they are."""
    bundle = selectors.get_bundle(UUID(job.subject_id))
    roster = selectors.read_stored(bundle, encoding=job.arguments["encoding"])
    people = roster.people[job.done : job.done + _AT_A_TIME]
    matched = match_people(replace(roster, people=people), organization_id=_organization(job).pk)
    services.add_people(_organization(job), matched, bundle, acting=starter_of(job))
    done = job.done + len(people)
    return Progress(done, job.failed + len(matched.held), is_finished=done >= len(roster.people))


@runs(selectors.UNDO, steered_with=Permission.MEMBERS_MANAGE)
def undo_step(job: Job) -> Progress:
    """End the next memberships that the import has made."""
    people = selectors.list_added(selectors.get_bundle(UUID(job.subject_id)))
    services.take_back(_organization(job), people[job.done : job.done + _AT_A_TIME], acting=starter_of(job))
    done = min(job.done + _AT_A_TIME, len(people))
    return Progress(done, 0, is_finished=done == len(people))


def _organization(job: Job) -> Organization:
    found = find_organization(job.organization_id) if job.organization_id else None
    if found is None:
        raise LookupError(f"The organization of job {job.pk} is gone.")
    return found
