# SPDX-License-Identifier: Apache-2.0
"""One verb for many credentials, as a job: what the state of a credential does not allow is counted and left alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.db import transaction

from cairn.credentials.models import Award
from cairn.credentials.selectors import list_awards
from cairn.credentials.services.changes import reinstate, require_reason, revoke, suspend
from cairn.credentials.services.following import reissue, renew
from cairn.foundation import audit
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import DomainError
from cairn.foundation.jobs import Progress, runs, start_job, starter_of
from cairn.foundation.models import Job
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope

CHANGE: Final = "credentials.change_many"
_CHUNK: Final = 50


class Verb(StrEnum):
    """What can be done to a signed credential."""

    REVOKE = "revoke"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    RENEW = "renew"
    REISSUE = "reissue"

    @property
    def permission(self) -> Permission:
        """What somebody needs to do it."""
        is_new = self in (Verb.RENEW, Verb.REISSUE)
        return Permission.AWARDS_ISSUE if is_new else Permission.AWARDS_REVOKE


_DEEDS: Final[Mapping[Verb, Callable[..., object]]] = MappingProxyType(
    {Verb.REVOKE: revoke, Verb.SUSPEND: suspend, Verb.REINSTATE: reinstate, Verb.RENEW: renew, Verb.REISSUE: reissue}
)


def change_many(verb: Verb, award_ids: Sequence[UUID], *, organization_id: UUID, reason: str, acting: Actor) -> Job:
    """Do the same to many credentials of an organization. Raises PermissionDenied; Invalid: reason_missing."""
    require(acting, verb.permission, organization_id)
    words = require_reason(reason)
    ids = sorted({str(award_id) for award_id in award_ids})
    with organization_scope(organization_id), transaction.atomic():
        job = start_job(
            CHANGE,
            acting=acting,
            organization_id=organization_id,
            total=len(ids),
            verb=verb.value,
            reason=words,
            awards=ids,
        )
        facts = {"verb": verb.value, "count": len(ids)}
        audit.record("awards.change", job, acting=acting, organization_id=organization_id, **facts)
        return job


@runs(CHANGE, steered_with=Permission.AWARDS_REVOKE)
def change_step(job: Job) -> Progress:
    """Do it to the next few."""
    ids = job.arguments["awards"][job.done : job.done + _CHUNK]
    deed = partial(_DEEDS[Verb(job.arguments["verb"])], reason=job.arguments["reason"], acting=starter_of(job))
    failed = sum(not _done(deed, row) for row in list_awards().filter(pk__in=ids))
    done = job.done + len(ids)
    return Progress(done, job.failed + failed, is_finished=done >= job.total)


def _done(deed: Callable[[Award], object], award: Award) -> bool:
    try:
        with transaction.atomic():
            deed(award)
    except DomainError:
        return False
    return True
