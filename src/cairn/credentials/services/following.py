# SPDX-License-Identifier: Apache-2.0
"""Credentials that follow another: a renewal, which begins anew, and a corrected one, which ends the old."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cairn.achievements.models import AchievementVersion
from cairn.credentials.assessed import assessed_again, was_earned
from cairn.credentials.mapping import Assessed, Frame
from cairn.credentials.models import Award, AwardReason, AwardState, CredentialState
from cairn.credentials.recipients import RecipientFacts, with_people
from cairn.credentials.services.awarding import require_awardable, require_sound
from cairn.credentials.services.changes import require_reason
from cairn.credentials.services.issuing import issue_reserved
from cairn.credentials.services.reserving import Draft, reserve_all
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope


def renew(award: Award, *, reason: str, acting: Actor) -> Award:
    """Award the same again from today, in the place of one that ends or has ended; that one stays as it is.

    Raises PermissionDenied; Invalid: reason_missing; Conflict: not_issued, on_hold, revoked,
    already_replaced.
    """
    facts = replace(_facts_of(award), awarded_on=clock.now().replace(microsecond=0))
    return _follow(award, facts, AwardReason.RENEWAL, reason=reason, acting=acting)


def reissue(
    award: Award,
    *,
    reason: str,
    acting: Actor,
    name: str | None = None,
    email: str | None = None,
    identifier: str | None = None,
) -> Award:
    """Issue a credential again with what was wrong put right, or by a new key; the old one is revoked once it is there.

    Raises as `renew`; Invalid with the field that is wrong.
    """
    known = _facts_of(award)
    facts = replace(
        known,
        name=known.name if name is None else name.strip(),
        email=known.email if email is None else email.strip(),
        identifier=known.identifier if identifier is None else identifier.strip(),
    )
    if (facts.email, facts.identifier) != (known.email, known.identifier) and not was_earned(award):
        # It was made out to somebody else, who has it until now and must not get the right one too.
        facts = replace(facts, person_id=None)
    return _follow(award, facts, AwardReason.REISSUE, reason=reason, acting=acting)


def award_anew(award: Award, assessed: Assessed, *, acting: Actor) -> Award:
    """Award the same work again, because it was decided anew; what was awarded before ends once this is signed.

    Within the organization's scope. Raises PermissionDenied; Conflict: already_replaced.
    """
    require(acting, Permission.AWARDS_ISSUE, award.organization_id)
    facts = replace(_facts_of(award), awarded_on=None)
    draft = Draft(facts, {"replaces": award}, assessed)
    try:
        return _reserve(award, draft, AwardReason.REISSUE, words=_("It was decided anew."), acting=acting)
    except IntegrityError:
        raise _replaced() from None


def _follow(award: Award, facts: RecipientFacts, why: AwardReason, *, reason: str, acting: Actor) -> Award:
    require(acting, Permission.AWARDS_ISSUE, award.organization_id)
    words = require_reason(reason)
    with organization_scope(award.organization_id):
        _require_followable(award, why)
        version: AchievementVersion = award.version
        require_awardable(version, why)
        require_sound(Frame.of(version), facts)
        [known] = with_people([facts], organization_id=award.organization_id)
        draft = Draft(known, {"replaces": award}, assessed_again(award))
        try:
            return _reserve(award, draft, why, words=words, acting=acting)
        except IntegrityError:
            raise _replaced() from None


@transaction.atomic
def _reserve(award: Award, draft: Draft, why: AwardReason, *, words: str, acting: Actor) -> Award:
    [row] = reserve_all(award.version, [draft], acting=acting, reason=why)
    action = "award.renewed" if why == AwardReason.RENEWAL else "award.reissued"
    audit.record(
        action, award, acting=acting, organization_id=award.organization_id, reason=words, successor=str(row.pk)
    )
    transaction.on_commit(partial(issue_reserved.enqueue, str(row.pk)))
    return row


def _require_followable(award: Award, why: AwardReason) -> None:
    """Return if another credential may follow. A revoked one may be corrected: its key may be why it was revoked."""
    row: Award = Award.objects.select_related("credential").get(pk=award.pk)
    if row.state != AwardState.ISSUED:
        raise Conflict(_("This award has no signed credential yet. Wait until it is signed."), code="not_issued")
    if row.credential.state == CredentialState.SUSPENDED:
        raise Conflict(_("This credential is on hold. Lift the hold or revoke it first."), code="on_hold")
    if why == AwardReason.RENEWAL and row.credential.state == CredentialState.REVOKED:
        raise Conflict(_("This credential was revoked, so it is not renewed. Award it anew."), code="revoked")
    if Award.objects.filter(replaces_id=row.pk).exists():
        raise _replaced()


def _replaced() -> Conflict:
    return Conflict(_("Another credential follows this one already. Work with that one."), code="already_replaced")


def _facts_of(award: Award) -> RecipientFacts:
    return RecipientFacts(
        name=award.recipient_name,
        email=award.recipient_email,
        identifier=award.recipient_identifier,
        person_id=award.person_id,
        result=award.result,
        evidence_url=award.evidence_url,
        narrative=award.narrative,
        awarded_on=award.awarded_on,
    )
