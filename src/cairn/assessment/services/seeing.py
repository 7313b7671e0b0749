# SPDX-License-Identifier: Apache-2.0
"""Noting who reads what others gave: whoever knows it does not rate the same work any more."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from cairn.assessment.models import ResultSeen, Submission
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.permissions import Permission


@transaction.atomic
def note_result_seen(submission: Submission, rounds: Iterable[int], *, acting: Actor) -> None:
    """Note that somebody reads the results of some rounds; what is noted already changes nothing.

    Raises PermissionDenied.
    """
    require(acting, Permission.SUBMISSIONS_MANAGE, submission.organization_id)
    for number in sorted(set(rounds)):
        _row, is_new = ResultSeen.objects.get_or_create(
            submission=submission,
            round=number,
            person_id=acting.person_id,
            defaults={"organization_id": submission.organization_id, "at": clock.now()},
        )
        if is_new:
            audit.record(
                "submission.read", submission, acting=acting, organization_id=submission.organization_id, round=number
            )
