# SPDX-License-Identifier: Apache-2.0
"""Releasing results by group: once a month, of closed months only, and never so that two of them tell of few people."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone

from cairn.achievements.models import Achievement
from cairn.assessment import selectors
from cairn.assessment.fairness_figures import make_figures
from cairn.assessment.fairness_json import write_figures
from cairn.assessment.models import Decision, FairnessRelease
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import SYSTEM, Actor
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import everything, organization_scope

_A_DAY: Final = 86_400


@transaction.atomic
def release_fairness(achievement: Achievement, *, acting: Actor) -> FairnessRelease | None:
    """Make the results by group of the last closed month, where they may follow those that are shown; else None.

    Raises PermissionDenied.
    """
    require(acting, Permission.SUBMISSIONS_MANAGE, achievement.organization_id)
    through = last_closed_day(clock.now())
    before = selectors.find_fairness(achievement.pk)
    if before is not None and before.through >= through:
        return None
    known = selectors.known_for_fairness(achievement.pk, _begin_of(through + timedelta(days=1)))
    found = make_figures(known, through, before=before)
    if found is None:
        return None
    row: FairnessRelease = FairnessRelease.objects.create(
        organization_id=achievement.organization_id,
        achievement=achievement,
        through=through,
        figures=write_figures(found),
        made_at=clock.now(),
    )
    audit.record(
        "reliability.by_group",
        achievement,
        acting=acting,
        organization_id=achievement.organization_id,
        through=through.isoformat(),
    )
    return row


def tend_fairness() -> int:
    """Release, once a day at most, what a month that is over allows; returns how many. Called by the periodic work."""
    through = last_closed_day(clock.now()).isoformat()
    return release_fairness_everywhere() if cache.add(f"assessment.fairness.{through}", 1, timeout=_A_DAY) else 0


def release_fairness_everywhere() -> int:
    """Release what the last closed month allows in every organization; returns how many there were."""
    until = _begin_of(last_closed_day(clock.now()) + timedelta(days=1))
    with everything("the achievements on which anything was decided"):
        rows = Decision.objects.filter(decided_at__lt=until)
        pairs = set(rows.values_list("organization_id", "submission__version__achievement_id"))
    return sum(_release(*pair) for pair in sorted(pairs))


def last_closed_day(now: datetime) -> date:
    """Return the last day of the month before the one that it is where the server stands."""
    return timezone.localdate(now).replace(day=1) - timedelta(days=1)


def _release(organization_id: UUID, achievement_id: UUID) -> bool:
    with organization_scope(organization_id):
        try:
            return release_fairness(Achievement.objects.get(pk=achievement_id), acting=SYSTEM) is not None
        except IntegrityError:
            # Another worker has released the same month meanwhile.
            return False


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
