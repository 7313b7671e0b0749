# SPDX-License-Identifier: Apache-2.0
"""Who may change people: the person, whoever looks after the members of an organization, and the system."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from cairn.accounts.models import Person
from cairn.foundation.access import require
from cairn.foundation.actors import Actor, ActorKind
from cairn.foundation.errors import PermissionDenied
from cairn.foundation.permissions import Permission

_TRUSTED: Final = frozenset({ActorKind.SYSTEM, ActorKind.IMPORT})


def is_trusted(acting: Actor) -> bool:
    """Say whether the word of an actor about somebody is taken as it is: the system's and an import's."""
    return acting.kind in _TRUSTED


def require_self(acting: Actor, person: Person) -> None:
    """Return if the actor is the person, or the system. Raises PermissionDenied."""
    if acting.person_id != person.pk and not is_trusted(acting):
        raise PermissionDenied(_("Only the person can change this."), code="not_yourself")


def require_trusted(acting: Actor) -> None:
    """Return if the word of the actor is taken as it is. Raises PermissionDenied."""
    if not is_trusted(acting):
        raise PermissionDenied(_("This cannot be taken on somebody’s word; it has to be shown."), code="not_shown")


def require_may_add_people(acting: Actor, organization_id: UUID | None) -> None:
    """Return if the actor may add people: for an organization whose members they manage. Raises PermissionDenied."""
    if is_trusted(acting):
        return
    if organization_id is None:
        raise PermissionDenied(_("People sign up themselves, or are added by an organization."), code="not_a_manager")
    require(acting, Permission.MEMBERS_MANAGE, organization_id)


def require_about(acting: Actor, person: Person, authority_id: UUID | None) -> None:
    """Return if the actor may say what a person is known by: the person, or the authority that has given it."""
    if authority_id is None:
        require_self(acting, person)
    else:
        require_may_add_people(acting, authority_id)
