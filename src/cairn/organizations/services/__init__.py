# SPDX-License-Identifier: Apache-2.0
"""Every change of an organization: its profile, its people, its invitations and its keys; one module for each."""

from __future__ import annotations

from cairn.organizations.services.invitations import accept_invitation, invite, withdraw_invitation
from cairn.organizations.services.members import add_member, change_roles, end_membership
from cairn.organizations.services.profile import Details, Profile, create_organization, edit_profile

__all__ = [
    "Details",
    "Profile",
    "accept_invitation",
    "add_member",
    "change_roles",
    "create_organization",
    "edit_profile",
    "end_membership",
    "invite",
    "withdraw_invitation",
]
