# SPDX-License-Identifier: Apache-2.0
"""Work that somebody does not hold: what happened, what they can do, and what they had typed. Never the evidence."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cairn.assessment import selectors
from cairn.assessment.aliases import alias_of
from cairn.assessment.models import WAITING, Rating, RatingState, Submission, SubmissionState
from cairn.assessment.selectors import Bar, DecisionView
from cairn.assessment.services import RatingDraft
from cairn.foundation.access import may
from cairn.foundation.errors import Conflict
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization
from cairn.web.access import acting_from
from cairn.web.assessor.rating.drafts import read_draft
from cairn.web.assessor.rating.typed import draft_of, list_typed


class Closed(StrEnum):
    """Why work is not on somebody's bench."""

    OWN = "own"
    WITHDRAWN = "withdrawn"
    LOCKED = "locked"
    CHANGED = "changed"
    RATED = "rated"
    BARRED = "barred"
    FREE = "free"
    TAKEN = "taken"
    RETURNED = "returned"
    DECIDED = "decided"


def show_closed(
    request: HttpRequest, organization: Organization, row: Submission, refused: Conflict | None = None
) -> HttpResponse:
    """Show why, with what was typed, where it could not be kept or was kept before."""
    own = selectors.find_own_rating(row, acting_from(request).person_id)
    why = _why(request, row, own, refused)
    page = {
        "row": row,
        "alias": alias_of(row.pk),
        "organization": organization,
        "why": why,
        "refused": refused,
        "is_held": own is not None and own.round == row.round and own.state == RatingState.DRAFT,
        "typed": list_typed(row.version.definition, _draft(request, row, own)),
        "history": _history(row, acting_from(request).person_id),
    }
    return render(request, "assessor/rating/closed.html", page, status=409 if refused else 200)


def _why(request: HttpRequest, row: Submission, own: Rating | None, refused: Conflict | None) -> Closed:
    person_id = acting_from(request).person_id
    if row.learner_id == person_id:
        return Closed.OWN
    if row.state == SubmissionState.WITHDRAWN:
        return Closed.WITHDRAWN
    if row.locked_at is not None:
        return Closed.LOCKED
    if refused is not None and refused.code == "rating_changed":
        return Closed.CHANGED
    if row.state not in WAITING:
        return Closed.RETURNED if row.state == SubmissionState.RETURNED else Closed.DECIDED
    return _why_waiting(request, row, own)


def _why_waiting(request: HttpRequest, row: Submission, own: Rating | None) -> Closed:
    if own is not None and own.round == row.round and own.state == RatingState.FINAL:
        return Closed.RATED
    if not row.open_seats:
        return Closed.TAKEN
    acting = acting_from(request)
    if acting.person_id is None or not may(acting, Permission.SUBMISSIONS_RATE, row.organization_id):
        return Closed.BARRED
    bar = selectors.find_bar(row, acting.person_id)
    if bar is Bar.RATED and selectors.is_for_another(row, acting.person_id):
        return Closed.TAKEN
    return Closed.BARRED if bar else Closed.FREE


def _draft(request: HttpRequest, row: Submission, own: Rating | None) -> RatingDraft | None:
    if request.method == "POST":
        return read_draft(request.POST, row.version.definition)
    return draft_of(own) if own is not None else None


def _history(row: Submission, person_id: UUID | None) -> list[DecisionView]:
    """Return what was decided in the rounds that somebody rated themselves.

    They may be asked to rate another round on appeal, and are not to know its first result.
    """
    rounds = selectors.rounds_rated(row, person_id)
    return [view for view in selectors.blind_history(row) if view.decision.round in rounds] if rounds else []
