# SPDX-License-Identifier: Apache-2.0
"""Who takes what was awarded to an address: by the link in the message, or by showing that the address is theirs."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.credentials.events import CredentialIssued
from cairn.credentials.models import Award, AwardState
from cairn.credentials.selectors import find_by_claim_token, is_of_another
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import NotFound
from cairn.foundation.events import emit_all
from cairn.foundation.scopes import everything
from cairn.standards.openbadges.roster import fold


@transaction.atomic
def claim(token: str, *, acting: Actor) -> Award:
    """Take what a link is about: into the account of a person who acts, else noting only that it was taken.

    The link is the permission: it was sent to nobody else. A second time changes nothing.
    Raises NotFound: no_such_claim.
    """
    found = find_by_claim_token(token)
    if found is None or found.state != AwardState.ISSUED or is_of_another(found, acting.person_id):
        raise NotFound(
            _("There is nothing to take at this link. Open the newest message about it, or ask who sent it."),
            code="no_such_claim",
        )
    with everything("the holder of the link acts on the one award that it is about"):
        row: Award = Award.objects.select_for_update().get(pk=found.pk)
        is_first = row.claimed_at is None
        if is_first:
            row.claimed_at = clock.now()
            row.save(update_fields=["claimed_at"])
            audit.record("award.claimed", row, acting=acting, organization_id=row.organization_id)
        if row.person_id is None and acting.person_id is not None:
            _attach([row], acting.person_id, acting=acting)
    return row


@transaction.atomic
def attach_awards(person_id: UUID, email: str, *, acting: Actor) -> int:
    """Give a person what was awarded to an address that they have shown to be theirs; returns how much."""
    with everything("awards of every organization to an address that now is known to be a person's"):
        waiting = Award.objects.select_for_update().filter(email_key=fold(email), person=None)
        found = waiting.exclude(state=AwardState.UNDONE).order_by("created_at")
        # What two spellings have in common finds rows by the index; it says nothing of whose mailbox it is.
        rows = [row for row in found if row.recipient_email.strip().lower() == email.strip().lower()]
        _attach(rows, person_id, acting=acting)
    return len(rows)


def _attach(awards: Sequence[Award], person_id: UUID, *, acting: Actor) -> None:
    Award.objects.filter(pk__in=[row.pk for row in awards]).update(person_id=person_id)
    for row in awards:
        row.person_id = person_id
        audit.record("award.attached", row, acting=acting, organization_id=row.organization_id)
        if row.state == AwardState.ISSUED:
            emit_all([CredentialIssued(str(row.pk), str(person_id))], organization_id=row.organization_id)
