# SPDX-License-Identifier: Apache-2.0
"""Known works for the queue: each qualified assessor is given some, spread over time, and cannot tell which they are.

They are handed in by the same services as any work, for a person who is nobody; only the record of the anchor knows.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Max

from cairn.accounts.models import Person
from cairn.accounts.services import create_placeholder
from cairn.achievements.models import AchievementVersion
from cairn.achievements.selectors import current_version
from cairn.assessment import selectors
from cairn.assessment.declarations import Declaration
from cairn.assessment.languages import offered_languages
from cairn.assessment.models import (
    OPEN,
    Anchor,
    AnchorRating,
    AnchorUse,
    AssessmentPolicy,
    Rating,
    RatingState,
    Seat,
    Submission,
    SubmissionState,
)
from cairn.assessment.selectors.anchors import anchors_for
from cairn.assessment.selectors.bars import languages_of
from cairn.assessment.selectors.eligibility import qualified_assessors
from cairn.assessment.services.answers import save_answer
from cairn.assessment.services.assigning import HANDED_OUT
from cairn.assessment.services.locking import lock
from cairn.assessment.services.rating import begin_rating, take_seat
from cairn.assessment.services.starting import start_submission
from cairn.assessment.services.submitting import submit_submission
from cairn.foundation import audit, clock
from cairn.foundation.actors import SYSTEM
from cairn.foundation.errors import DomainError
from cairn.foundation.scopes import everything, organization_scope, person_scope
from cairn.organizations.models import Organization
from cairn.organizations.roles import Role
from cairn.organizations.selectors import find_organization, list_members

PERIOD: Final = timedelta(days=90)
"""Within this time an assessor is given as many known works as the policy says."""
STALE: Final = timedelta(days=30)
"""How long after it was due a known work that nobody rated is taken out of the queue."""
_AN_HOUR: Final = 3600
_WAY: Final = 2**64


def seed_drift_everywhere() -> int:
    """See to the known works of every organization that asks for them, once an hour. Called by the periodic work."""
    if not cache.add("assessment.seeded", value=True, timeout=_AN_HOUR):
        return 0
    with everything("which organizations watch drift"):
        rows = AssessmentPolicy.objects.filter(drift_anchors__gt=0)
        ids = sorted(set(rows.values_list("organization_id", flat=True)))
    found = [organization for one in ids if (organization := find_organization(one))]
    return sum(seed_drift(organization) for organization in found)


def seed_drift(organization: Organization) -> int:
    """Hide a known work for each assessor whose time for one has come; returns how many."""
    assessors = {row.person_id for row in list_members(organization, role=Role.ASSESSOR)}
    with organization_scope(organization.pk):
        _take_back(assessors)
        policies = AssessmentPolicy.objects.filter(drift_anchors__gt=0).order_by("pk")
        return sum(_seed_achievement(policy, assessors) for policy in policies)


def _seed_achievement(policy: AssessmentPolicy, members: set[UUID]) -> int:
    version = current_version(policy.achievement_id)
    if version is None or version.achievement.retired_at is not None:
        return 0
    anchors = anchors_for(version, AnchorUse.DRIFT)
    watched = sorted(qualified_assessors(policy.achievement_id) & members) if anchors else []
    return sum(_seed(version, anchors, person_id, policy.drift_anchors) for person_id in watched)


@transaction.atomic
def _seed(version: AchievementVersion, anchors: list[Anchor], assessor_id: UUID, wanted: int) -> bool:
    """Hide one anchor for one assessor, if it is time and there is one that they have not met for longest."""
    # Whoever else seeds waits here, and finds then that it was done.
    Person.objects.select_for_update().get(pk=assessor_id)
    last = _last_seed(version, assessor_id)
    if last is not None and clock.now() < last + _pause(assessor_id, last, wanted):
        return False
    met = _met(assessor_id, anchors)
    free = [anchor for anchor in anchors if anchor.pk not in met or clock.now() - met[anchor.pk] > 2 * PERIOD]
    if not free:
        return False
    anchor = min(free, key=lambda each: _draw(assessor_id, each.pk.hex))
    try:
        with transaction.atomic():
            return _hide(anchor, version, assessor_id)
    except DomainError:
        # The version asks for other evidence than the anchor has; its page says so.
        return False


def _hide(found: Anchor, version: AchievementVersion, assessor_id: UUID) -> bool:
    # Whoever changes the anchor waits, and finds then that it is hidden.
    anchor: Anchor = Anchor.objects.select_for_update(of=("self",)).get(pk=found.pk)
    languages = _list_languages(version, assessor_id)
    if anchor.is_retired or anchor.use != AnchorUse.DRIFT or not languages:
        return False
    nobody = create_placeholder(acting=SYSTEM)
    row = start_submission(version, learner=nobody, acting=SYSTEM)
    with person_scope(nobody.pk):
        for item, text in anchor.answers.items():
            save_answer(row, item, text, expected_revision=0, acting=SYSTEM)
        Submission.objects.filter(pk=row.pk).update(anchor=anchor)
        row = submit_submission(row, acting=SYSTEM, declaration=Declaration(own_work=True))
    row.language = row.language if row.language in languages else languages[0]
    _keep_for(row, assessor_id)
    audit.record("anchor.hide", anchor, acting=SYSTEM, organization_id=row.organization_id)
    return True


def _list_languages(version: AchievementVersion, assessor_id: UUID) -> list[str]:
    """Return the languages of a version in which an assessor rates: a known work has none of its own."""
    rated, definition = languages_of(assessor_id), version.definition
    offered = offered_languages([*definition.languages, definition.language])
    return [language for language in offered if not rated or language in rated]


def _keep_for(row: Submission, assessor_id: UUID) -> None:
    """Leave one seat, as nobody else is to rate the work; the reasons for a second one stay, for what is seen later.

    It comes to its assessor as all work does: it is handed out, or waits in the queue, where they alone can take it.
    """
    row.seats = row.open_seats = 1
    row.save(update_fields=["seats", "open_seats", "language"])
    if selectors.is_handing_out():
        take_seat(row, assessor_id, Seat.FIRST, assigned=HANDED_OUT)
        facts = {"assessor": str(assessor_id)}
        audit.record("rating.hand_out", row, acting=SYSTEM, organization_id=row.organization_id, **facts)
        return
    rating = begin_rating(row, assessor_id)
    rating.state, rating.changed_at = RatingState.PUT_BACK, rating.started_at
    rating.save(force_insert=True)


def _take_back(assessors: set[UUID]) -> None:
    """Take known works out of the queue that nobody rated in time, or whose assessor has left."""
    rows = Submission.objects.filter(anchor__isnull=False, state__in=OPEN).prefetch_related("ratings")
    for row in rows:
        kept = any(rating.assessor_id in assessors for rating in row.ratings.all())
        is_late = row.due_at is not None and row.due_at + STALE < clock.now()
        if is_late or not kept:
            _withdraw(row)


@transaction.atomic
def _withdraw(found: Submission) -> None:
    """Take a known work out, unless its assessor has rated it since it was found."""
    row = lock(found)
    if row.state not in OPEN:
        return
    row.state, row.open_seats, row.changed_at = SubmissionState.WITHDRAWN, 0, clock.now()
    row.save(update_fields=["state", "open_seats", "changed_at"])
    row.ratings.filter(state=RatingState.DRAFT).update(state=RatingState.PUT_BACK)
    audit.record("submission.withdraw", row, acting=SYSTEM, organization_id=row.organization_id)


def _last_seed(version: AchievementVersion, assessor_id: UUID) -> datetime | None:
    rows = Rating.objects.filter(
        assessor_id=assessor_id,
        submission__anchor__isnull=False,
        submission__version__achievement_id=version.achievement_id,
    )
    last: datetime | None = rows.aggregate(last=Max("submission__created_at"))["last"]
    return last


def _pause(assessor_id: UUID, last: datetime, wanted: int) -> timedelta:
    """Return how long until the next one: by chance between half and one and a half of the even share of the period."""
    share = int.from_bytes(_draw(assessor_id, last.isoformat())[:8], "big") / _WAY
    return PERIOD / wanted * (0.5 + share)


def _met(assessor_id: UUID, anchors: list[Anchor]) -> dict[UUID, datetime]:
    """Return when an assessor last met each anchor: rated it, or was given it."""
    rated = AnchorRating.objects.filter(assessor_id=assessor_id, anchor__in=anchors)
    given = Rating.objects.filter(assessor_id=assessor_id, submission__anchor__in=anchors)
    met = dict(rated.values("anchor_id").annotate(last=Max("rated_at")).values_list("anchor_id", "last"))
    rows = given.values("submission__anchor_id").annotate(last=Max("started_at"))
    for anchor_id, last in rows.values_list("submission__anchor_id", "last"):
        met[anchor_id] = max(last, met.get(anchor_id, last))
    return met


def _draw(assessor_id: UUID, what: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), assessor_id.bytes + what.encode(), "sha256")
