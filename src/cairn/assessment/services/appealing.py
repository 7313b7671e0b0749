# SPDX-License-Identifier: Apache-2.0
"""Appeals: another assessor rates the same round anew, without knowing the first result or that there is an appeal."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.assessment import access, selectors, voice_notices
from cairn.assessment.models import (
    Appeal,
    AppealState,
    Decision,
    DecisionKind,
    Rating,
    Submission,
    SubmissionState,
)
from cairn.assessment.selectors import Standing, WhyNoAppeal
from cairn.assessment.services.locking import lock
from cairn.assessment.services.releasing import release_ratings
from cairn.assessment.services.verdicts import decide, merge
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid
from cairn.foundation.scopes import organization_scope

MAX_REASONS: Final = 5000


@transaction.atomic
def file_appeal(decision: Decision, reasons: str, *, acting: Actor) -> Appeal:
    """Ask that another assessor rates the round which a decision did not let pass.

    The round goes back to the queue with one seat; what the learner has begun to improve waits. Raises
    PermissionDenied; Invalid: reasons_missing, reasons_too_long; Conflict: not_appealable, whose `why` says more.
    """
    access.require_learner(acting, decision.submission.learner_id)
    row = lock(decision.submission)
    found = selectors.find_appeal_chance(row, Decision.objects.get(pk=decision.pk))
    if found.why is not None:
        raise Conflict(_REFUSALS[found.why](), code="not_appealable", why=found.why.value)
    appeal = Appeal(
        organization_id=row.organization_id,
        submission=row,
        decision=decision,
        reasons=_clean(reasons),
        state_before=row.state,
        round_before=row.round,
        filed_at=clock.now(),
        due_at=found.due_at,
    )
    appeal.save(force_insert=True)
    _reopen(row, appeal)
    _record("appeal.file", appeal, acting)
    voice_notices.tell_appeal_filed(appeal)
    return appeal


@transaction.atomic
def withdraw_appeal(appeal: Appeal, *, acting: Actor) -> Appeal:
    """Take an appeal back before it is decided: the decision stands, and the learner goes on where they were.

    Raises PermissionDenied; Conflict: appeal_closed.
    """
    access.require_learner(acting, appeal.submission.learner_id)
    row = lock(appeal.submission)
    found: Appeal = Appeal.objects.select_related("decision").get(pk=appeal.pk)
    if found.state != AppealState.WAITING:
        raise Conflict(_("This appeal is decided already. Read the answer."), code="appeal_closed")
    found.submission = row
    found.state, found.closed_at = AppealState.WITHDRAWN, clock.now()
    found.save(update_fields=["state", "closed_at"])
    release_ratings(row)
    _stand(row, found)
    _record("appeal.withdraw", found, acting)
    return found


def conclude_appeal(rating: Rating, standing: Standing, *, acting: Actor) -> Decision | None:
    """Close the appeal that a rating was made for: a work that passes now has passed, otherwise the decision stands."""
    appeal: Appeal = Appeal.objects.select_related("decision").get(
        submission=rating.submission, state=AppealState.WAITING
    )
    appeal.submission = rating.submission
    appeal.rating = rating
    appeal.closed_at = clock.now()
    appeal.state = AppealState.OVERTURNED if standing.result.passed else AppealState.UPHELD
    appeal.save()
    _record("appeal.close", appeal, acting)
    if appeal.state == AppealState.OVERTURNED:
        verdict = merge(rating.submission, [rating], DecisionKind.APPEAL)
        return decide(rating.submission, verdict, [rating], acting=acting, replaces=appeal.decision)
    _stand(rating.submission, appeal)
    voice_notices.tell_appeal_upheld(appeal)
    return None


def _reopen(row: Submission, appeal: Appeal) -> None:
    """Put the round back as it was when it was handed in, for one more assessor."""
    row.state, row.round = SubmissionState.APPEALED, appeal.decision.round
    row.items_to_improve = selectors.items_open_in(row, row.round)
    row.open_seats = 1
    row.due_at = appeal.due_at
    row.changed_at = appeal.filed_at
    row.save()


def _stand(row: Submission, appeal: Appeal) -> None:
    """Put the work back where it was before the appeal."""
    row.state, row.round = SubmissionState(appeal.state_before), appeal.round_before
    if row.state == SubmissionState.RETURNED:
        row.items_to_improve = appeal.decision.items_to_improve
        row.due_at = None
    row.open_seats = 0
    row.changed_at = clock.now()
    row.save()


def _clean(reasons: str) -> str:
    words = reasons.strip()
    if not words:
        raise Invalid(
            _("Say what you think was judged wrongly, and where in your work that can be seen."),
            code="reasons_missing",
            field="reasons",
        )
    if len(words) > MAX_REASONS:
        raise Invalid(
            _("Keep your reasons under %(most)s characters.") % {"most": MAX_REASONS},
            code="reasons_too_long",
            field="reasons",
        )
    return words


def _record(action: str, appeal: Appeal, acting: Actor) -> None:
    with organization_scope(appeal.organization_id):
        audit.record(
            action,
            appeal.submission,
            acting=acting,
            organization_id=appeal.organization_id,
            appeal=str(appeal.pk),
            round=appeal.decision.round,
            state=AppealState(appeal.state).value,
        )


_REFUSALS: Final = {
    WhyNoAppeal.PASSED: lambda: _("This work has passed, so there is nothing to appeal."),
    WhyNoAppeal.OVER: lambda: _("The time to appeal is over. If something else was wrong, you can complain."),
    WhyNoAppeal.APPEALED: lambda: _("You have appealed against this result before. It can be done once."),
    WhyNoAppeal.NOT_LAST: lambda: _("This result does not count any more. Look at the newest one."),
    WhyNoAppeal.HANDED_IN: lambda: _("You have handed in again since. Wait for that result; then you can appeal."),
    WhyNoAppeal.BEGUN_AGAIN: lambda: _(
        "You have begun this credential again. Withdraw that work first, then you can appeal against this result."
    ),
    WhyNoAppeal.PASSED_SINCE: lambda: _(
        "You have passed this credential since, so there is nothing more to win. If something was wrong, complain."
    ),
    WhyNoAppeal.LOCKED: lambda: _(
        "The organization has locked this work while it looks into something. You can appeal once it is unlocked; "
        "the time to do so begins anew then."
    ),
}
