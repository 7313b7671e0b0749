# SPDX-License-Identifier: Apache-2.0
"""What happens in organizations that higher floors may have to act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cairn.foundation.events import Event


@dataclass(frozen=True, slots=True)
class OrganizationCreated(Event):
    """There is a new organization, with a key to sign with."""

    name: ClassVar[str] = "organizations.created"
    organization_id: str


@dataclass(frozen=True, slots=True)
class MemberAdded(Event):
    """Somebody has become a member, or has come back."""

    name: ClassVar[str] = "organizations.member_added"
    organization_id: str
    person_id: str


@dataclass(frozen=True, slots=True)
class MembershipEnded(Event):
    """Somebody is no longer a member."""

    name: ClassVar[str] = "organizations.membership_ended"
    organization_id: str
    person_id: str


@dataclass(frozen=True, slots=True)
class RolesChanged(Event):
    """A member has other roles from now on."""

    name: ClassVar[str] = "organizations.roles_changed"
    organization_id: str
    person_id: str


@dataclass(frozen=True, slots=True)
class SigningKeyChanged(Event):
    """A key was made, retired or revoked: the DID document says something else from now on."""

    name: ClassVar[str] = "organizations.signing_key_changed"
    organization_id: str
    key_id: str
    state: str
