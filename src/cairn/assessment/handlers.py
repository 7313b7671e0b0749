# SPDX-License-Identifier: Apache-2.0
"""Handlers of events: what follows a double rating, a rubric that takes the place of another, and a role that ends."""

from __future__ import annotations

from uuid import UUID

from cairn.achievements.events import VersionPublished
from cairn.assessment.events import RatedTwice
from cairn.assessment.services.agreement import request_measurement
from cairn.assessment.services.brakes import review_brake
from cairn.assessment.services.letting_go import let_go_without_role
from cairn.foundation.events import handles
from cairn.organizations.events import MembershipEnded, RolesChanged


@handles(RatedTwice)
def measure_agreement(event: RatedTwice) -> None:
    """Measure the agreement on a rubric anew, in the background; a burst of ratings is measured once."""
    request_measurement(UUID(event.achievement_id), event.rubric_digest)


@handles(VersionPublished)
def review_brake_of_new_rubric(event: VersionPublished) -> None:
    """See how the agreement on the rubric stands that is in force now: nothing is known of new words."""
    review_brake(UUID(event.achievement_id))


@handles(RolesChanged)
def let_go_after_a_change_of_roles(event: RolesChanged) -> None:
    """Give back to the queue what somebody holds who does not rate here any more."""
    let_go_without_role(UUID(event.organization_id), UUID(event.person_id))


@handles(MembershipEnded)
def let_go_after_leaving(event: MembershipEnded) -> None:
    """Give back to the queue what somebody holds who has left."""
    let_go_without_role(UUID(event.organization_id), UUID(event.person_id))
