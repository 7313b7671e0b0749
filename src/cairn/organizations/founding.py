# SPDX-License-Identifier: Apache-2.0
"""Who may make an organization. Whoever can issues under this server's name, so it is not open to everybody.

The first one is made by whoever comes first, which is how a new server begins. After that an organization stands under
one whose owner makes it, unless the operator has set `CAIRN_OPEN_ORGANIZATIONS`.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from cairn.foundation.access import require
from cairn.foundation.actors import SYSTEM, Actor
from cairn.foundation.errors import Invalid, PermissionDenied
from cairn.foundation.permissions import Permission
from cairn.organizations.models import Organization


def is_founding_open() -> bool:
    """Say whether an organization may be made that stands under no other."""
    return settings.CAIRN_OPEN_ORGANIZATIONS or not Organization.objects.exists()


def require_may_found(acting: Actor, parent: Organization | None) -> None:
    """Return if the actor may make an organization there. Raises PermissionDenied, Invalid."""
    if acting == SYSTEM:
        return
    if acting.person_id is None:
        raise PermissionDenied(_("Sign in to make an organization."), code="not_a_person")
    if parent is None and not is_founding_open():
        raise PermissionDenied(
            _("Here an organization stands under another, and its owner makes it. Ask whoever runs this server."),
            code="founding_closed",
        )
    if parent is not None:
        require(acting, Permission.ORGANIZATION_EDIT, parent.pk)


def require_two_floors(parent: Organization | None) -> None:
    """Return if an organization may stand under this one. Raises Invalid."""
    if parent is not None and parent.parent_id:
        raise Invalid(_("An organization that stands under another has none under itself."), field="parent")
