# SPDX-License-Identifier: Apache-2.0
"""Who belongs to an organization, and what they are there. There is always an owner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.accounts.models import Person
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid, NotFound
from cairn.foundation.events import emit
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope
from cairn.organizations import selectors
from cairn.organizations.access import require_may_give
from cairn.organizations.events import MemberAdded, MembershipEnded, RolesChanged
from cairn.organizations.models import Membership, Organization
from cairn.organizations.roles import Role


@transaction.atomic
def add_member(
    organization: Organization, person: Person, roles: Sequence[str], *, acting: Actor, title: str = ""
) -> Membership:
    """Make a person a member, or take an ended membership up again; who is a member gets these roles besides.

    Raises PermissionDenied, Invalid.
    """
    require(acting, Permission.MEMBERS_MANAGE, organization.pk)
    require_may_give(acting, roles, organization)
    return join(organization, person, roles, acting=acting, title=title)


@transaction.atomic
def change_roles(membership: Membership, roles: Sequence[str], *, acting: Actor) -> Membership:
    """Change what somebody is in an organization. Raises PermissionDenied, Invalid, NotFound, Conflict: last_owner."""
    organization = membership.organization
    require(acting, Permission.MEMBERS_MANAGE, organization.pk)
    wanted = clean_roles(roles)
    with organization_scope(organization.pk):
        row = _locked(membership)
        require_may_give(acting, set(wanted) ^ set(row.roles), organization)
        if Role.OWNER in row.roles and Role.OWNER not in wanted:
            _require_another_owner(row)
        if wanted != row.roles:
            before, row.roles = row.roles, wanted
            row.save(update_fields=["roles"])
            _note("members.change_roles", row, acting=acting, before=before, after=wanted)
            emit(RolesChanged(str(organization.pk), str(row.person_id)), organization_id=organization.pk)
    return row


@transaction.atomic
def end_membership(membership: Membership, *, acting: Actor) -> Membership:
    """End a membership; anybody may leave, but not the last owner. What was done in it stays.

    Raises PermissionDenied, NotFound, Conflict: last_owner.
    """
    organization = membership.organization
    is_leaving = acting.person_id == membership.person_id
    if not is_leaving:
        require(acting, Permission.MEMBERS_MANAGE, organization.pk)
    with organization_scope(organization.pk):
        row = _locked(membership)
        if not is_leaving:
            require_may_give(acting, row.roles, organization)
        if Role.OWNER in row.roles:
            _require_another_owner(row)
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        _note("members.end", row, acting=acting, left=is_leaving)
    emit(MembershipEnded(str(organization.pk), str(row.person_id)), organization_id=organization.pk)
    return row


def join(
    organization: Organization, person: Person, roles: Iterable[str], *, acting: Actor, title: str = ""
) -> Membership:
    """Make a person a member without asking who may: for services that have asked already. Raises Invalid."""
    wanted = clean_roles(roles)
    with organization_scope(organization.pk):
        row = Membership.objects.select_for_update().filter(person=person).first()
        if row is None:
            row = Membership(organization=organization, person=person, joined_at=clock.now(), title=title)
        elif row.ended_at is None:
            wanted = clean_roles([*row.roles, *wanted])
        else:
            row.joined_at = clock.now()
        row.roles, row.ended_at, row.title = wanted, None, title or row.title
        row.save()
        _note("members.add", row, acting=acting, roles=wanted)
    emit(MemberAdded(str(organization.pk), str(person.pk)), organization_id=organization.pk)
    return row


def clean_roles(roles: Iterable[str]) -> list[str]:
    """Return roles once each, in the order in which they are always named. Raises Invalid."""
    given = set(roles)
    wanted = [role.value for role in Role if role.value in given]
    if not wanted or len(wanted) != len(given):
        raise Invalid(_("Choose at least one role."), field="roles", code="no_role")
    return wanted


def _locked(membership: Membership) -> Membership:
    """Return the row as it is now; the organization is locked, so that of two owners only one can leave."""
    Organization.objects.select_for_update().get(pk=membership.organization_id)
    row: Membership | None = Membership.objects.filter(pk=membership.pk, ended_at=None).first()
    if row is None:
        raise NotFound(_("This person does not belong to the organization any more."), code="not_a_member")
    return row


def _require_another_owner(row: Membership) -> None:
    owners = selectors.list_members(row.organization, role=Role.OWNER)
    if not owners.exclude(pk=row.pk).filter(person__is_active=True).exists():
        raise Conflict(_("An organization needs an owner. Make somebody else an owner first."), code="last_owner")


def _note(action: str, row: Membership, *, acting: Actor, **facts: object) -> None:
    audit.record(action, row, acting=acting, organization_id=row.organization_id, person=str(row.person_id), **facts)
