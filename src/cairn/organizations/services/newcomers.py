# SPDX-License-Identifier: Apache-2.0
"""Accounts for people without an address, children most of all: made by their organization, the password on paper."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.accounts.models import Person
from cairn.accounts.services import create_person, reset_password
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import PermissionDenied
from cairn.foundation.permissions import Permission
from cairn.organizations import selectors
from cairn.organizations.models import Organization
from cairn.organizations.roles import Role
from cairn.organizations.services.members import add_member

# Letters and digits that nobody confuses when they are read aloud or written by hand.
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS: Final = 4
_GROUP_LENGTH: Final = 4


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody with the password that is shown once, to be handed over on paper."""

    person: Person
    password: str = field(repr=False)


@transaction.atomic
def add_newcomer(organization: Organization, *, name: str, username: str, acting: Actor) -> Newcomer:
    """Make an account with a sign-in name, and its owner a learner. Raises PermissionDenied, Invalid, Conflict."""
    require(acting, Permission.MEMBERS_MANAGE, organization.pk)
    password = _new_password()
    person = create_person(
        name=name, username=username, password=password, acting=acting, organization_id=organization.pk
    )
    add_member(organization, person, (Role.LEARNER,), acting=acting)
    return Newcomer(person, password)


@transaction.atomic
def give_new_password(organization: Organization, person: Person, *, acting: Actor) -> Newcomer:
    """Help somebody back in who has no address. Raises PermissionDenied: not_yours, works_elsewhere; Conflict."""
    selectors.get_member(organization, person.pk)
    if person.added_by_id != organization.pk:
        raise PermissionDenied(_("Only the organization that made this account can help here."), code="not_yours")
    if any(place.is_work for place in selectors.list_workplaces(person.pk)):
        raise PermissionDenied(
            _("This person has a role in an organization. They need an address of their own."), code="works_elsewhere"
        )
    password = _new_password()
    return Newcomer(reset_password(person, password, acting=acting), password)


def _new_password() -> str:
    groups = ("".join(secrets.choice(_ALPHABET) for _letter in range(_GROUP_LENGTH)) for _group in range(_GROUPS))
    return "-".join(groups)
