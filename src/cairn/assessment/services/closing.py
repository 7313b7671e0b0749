# SPDX-License-Identifier: Apache-2.0
"""Closing work that is not needed any more, because an earlier attempt at the same version has come to pass."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cairn.assessment.models import OPEN, Submission, SubmissionState
from cairn.assessment.moderation_notices import tell_closed
from cairn.assessment.services.doubles import record_withdrawn_pair
from cairn.assessment.services.releasing import release_ratings
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict


def close_beside(passed: Submission, *, acting: Actor) -> None:
    """Close the work that a learner has begun beside one that is to pass; all of their attempts are held.

    A result that was wrong is put right at once, and the learner need do nothing for it. What they wrote stays, and
    they get a letter. Raises Conflict: appealed.
    """
    rows = Submission.objects.filter(version_id=passed.version_id, learner_id=passed.learner_id, state__in=OPEN)
    row: Submission | None = rows.exclude(pk=passed.pk).first()
    if row is None:
        return
    if row.state == SubmissionState.APPEALED:
        raise Conflict(
            _("The learner has appealed against the result of another attempt. Wait for that answer first."),
            code="appealed",
        )
    row.state, row.open_seats, row.changed_at = SubmissionState.CLOSED, 0, clock.now()
    row.save(update_fields=["state", "open_seats", "changed_at"])
    release_ratings(row)
    record_withdrawn_pair(row)
    audit.record("submission.close", row, acting=acting, organization_id=row.organization_id, passed=str(passed.pk))
    tell_closed(row)
