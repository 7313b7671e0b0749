# SPDX-License-Identifier: Apache-2.0
"""Revoking, suspending and reinstating: what the status lists say of a credential, with a reason and a notice.

Revocation is final: whoever looked yesterday must not find another answer tomorrow. Source: Bitstring Status List 1.0
§2.1 (statusPurpose).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.credentials.events import CredentialStatusChanged
from cairn.credentials.models import AchievementCredential, Award, CredentialState, StatusList
from cairn.credentials.services.telling import tell_changed
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid
from cairn.foundation.events import emit_all
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope

_FROM: Final[Mapping[CredentialState, frozenset[CredentialState]]] = MappingProxyType(
    {
        CredentialState.REVOKED: frozenset({CredentialState.VALID, CredentialState.SUSPENDED}),
        CredentialState.SUSPENDED: frozenset({CredentialState.VALID}),
        CredentialState.VALID: frozenset({CredentialState.SUSPENDED}),
    }
)
_ACTIONS: Final[Mapping[CredentialState, str]] = MappingProxyType(
    {
        CredentialState.REVOKED: "award.revoked",
        CredentialState.SUSPENDED: "award.suspended",
        CredentialState.VALID: "award.reinstated",
    }
)


def revoke(award: Award, *, reason: str, acting: Actor) -> None:
    """End a credential for good. Raises PermissionDenied; Invalid: reason_missing; Conflict: state_does_not_allow."""
    _change_one(award, CredentialState.REVOKED, reason=reason, acting=acting)


def suspend(award: Award, *, reason: str, acting: Actor) -> None:
    """Put a credential on hold. Raises as `revoke`."""
    _change_one(award, CredentialState.SUSPENDED, reason=reason, acting=acting)


def reinstate(award: Award, *, reason: str, acting: Actor) -> None:
    """Let a suspended credential hold again. Raises as `revoke`."""
    _change_one(award, CredentialState.VALID, reason=reason, acting=acting)


def require_reason(reason: str) -> str:
    """Return the reason, which the holder will read. Raises Invalid: reason_missing, reason_too_long."""
    words = " ".join(reason.split())
    if not words:
        raise Invalid(_("Say why. The holder will read it."), code="reason_missing", field="reason")
    if len(words) > 500:  # noqa: PLR2004 - the length of the column
        raise Invalid(_("Use at most 500 characters for the reason."), code="reason_too_long", field="reason")
    return words


def _change_one(award: Award, state: CredentialState, *, reason: str, acting: Actor) -> None:
    require(acting, Permission.AWARDS_REVOKE, award.organization_id)
    words = require_reason(reason)
    with organization_scope(award.organization_id), transaction.atomic():
        if not change_state([award.pk], state, reason=words, acting=acting):
            raise Conflict(
                _("The state of this credential does not allow that. Load the page again to see how it stands."),
                code="state_does_not_allow",
            )


def change_state(
    award_ids: Sequence[UUID | None], state: CredentialState, *, reason: str, acting: Actor, notify: bool = True
) -> list[Award]:
    """Change those of some signed credentials whose state allows it, and return their awards.

    Within a transaction and the organization's scope; who asks has been asked for permission.
    """
    rows = AchievementCredential.objects.select_for_update(of=("self",)).select_related(
        "award__organization", "award__version", "award__person"
    )
    changed = list(
        rows.defer("award__version__stored").filter(pk__in=award_ids, state__in=_FROM[state]).exclude(issued_at=None)
    )
    if not changed:
        return []
    ids = [row.pk for row in changed]
    AchievementCredential.objects.filter(pk__in=ids).update(
        state=state, state_reason=reason, state_changed_at=clock.now()
    )
    StatusList.objects.filter(pk__in={row.status_list_id for row in changed}).update(is_stale=True)
    awards = [row.award for row in changed]
    _say(awards, state, reason=reason, acting=acting)
    if notify:
        tell_changed(awards, state, reason=reason)
    return awards


def _say(awards: Sequence[Award], state: CredentialState, *, reason: str, acting: Actor) -> None:
    organization_id = awards[0].organization_id
    audit.record_all(_ACTIONS[state], awards, acting=acting, organization_id=organization_id, reason=reason)
    events = [CredentialStatusChanged(str(row.pk), state.value, reason) for row in awards]
    emit_all(events, organization_id=organization_id)
