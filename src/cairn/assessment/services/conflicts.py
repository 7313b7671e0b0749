# SPDX-License-Identifier: Apache-2.0
"""Conflicts of interest: an assessor says that they know a writer, or the organization says who has to do with whom.

Nobody tells an assessor whose work it was: a declared conflict is known to them by the code that the work had.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cairn.accounts.models import Person
from cairn.assessment import selectors
from cairn.assessment.models import Conflict, ConflictKind, Rating, Submission
from cairn.assessment.services.letting_go import let_go
from cairn.assessment.services.rating import lock_rating
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict as Refused
from cairn.foundation.errors import Invalid, PermissionDenied
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope
from cairn.foundation.texts import one_line
from cairn.organizations.models import Organization

ENTERED: Final = (ConflictKind.RELATIVE, ConflictKind.MANAGER, ConflictKind.TUTOR)
"""The kinds that the organization enters; the others are declared, or follow from where people belong."""

SEEN: Final = (ConflictKind.WITNESS, ConflictKind.WATCHED)
"""The kinds that follow from having seen a learner at work."""

MAX_NOTE: Final = 500


@transaction.atomic
def declare_conflict(rating: Rating, *, acting: Actor) -> Conflict:
    """Say that one knows the writer of a work that one holds: it goes back, and their works are not shown again.

    Raises PermissionDenied; Conflict: rating_closed.
    """
    submission = lock_rating(rating, acting).submission
    row: Conflict = Conflict.objects.get_or_create(
        organization_id=rating.organization_id,
        assessor_id=rating.assessor_id,
        learner_id=submission.learner_id,
        ended_at=None,
        defaults={"submission": submission, "declared_by": acting.label, "declared_at": clock.now()},
    )[0]
    _let_go(row, acting)
    _record("conflict.declare", row, acting)
    return row


def enter_conflict(
    organization: Organization, pair: tuple[UUID, UUID], kind: ConflictKind, *, acting: Actor, note: str = ""
) -> Conflict:
    """Say that an assessor and a learner, in this order, have to do with each other; what is held goes back.

    Raises PermissionDenied; Invalid: no_such_kind, same_person, not_an_assessor, not_a_learner, note_too_long;
    Conflict: known_already.
    """
    require(acting, Permission.SUBMISSIONS_MANAGE, organization.pk)
    _check(organization, pair, kind, note)
    try:
        return _enter(organization, pair, kind, note, acting)
    except IntegrityError:
        raise Refused(_("This conflict is on the list already."), code="known_already") from None


@transaction.atomic
def end_conflict(conflict: Conflict, *, acting: Actor) -> Conflict:
    """End a conflict: an assessor one that they declared, a manager any but that they have seen the learner themselves.

    To end it again changes nothing. Raises PermissionDenied: denied, not_yours_to_end.
    """
    if conflict.assessor_id != acting.person_id or conflict.kind != ConflictKind.DECLARED:
        require(acting, Permission.SUBMISSIONS_MANAGE, conflict.organization_id)
    else:
        require(acting, Permission.SUBMISSIONS_RATE, conflict.organization_id)
    if conflict.kind in SEEN and conflict.assessor_id == acting.person_id:
        raise PermissionDenied(
            _("You have seen this learner at work, so another owner decides whether that still matters."),
            code="not_yours_to_end",
        )
    if Conflict.objects.filter(pk=conflict.pk, ended_at=None).update(ended_at=clock.now()):
        conflict.refresh_from_db()
        _record("conflict.end", conflict, acting)
    return conflict


def keep_apart(submission: Submission, seen_by: Person, kind: ConflictKind, *, acting: Actor) -> Conflict:
    """Keep whoever has seen a learner at work from rating them, within a transaction; what they hold goes back.

    It is not theirs to end, as a conflict is that they declared themselves.
    """
    with organization_scope(submission.organization_id):
        row: Conflict
        row, is_new = Conflict.objects.get_or_create(
            organization_id=submission.organization_id,
            assessor=seen_by,
            learner_id=submission.learner_id,
            ended_at=None,
            defaults={"kind": kind, "declared_by": str(seen_by), "declared_at": clock.now()},
        )
        if row.kind == ConflictKind.DECLARED:
            row.kind, is_new = kind, True
            row.save(update_fields=["kind"])
        _let_go(row, acting)
        if is_new:
            _record("conflict.keep_apart", row, acting)
    return row


@transaction.atomic
def _enter(organization: Organization, pair: tuple[UUID, UUID], kind: str, note: str, acting: Actor) -> Conflict:
    assessor_id, learner_id = pair
    row: Conflict = Conflict.objects.create(
        organization=organization,
        assessor_id=assessor_id,
        learner_id=learner_id,
        kind=kind,
        note=one_line(note),
        declared_by=acting.label,
        declared_at=clock.now(),
    )
    _let_go(row, acting)
    _record("conflict.enter", row, acting)
    return row


def _check(organization: Organization, pair: tuple[UUID, UUID], kind: ConflictKind, note: str) -> None:
    assessor_id, learner_id = pair
    if kind not in ENTERED:
        raise Invalid(_("Choose how the two have to do with each other."), code="no_such_kind", field="kind")
    if assessor_id == learner_id:
        raise Invalid(_("Nobody rates their own work anyway. Choose two people."), code="same_person", field="learner")
    if assessor_id not in selectors.list_assessors(organization):
        raise Invalid(
            _("This person does not rate here. Choose an assessor of the organization."),
            code="not_an_assessor",
            field="assessor",
        )
    if not selectors.is_known_learner(organization, learner_id):
        raise Invalid(
            _("Nobody of that name learns here. Give the mail address or the sign-in name of a learner."),
            code="not_a_learner",
            field="learner",
        )
    if len(note) > MAX_NOTE:
        raise Invalid(_("Keep it under %(most)s characters.") % {"most": MAX_NOTE}, code="note_too_long", field="note")


def _let_go(conflict: Conflict, acting: Actor) -> None:
    let_go(conflict.assessor_id, Q(submission__learner_id=conflict.learner_id), why="conflict", acting=acting)


def _record(action: str, row: Conflict, acting: Actor) -> None:
    audit.record(action, row, acting=acting, organization_id=row.organization_id, kind=ConflictKind(row.kind).value)
