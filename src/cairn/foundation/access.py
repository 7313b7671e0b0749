# SPDX-License-Identifier: Apache-2.0
"""Who may: the port through which every service asks, answered by `organizations` at start-up."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from cairn.foundation.actors import Actor, ActorKind
from cairn.foundation.errors import PermissionDenied
from cairn.foundation.permissions import Permission


class PermissionResolver(Protocol):
    """Answers what a person may do in an organization."""

    def __call__(self, person_id: UUID, organization_id: UUID, /) -> frozenset[Permission]:
        """Return the permissions."""


_resolvers: list[PermissionResolver] = []


def register_resolver(resolver: PermissionResolver) -> None:
    """Say who answers; called once, at start-up."""
    _resolvers[:] = [resolver]


def permissions_of(actor: Actor, organization_id: UUID) -> frozenset[Permission]:
    """Return what an actor may do in an organization: the system everything, a link nothing."""
    if actor.kind is ActorKind.SYSTEM:
        return frozenset(Permission)
    if actor.person_id is None:
        return frozenset()
    return frozenset().union(*(resolve(actor.person_id, organization_id) for resolve in _resolvers))


def may(actor: Actor, permission: Permission, organization_id: UUID) -> bool:
    """Say whether an actor may do something."""
    return permission in permissions_of(actor, organization_id)


def require(actor: Actor, permission: Permission, organization_id: UUID) -> None:
    """Return if the actor may. Raises PermissionDenied."""
    if not may(actor, permission, organization_id):
        raise PermissionDenied(
            _("Your role does not allow this. Ask an owner of the organization for access."),
            permission=permission.value,
        )
