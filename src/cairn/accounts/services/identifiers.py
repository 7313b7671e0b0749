# SPDX-License-Identifier: Apache-2.0
"""What a person is known by besides addresses: the number a school gave, the id in a student system, a DID."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cairn.accounts import access
from cairn.accounts.models import Identifier, IdentifierKind, Person
from cairn.foundation import audit, clock
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid

_LONGEST_VALUE: Final = 255


@transaction.atomic
def add_identifier(
    person: Person,
    kind: str,
    value: str,
    *,
    acting: Actor,
    authority_id: UUID | None = None,
    is_verified: bool = False,
) -> Identifier:
    """Note what a person is known by. What an authority says of its own people counts as shown.

    Raises PermissionDenied, Invalid, Conflict: identifier_taken.
    """
    access.require_about(acting, person, authority_id)
    if is_verified and authority_id is None:
        access.require_trusted(acting)
    wanted = Identifier(
        person=person,
        kind=_clean_kind(kind),
        value=_clean_value(value),
        authority_id=authority_id,
        verified_at=clock.now() if is_verified else None,
    )
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
    except IntegrityError:
        return _known_identifier(wanted)
    audit.record("people.add_identifier", person, acting=acting, organization_id=authority_id, kind=kind)
    return wanted


@transaction.atomic
def remove_identifier(identifier: Identifier, *, acting: Actor) -> None:
    """Forget what a person was known by. Raises PermissionDenied."""
    access.require_about(acting, identifier.person, identifier.authority_id)
    identifier.delete()
    audit.record(
        "people.remove_identifier",
        identifier.person,
        acting=acting,
        organization_id=identifier.authority_id,
        kind=identifier.kind,
    )


def _clean_kind(kind: str) -> str:
    if kind not in IdentifierKind.values:
        raise Invalid(_("Choose one of the kinds of identifier."), field="kind", code="unknown_kind")
    return kind


def _clean_value(value: str) -> str:
    wanted = value.strip()
    if not wanted or len(wanted) > _LONGEST_VALUE:
        raise Invalid(_("An identifier has 1 to 255 characters."), field="value", code="bad_identifier")
    return wanted


def _known_identifier(wanted: Identifier) -> Identifier:
    known = Identifier.objects.get(kind=wanted.kind, value=wanted.value, authority_id=wanted.authority_id)
    if known.person_id != wanted.person_id:
        raise Conflict(_("Somebody else is known by this. Look at both people first."), code="identifier_taken")
    return known
