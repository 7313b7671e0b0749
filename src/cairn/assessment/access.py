# SPDX-License-Identifier: Apache-2.0
"""Who may: the learner writes, and an assessor of the organization rates, but never their own work."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from cairn.assessment.models import Rating, Submission
from cairn.foundation.access import require
from cairn.foundation.actors import Actor, ActorKind
from cairn.foundation.errors import PermissionDenied
from cairn.foundation.permissions import Permission


def require_learner(acting: Actor, learner_id: UUID) -> None:
    """Return if the actor is the learner, or the system. Raises PermissionDenied."""
    if acting.kind is not ActorKind.SYSTEM and acting.person_id != learner_id:
        raise PermissionDenied(_("Only the learner can change this work."), code="not_your_work")


def require_assessor(acting: Actor, submission: Submission) -> UUID:
    """Return who rates, if they may rate this work. Raises PermissionDenied: denied, own_work."""
    person_id = require_rater(acting, submission.organization_id)
    _require_of_another(acting, submission)
    return person_id


def require_moderator(acting: Actor, submission: Submission) -> None:
    """Return if the actor looks after this work, and it is not their own. Raises PermissionDenied: denied, own_work."""
    require(acting, Permission.SUBMISSIONS_MANAGE, submission.organization_id)
    _require_of_another(acting, submission)


def require_rater(acting: Actor, organization_id: UUID) -> UUID:
    """Return who rates, if they may rate in this organization. Raises PermissionDenied: denied, not_a_person."""
    require(acting, Permission.SUBMISSIONS_RATE, organization_id)
    if acting.person_id is None:
        raise PermissionDenied(_("Work is rated by a person."), code="not_a_person")
    return acting.person_id


def require_own(acting: Actor, organization_id: UUID, assessor_id: UUID) -> None:
    """Return if the actor is this assessor and may still rate. Raises PermissionDenied: denied, not_yours."""
    if require_rater(acting, organization_id) != assessor_id:
        raise PermissionDenied(_("This belongs to another assessor. Go back to your own page."), code="not_yours")


def require_holder(acting: Actor, rating: Rating) -> None:
    """Return if the actor holds this rating and may still rate. Raises PermissionDenied."""
    if require_assessor(acting, rating.submission) != rating.assessor_id:
        raise PermissionDenied(_("Another assessor holds this work. Take another from the queue."), code="not_holder")


def _require_of_another(acting: Actor, submission: Submission) -> None:
    if acting.person_id == submission.learner_id:
        raise PermissionDenied(
            _("This is your own work. Another assessor rates it; there is nothing for you to do."), code="own_work"
        )
