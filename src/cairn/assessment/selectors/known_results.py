# SPDX-License-Identifier: Apache-2.0
"""Of which works somebody was shown what others gave: for a meeting of assessors, or as a moderator.

They rate none of these any more, if one comes back to the queue.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import F

from cairn.assessment.models import CalibrationMeeting, DoubleRating, ResultSeen


def works_known_to(people: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return for each of some people the works whose result they know in the round that stands, and did not rate."""
    known = works_met_on(people)
    seen = ResultSeen.objects.filter(person_id__in=list(people), round=F("submission__round"))
    for person, work in seen.values_list("person_id", "submission_id"):
        known.setdefault(person, set()).add(work)
    return known


def works_met_on(people: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return for each of some people the works that a meeting put before them, with what their two assessors gave.

    It counts from the invitation, and whether or not the meeting was held.
    """
    rows = CalibrationMeeting.objects.exclude(works=[]).values_list("works", "invited", "called_by_id")
    shown: dict[UUID, set[UUID]] = {}
    for works, invited, called_by in rows:
        there = {called_by, *map(UUID, invited)}
        for person in there.intersection(people):
            shown.setdefault(person, set()).update(map(UUID, works))
    if not shown:
        return {}
    pairs = DoubleRating.objects.filter(pk__in=set().union(*shown.values())).exclude(submission=None)
    submissions = dict(pairs.values_list("pk", "submission_id"))
    return {person: {submissions[work] for work in works & submissions.keys()} for person, works in shown.items()}
