# SPDX-License-Identifier: Apache-2.0
"""Who rates what: an assessor takes the next work, a manager hands out what waits, or gives a work to somebody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from cairn.assessment import selectors
from cairn.assessment.assigning import hand_out
from cairn.assessment.handing_notices import tell_handed_out
from cairn.assessment.languages import primary_language
from cairn.assessment.models import AssessorProfile, HandingOut, Rating, RatingState, Seat, Submission, SubmissionState
from cairn.assessment.selectors import QueueFilter
from cairn.assessment.services.rating import begin_rating, lock_open_rating, start_rating, take_seat
from cairn.assessment.services.seats import free_seats
from cairn.foundation import audit, clock
from cairn.foundation.access import may, require
from cairn.foundation.actors import SYSTEM, Actor
from cairn.foundation.errors import Conflict, Invalid, PermissionDenied
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import everything, organization_scope
from cairn.organizations.models import Organization

HANDED_OUT: Final = "handed_out"
GIVEN: Final = "given"
"""How a rating says that it was not claimed: handed out with others, or given to somebody by name."""

MAX_LANGUAGES: Final = 20
MAX_REASON: Final = 500
_ATTEMPTS: Final = 20
_TOGETHER: Final = 20


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What came of handing out: how many works, to how many assessors, and how many seats nobody may take."""

    works: int
    assessors: int
    left: int


def take_next(wanted: QueueFilter, *, acting: Actor) -> Rating | None:
    """Take the work that is due first of those that the assessor may rate; None where there is none.

    Where others are faster, the next one is tried. Raises PermissionDenied.
    """
    if acting.person_id is None:
        raise PermissionDenied(_("Work is rated by a person."), code="not_a_person")
    for submission in selectors.find_next(acting.person_id, wanted, most=_ATTEMPTS):
        try:
            return start_rating(submission, acting=acting)
        except Conflict:
            continue
    return None


def assign_waiting(organization: Organization, *, acting: Actor) -> HandedOut:
    """Hand out what waits, so that assessors hold about as much as each other; what they hold already counts.

    The plan is made for all, and carried out for a few assessors at a time: what has changed meanwhile stays in the
    queue.
    Raises PermissionDenied.
    """
    require(acting, Permission.SUBMISSIONS_MANAGE, organization.pk)
    with organization_scope(organization.pk):
        crowd = selectors.load_crowd(organization)
        shares: defaultdict[int, list[UUID]] = defaultdict(list)
        for handed in hand_out(crowd.works, crowd.loads):
            shares[handed.assessor].append(crowd.submissions[handed.work])
        by_assessor = [(crowd.assessors[number], share) for number, share in sorted(shares.items())]
        given: dict[UUID, int] = {}
        for first in range(0, len(by_assessor), _TOGETHER):
            given |= _give_some(organization, by_assessor[first : first + _TOGETHER], acting)
        held_nothing = {who for who, load in zip(crowd.assessors, crowd.loads, strict=True) if not load}
        tell_handed_out(organization, {who: n for who, n in given.items() if n and who in held_nothing})
    works = sum(given.values())
    return HandedOut(works, sum(map(bool, given.values())), sum(work.seats for work in crowd.works) - works)


def hand_out_everywhere() -> int:
    """Hand out what waits where an organization chose that; returns how many works. Called by the periodic work."""
    with everything("every organization that hands work out"):
        chosen = [row.organization for row in HandingOut.objects.filter(is_on=True).select_related("organization")]
        waiting = set(selectors.list_unclaimed().order_by().values_list("organization_id", flat=True).distinct())
    return sum(assign_waiting(place, acting=SYSTEM).works for place in chosen if place.pk in waiting)


@transaction.atomic
def choose_handing_out(organization: Organization, *, is_on: bool, acting: Actor) -> HandingOut:
    """Choose whether work is handed out as it comes in. Raises PermissionDenied."""
    require(acting, Permission.SUBMISSIONS_MANAGE, organization.pk)
    row: HandingOut = HandingOut.objects.update_or_create(
        organization=organization, defaults={"is_on": is_on, "changed_at": clock.now()}
    )[0]
    audit.record("assignment.choose", organization, acting=acting, organization_id=organization.pk, is_on=is_on)
    return row


@transaction.atomic
def state_languages(organization: Organization, languages: Iterable[str], *, acting: Actor) -> AssessorProfile:
    """Keep in which languages an assessor rates; none means all. What they hold stays theirs.

    Raises PermissionDenied; Invalid: no_such_language.
    """
    require(acting, Permission.SUBMISSIONS_RATE, organization.pk)
    known = sorted({primary_language(tag) for tag in languages})
    if "" in known or len(known) > MAX_LANGUAGES:
        raise Invalid(_("Choose from the languages on the list."), code="no_such_language", field="languages")
    row: AssessorProfile = AssessorProfile.objects.update_or_create(
        organization=organization,
        assessor_id=acting.person_id,
        defaults={"languages": known, "changed_at": clock.now()},
    )[0]
    audit.record("assessor.languages", row, acting=acting, organization_id=organization.pk, languages=known)
    return row


@transaction.atomic
def reassign_rating(rating: Rating, to: UUID, *, reason: str, acting: Actor) -> Rating:
    """Give the seat of a rating in progress to somebody else; what the one before has typed stays with them.

    Raises PermissionDenied: denied, not_an_assessor; Conflict: rating_closed, holds_it, not_eligible; Invalid:
    no_reason.
    """
    require(acting, Permission.SUBMISSIONS_MANAGE, rating.organization_id)
    if not reason.strip():
        raise Invalid(_("Say why somebody else is to rate this work."), code="no_reason", field="reason")
    held = lock_open_rating(rating)
    submission = held.submission
    _require_assessor(to, submission)
    held.state = RatingState.PUT_BACK
    held.save(update_fields=["state"])
    given = take_seat(submission, to, Seat(held.seat), assigned=GIVEN)
    audit.record(
        "rating.reassign",
        submission,
        acting=acting,
        organization_id=submission.organization_id,
        before=str(held.assessor_id),
        after=str(to),
        round=submission.round,
        reason=reason.strip()[:MAX_REASON],
    )
    return given


def _require_assessor(person_id: UUID, submission: Submission) -> None:
    if not may(Actor.person(person_id, ""), Permission.SUBMISSIONS_RATE, submission.organization_id):
        raise PermissionDenied(
            _("This person does not rate here. Choose an assessor of the organization."), code="not_an_assessor"
        )
    held = Rating.objects.filter(submission=submission, round=submission.round, assessor_id=person_id)
    if held.filter(state=RatingState.DRAFT).exists():
        raise Conflict(_("This person rates the work already. Choose another assessor."), code="holds_it")
    if selectors.find_bar(submission, person_id) is not None:
        raise Conflict(
            _("This person may not rate this work: they have to do with the learner, are not qualified, do not read "
              "the language, or have rated it. Choose another assessor."),
            code="not_eligible",
        )  # fmt: skip


@transaction.atomic
def _give_some(
    organization: Organization, shares: Sequence[tuple[UUID, Sequence[UUID]]], acting: Actor
) -> dict[UUID, int]:
    """Give some assessors their shares; return how many works each got."""
    works = [work for _assessor, share in shares for work in share]
    # All at once and in one order, so that two who hand out, or let go, do not wait for each other.
    list(Submission.objects.select_for_update(of=("self",)).filter(pk__in=works).order_by("pk").values_list("pk"))
    return {assessor: _give(organization, assessor, share, acting) for assessor, share in shares}


def _give(organization: Organization, assessor_id: UUID, works: Sequence[UUID], acting: Actor) -> int:
    """Give an assessor those of these works that still have a seat for them; return how many."""
    found = list(_list_free(assessor_id, works))
    ratings = _ratings_of_round(found)
    seats = {row.pk: free_seats(row, ratings.get(row.pk, ())) for row in found}
    rows = [row for row in found if seats[row.pk]]
    qualified = selectors.versions_qualified_for(assessor_id, {row.version_id for row in rows})
    Rating.objects.bulk_create(
        _begin(row, assessor_id, seats[row.pk][0], is_qualified=row.version_id in qualified) for row in rows
    )
    taken = Submission.objects.filter(pk__in=[row.pk for row in rows])
    taken.filter(state=SubmissionState.SUBMITTED).update(state=SubmissionState.IN_REVIEW)
    taken.update(open_seats=F("open_seats") - 1)
    facts = {"assessor": str(assessor_id)}
    audit.record_all("rating.hand_out", rows, acting=acting, organization_id=organization.pk, **facts)
    return len(rows)


def _list_free(assessor_id: UUID, works: Sequence[UUID]) -> QuerySet[Submission]:
    """Return the works that the assessor may still take and has not had in this round."""
    had = Rating.objects.filter(assessor_id=assessor_id, round=F("submission__round")).values("submission_id")
    return selectors.list_free(assessor_id).filter(pk__in=works).exclude(pk__in=had)


def _ratings_of_round(rows: Sequence[Submission]) -> Mapping[UUID, list[tuple[str, str]]]:
    found = Rating.objects.filter(submission__in=rows, round=F("submission__round"))
    by_work: defaultdict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for work, seat, state in found.values_list("submission_id", "seat", "state"):
        by_work[work].append((seat, state))
    return by_work


def _begin(submission: Submission, assessor_id: UUID, seat: str, *, is_qualified: bool) -> Rating:
    rating = begin_rating(submission, assessor_id, is_qualified=is_qualified)
    rating.seat, rating.assigned, rating.changed_at = seat, HANDED_OUT, rating.started_at
    return rating
