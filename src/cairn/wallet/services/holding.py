# SPDX-License-Identifier: Apache-2.0
"""Receiving credentials, and saying who may see them."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.foundation import audit, clock
from cairn.foundation.actors import SYSTEM, Actor
from cairn.foundation.errors import NotFound
from cairn.wallet.access import require_of_age, require_self
from cairn.wallet.models import HeldCredential


@transaction.atomic
def receive(award_id: UUID, person_id: UUID, *, acting: Actor = SYSTEM) -> HeldCredential:
    """Put a credential into a person's hands, private. What is there already stays as it is."""
    require_self(acting, person_id)
    held, is_new = HeldCredential.objects.get_or_create(
        award_id=award_id, defaults={"person_id": person_id, "received_at": clock.now()}
    )
    if is_new:
        audit.record("wallet.receive", held, acting=acting, award_id=str(award_id))
    return held


def set_public(award_id: UUID, *, is_public: bool, acting: Actor) -> HeldCredential:
    """Show a credential to everybody, or no longer. Raises NotFound, PermissionDenied: minor."""
    return make_public(award_id, acting=acting) if is_public else make_private(award_id, acting=acting)


def make_public(award_id: UUID, *, acting: Actor) -> HeldCredential:
    """Let everybody see a credential, with its holder's name. Raises NotFound, PermissionDenied: minor."""
    held = _own(award_id, acting)
    require_of_age(held.person_id)
    return _change(held, "wallet.make_public", acting, is_public=True)


def make_private(award_id: UUID, *, acting: Actor) -> HeldCredential:
    """Take a credential back from the public. Share links stay as they are. Raises NotFound."""
    return _change(_own(award_id, acting), "wallet.make_private", acting, is_public=False)


def hide(award_id: UUID, *, acting: Actor) -> HeldCredential:
    """Leave a credential out of one's cairn and out of public; it stays valid. Raises NotFound."""
    return _change(_own(award_id, acting), "wallet.hide", acting, is_hidden=True, is_public=False)


def unhide(award_id: UUID, *, acting: Actor) -> HeldCredential:
    """Put a hidden credential back. Raises NotFound."""
    return _change(_own(award_id, acting), "wallet.unhide", acting, is_hidden=False)


def _own(award_id: UUID, acting: Actor) -> HeldCredential:
    held = HeldCredential.objects.filter(award_id=award_id).first()
    if held is None:
        raise NotFound(_("There is no such credential among yours. Start from the list of what you hold."))
    require_self(acting, held.person_id)
    return held


@transaction.atomic
def _change(held: HeldCredential, action: str, acting: Actor, **values: bool) -> HeldCredential:
    changed = {name: value for name, value in values.items() if getattr(held, name) != value}
    if changed:
        HeldCredential.objects.filter(pk=held.pk).update(**changed)
        held.refresh_from_db()
        audit.record(action, held, acting=acting, award_id=str(held.award_id))
    return held
