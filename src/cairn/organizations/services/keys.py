# SPDX-License-Identifier: Apache-2.0
"""Signing keys: made with the organization, changed now and then, revoked when lost. No row is ever removed."""

from __future__ import annotations

import secrets
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid
from cairn.foundation.events import emit
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope
from cairn.organizations.events import SigningKeyChanged
from cairn.organizations.models import KeyState, Organization, SigningKey
from cairn.organizations.signing import key_binding, seal
from cairn.standards.keys import KeyKind, SecretKey

_SEED_BYTES: Final = 32
_LONGEST_REASON: Final = 300


@transaction.atomic
def make_signing_key(organization: Organization, *, acting: Actor) -> SigningKey:
    """Make the key that an organization signs with from now on, where it has none.

    Raises PermissionDenied, Conflict: key_exists.
    """
    require(acting, Permission.KEYS_MANAGE, organization.pk)
    with organization_scope(organization.pk):
        return _make(organization, acting)


@transaction.atomic
def rotate_signing_key(organization: Organization, *, acting: Actor, reason: str) -> SigningKey:
    """Make a new key and retire the old one, whose signatures stay good. Raises PermissionDenied, Invalid."""
    require(acting, Permission.KEYS_MANAGE, organization.pk)
    clean = _clean_reason(reason)
    with organization_scope(organization.pk):
        for old in SigningKey.objects.select_for_update().filter(state=KeyState.ACTIVE):
            old.state, old.retired_at, old.reason = KeyState.RETIRED, clock.now(), clean
            old.save(update_fields=["state", "retired_at", "reason"])
            _note("keys.retire", old, acting=acting, reason=clean)
        return _make(organization, acting)


@transaction.atomic
def revoke_signing_key(key: SigningKey, *, acting: Actor, reason: str) -> SigningKey:
    """Say that nothing which a key has signed is to be trusted any more; where it was the active one, make a new one.

    Raises PermissionDenied, Invalid, Conflict: key_revoked.
    """
    organization = key.organization
    require(acting, Permission.KEYS_MANAGE, organization.pk)
    clean = _clean_reason(reason)
    with organization_scope(organization.pk):
        row: SigningKey = SigningKey.objects.select_for_update().get(pk=key.pk)
        if row.state == KeyState.REVOKED:
            raise Conflict(_("This key was revoked before. Nothing was changed."), code="key_revoked")
        was_active = row.state == KeyState.ACTIVE
        row.state, row.revoked_at, row.reason = KeyState.REVOKED, clock.now(), clean
        row.save(update_fields=["state", "revoked_at", "reason"])
        _note("keys.revoke", row, acting=acting, reason=clean)
        if was_active:
            _make(organization, acting)
    return row


def _make(organization: Organization, acting: Actor) -> SigningKey:
    seed = secrets.token_bytes(_SEED_BYTES)
    last = SigningKey.objects.aggregate(last=Max("number"))["last"] or 0
    key = SigningKey(
        organization=organization,
        number=last + 1,
        kind=KeyKind.ED25519.value,
        public_multibase=SecretKey.from_seed(KeyKind.ED25519, seed).public_key.to_multikey(),
        created_at=clock.now(),
    )
    key.sealed_secret = seal(seed, bound_to=key_binding(key))
    try:
        with transaction.atomic():
            key.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("There is a key already. Change it instead of making another."), code="key_exists") from None
    _note("keys.make", key, acting=acting)
    return key


def _note(action: str, key: SigningKey, *, acting: Actor, **facts: object) -> None:
    audit.record(action, key, acting=acting, organization_id=key.organization_id, number=key.number, **facts)
    event = SigningKeyChanged(str(key.organization_id), str(key.pk), str(key.state))
    emit(event, organization_id=key.organization_id)


def _clean_reason(reason: str) -> str:
    clean = " ".join(reason.split())
    if not clean or len(clean) > _LONGEST_REASON:
        raise Invalid(_("Say why, in 1 to 300 characters."), field="reason", code="no_reason")
    return clean
