# SPDX-License-Identifier: Apache-2.0
"""Inviting people to apply: a letter with the address of the achievement, and nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from cairn.achievements.models import AchievementVersion
from cairn.assessment import notices
from cairn.assessment.limits import MAX_INVITED_A_DAY, MAX_INVITED_AT_ONCE
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, DomainError, ErrorKind, Invalid
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope

MAX_WORDS: Final = 1000


@transaction.atomic
def invite_to_apply(version: AchievementVersion, emails: Sequence[str], *, acting: Actor, words: str = "") -> int:
    """Mail a link to an achievement to people, each once, and return to how many.

    Raises PermissionDenied; Conflict: not_published, achievement_retired; Invalid: no_addresses, too_many_addresses,
    bad_address, words_too_long; DomainError: too_many_letters.
    """
    require(acting, Permission.SUBMISSIONS_INVITE, version.organization_id)
    if not version.is_published:
        raise Conflict(_("Publish this before you invite anybody to it."), code="not_published")
    if version.achievement.retired_at is not None:
        raise Conflict(_("This is retired, so nobody can begin it any more."), code="achievement_retired")
    addresses = _clean(emails)
    if len(words) > MAX_WORDS:
        raise Invalid(_("Keep your own words under 1,000 characters."), code="words_too_long", field="words")
    _require_patience(version.organization_id, len(addresses))
    for address in addresses:
        notices.tell_invited(version, address, words=words.strip(), by=acting.label)
    audit.record(
        "achievement.invite",
        version.achievement,
        acting=acting,
        organization_id=version.organization_id,
        count=len(addresses),
    )
    return len(addresses)


def _require_patience(organization_id: UUID, count: int) -> None:
    """Return unless an organization, which anybody can make, writes to more strangers than one would."""
    with organization_scope(organization_id):
        earlier = audit.facts_since("achievement.invite", clock.now() - timedelta(days=1))
    if count + sum(facts["count"] for facts in earlier) > MAX_INVITED_A_DAY:
        raise DomainError(
            ErrorKind.TOO_MANY,
            _("An organization invites at most %(most)s people a day. Hand out the link or the code instead.")
            % {"most": MAX_INVITED_A_DAY},
            code="too_many_letters",
            field="emails",
        )


def _clean(emails: Sequence[str]) -> tuple[str, ...]:
    addresses = tuple(dict.fromkeys(email.strip().lower() for email in emails if email.strip()))
    if not addresses:
        raise Invalid(_("Write at least one e-mail address."), code="no_addresses", field="emails")
    if len(addresses) > MAX_INVITED_AT_ONCE:
        raise Invalid(
            _("Invite at most %(most)s people at once.") % {"most": MAX_INVITED_AT_ONCE},
            code="too_many_addresses",
            field="emails",
        )
    for address in addresses:
        _check(address)
    return addresses


def _check(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise Invalid(
            _("“%(address)s” is not an e-mail address. Write one address a line.") % {"address": address[:100]},
            code="bad_address",
            field="emails",
        ) from None
