# SPDX-License-Identifier: Apache-2.0
"""Awarding one achievement to one recipient."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cairn.achievements.models import AchievementVersion
from cairn.credentials.mapping import NOT_ASSESSED, Assessed, Frame
from cairn.credentials.models import Award, AwardReason
from cairn.credentials.recipients import RecipientFacts, with_people
from cairn.credentials.selectors import find_for_submission, get_award
from cairn.credentials.services.issuing import issue_reserved
from cairn.credentials.services.places import hold_places
from cairn.credentials.services.reserving import Draft, held_since, holders_of, reserve_all
from cairn.foundation import clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope
from cairn.standards.openbadges.roster import ResultRule, RowRules


def award(
    version: AchievementVersion,
    recipient: RecipientFacts,
    *,
    acting: Actor,
    reason: AwardReason,
    submission_id: UUID | None = None,
    assessed: Assessed = NOT_ASSESSED,
) -> Award:
    """Reserve an award, which background work then signs. Once for each submission: a second call gets the first award.

    Raises PermissionDenied; Conflict: not_published, retired, already_holds; Invalid with the field that is wrong.
    """
    require(acting, Permission.AWARDS_ISSUE, version.organization_id)
    with organization_scope(version.organization_id):
        found = find_for_submission(submission_id) if submission_id else None
        if found is not None:
            return found
        [facts] = with_people([recipient], organization_id=version.organization_id)
        require_awardable(version, reason)
        if reason == AwardReason.DIRECT:
            require_sound(Frame.of(version), facts)
        draft = Draft(facts, {"submission_id": submission_id} if submission_id else {}, assessed)
        try:
            return _reserve(version, draft, acting=acting, reason=reason)
        except IntegrityError:
            found = find_for_submission(submission_id) if submission_id else None
            if found is None:
                raise
            return found


@transaction.atomic
def _reserve(version: AchievementVersion, draft: Draft, *, acting: Actor, reason: AwardReason) -> Award:
    if reason == AwardReason.DIRECT:
        # Two who award the same person at once, each by a form of their own, must not both find that nobody did.
        hold_places(version.organization_id)
        _require_new(version, draft.recipient)
    [row] = reserve_all(version, [draft], acting=acting, reason=reason)
    transaction.on_commit(partial(issue_reserved.enqueue, str(row.pk)))
    return get_award(row.pk)


def require_awardable(version: AchievementVersion, reason: AwardReason) -> None:
    """Return if a version can be awarded for a reason. Raises Conflict: not_published, retired."""
    if not version.is_published:
        raise Conflict(_("This version is still a draft. Publish it first, then award it."), code="not_published")
    is_new = reason in (AwardReason.DIRECT, AwardReason.BATCH)
    if is_new and version.achievement.retired_at is not None:
        raise Conflict(_("This achievement is retired and is not awarded any more."), code="retired")


def require_sound(frame: Frame, facts: RecipientFacts) -> None:
    """Ask of one recipient what is asked of a row. Raises Invalid with the field that is wrong."""
    rules = RowRules(results=ResultRule.of(frame.achievement), today=clock.now().date(), taken=frame.taken)
    values = facts.to_values()
    if facts.person_id and not (facts.email or facts.identifier):
        # Somebody who has an account is known by that; the rules ask only for something to know them by.
        values["identifier"] = str(facts.person_id)
    refusal = rules.refusal_alone(values)
    if refusal is not None:
        sentence = _(refusal.sentence) % refusal.values
        words = _("This cannot be awarded: %(why)s.") % {"why": sentence}
        raise Invalid(words, code=refusal.code, field=refusal.column)


def _require_new(version: AchievementVersion, facts: RecipientFacts) -> None:
    since = held_since(facts, holders_of(version, [facts]))
    if since is not None:
        words = {"date": date_format(since, "DATE_FORMAT")}
        raise Conflict(_("This person already holds it, awarded on %(date)s.") % words, code="already_holds")
