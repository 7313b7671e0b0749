# SPDX-License-Identifier: Apache-2.0
"""Who may: the roles of a person in an organization, or in one that stands above it, decide."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from cairn.foundation.access import may, register_resolver
from cairn.foundation.actors import Actor
from cairn.foundation.errors import PermissionDenied
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import everything
from cairn.organizations.models import Membership, Organization
from cairn.organizations.roles import APPOINTED, Role, permissions_for

# What an owner of a parent may do in its children: look after people and keys, but not rate or award there.
_FROM_ABOVE = frozenset(
    {
        Permission.ORGANIZATION_VIEW,
        Permission.ORGANIZATION_EDIT,
        Permission.MEMBERS_VIEW,
        Permission.MEMBERS_MANAGE,
        Permission.MEMBERS_APPOINT,
        Permission.KEYS_VIEW,
        Permission.AUDIT_VIEW,
        Permission.ACHIEVEMENTS_VIEW,
        Permission.REPORTS_VIEW,
    }
)


def resolve_permissions(person_id: UUID, organization_id: UUID) -> frozenset[Permission]:
    """Return what a person may do in an organization."""
    parent_id = Organization.objects.filter(pk=organization_id).values_list("parent_id", flat=True).first()
    wanted = [organization_id, *([parent_id] if parent_id else [])]
    with everything("roles are what a scope is decided by"):
        rows = Membership.objects.filter(
            person_id=person_id, organization_id__in=wanted, ended_at=None, person__is_active=True
        )
        roles = dict(rows.values_list("organization_id", "roles"))
    own = permissions_for(roles.get(organization_id, []))
    return own | _FROM_ABOVE if Role.OWNER in roles.get(parent_id, []) else own


def require_may_give(acting: Actor, roles: Iterable[str], organization: Organization) -> None:
    """Return if the actor may give, or take, these roles: what signs, rates or rules is given by an owner only.

    Raises PermissionDenied: owners_appoint.
    """
    if APPOINTED.isdisjoint(roles) or may(acting, Permission.MEMBERS_APPOINT, organization.pk):
        return
    raise PermissionDenied(
        _("Only an owner can give or take this role. Ask an owner of the organization."), code="owners_appoint"
    )


register_resolver(resolve_permissions)
