# SPDX-License-Identifier: Apache-2.0
"""Beginning: one open piece of work for each achievement, and no more tries than the pass rule allows."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.accounts.models import Person
from cairn.achievements.models import AchievementVersion
from cairn.assessment import access, selectors
from cairn.assessment.models import Submission, SubmissionState
from cairn.assessment.services.locking import lock_attempts
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict
from cairn.foundation.scopes import person_scope


def start_submission(version: AchievementVersion, *, learner: Person, acting: Actor) -> Submission:
    """Begin work on a version, or return the learner's open work on the same achievement.

    Raises PermissionDenied; Conflict: not_published, achievement_retired, not_applied_for, already_passed,
    no_tries_left.
    """
    access.require_learner(acting, learner.pk)
    with person_scope(learner.pk):
        found = selectors.find_open_submission(version.achievement_id, learner.pk)
        if found is not None:
            return found
        _require_startable(version)
        try:
            return _start(version, learner, acting)
        except IntegrityError:
            # Two clicks at once: the constraint let one of them through.
            found = selectors.find_open_submission(version.achievement_id, learner.pk)
            if found is None:
                raise
            return found


@transaction.atomic
def _start(version: AchievementVersion, learner: Person, acting: Actor) -> Submission:
    # Held, so that none of them comes to pass meanwhile.
    earlier = max((row.attempt for row in lock_attempts(version.pk, learner.pk)), default=0)
    _require_try_left(version, learner)
    now = clock.now()
    row = Submission(
        organization_id=version.organization_id,
        version=version,
        learner=learner,
        attempt=earlier + 1,
        created_at=now,
        changed_at=now,
    )
    row.save(force_insert=True)
    audit.record("submission.start", row, acting=acting, organization_id=row.organization_id, version=str(version.pk))
    return row


def _require_startable(version: AchievementVersion) -> None:
    if not version.is_published:
        raise Conflict(_("This is a draft. It can be earned once it is published."), code="not_published")
    if version.achievement.retired_at is not None:
        raise Conflict(
            _("This credential is retired and can no longer be earned. Look for a newer one in the catalog."),
            code="achievement_retired",
        )
    if not any(part.items for part in version.definition.evidence):
        raise Conflict(
            _("Nothing is handed in for this one. Its issuer gives it directly, so there is nothing for you to do."),
            code="not_applied_for",
        )


def _require_try_left(version: AchievementVersion, learner: Person) -> None:
    if Submission.objects.filter(version=version, learner=learner, state=SubmissionState.PASSED).exists():
        raise Conflict(_("You have passed this one. You find it on your own page."), code="already_passed")
    most = version.definition.rubric.pass_rule.max_attempts
    if most and selectors.count_tries(version.pk, learner.pk) >= most:
        raise Conflict(
            ngettext(
                "The one try that this credential allows is used. Ask its issuer what you can do.",
                "All %(most)s tries that this credential allows are used. Ask its issuer what you can do.",
                most,
            )
            % {"most": most},
            code="no_tries_left",
        )
