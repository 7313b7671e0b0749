# SPDX-License-Identifier: Apache-2.0
"""People and organizations for tests, made through the services, as everybody makes them."""

from __future__ import annotations

from itertools import count
from typing import Unpack

from django.test import Client

from cairn.accounts import services as accounts
from cairn.accounts.models import Person
from cairn.foundation.actors import SYSTEM
from cairn.organizations import services as organizations
from cairn.organizations.models import Membership, Organization
from cairn.organizations.services.profile import Details

_number = count(1)

PASSWORD = "a long pebble path"


def make_person(
    name: str = "", email: str | None = None, *, username: str | None = None, password: str | None = None
) -> Person:
    """Make somebody with a verified address; `email=""` makes somebody without one."""
    number = next(_number)
    person = accounts.create_person(
        name=name or f"Person {number}", acting=SYSTEM, username=username, password=password
    )
    address = f"person{number}@example.org" if email is None else email
    if address:
        accounts.add_email(person, address, acting=SYSTEM, is_verified=True, is_primary=True)
    return person


def make_organization(
    slug: str = "",
    *,
    name: str = "",
    owner: Person | None = None,
    parent: Organization | None = None,
    **details: Unpack[Details],
) -> Organization:
    """Make an organization with a signing key; without an owner it has no members."""
    wanted = slug or f"organization-{next(_number)}"
    organization = organizations.create_organization(
        slug=wanted, name=name or wanted.replace("-", " ").title(), acting=SYSTEM, parent=parent, **details
    )
    if owner is not None:
        member(organization, "owner", person=owner)
    return organization


def make_member(organization: Organization, *roles: str, person: Person | None = None, name: str = "") -> Membership:
    """Make somebody a member with these roles and return the membership."""
    return organizations.add_member(organization, person or make_person(name), roles or ("learner",), acting=SYSTEM)


def member(organization: Organization, *roles: str, person: Person | None = None, name: str = "") -> Person:
    """Make somebody a member with these roles and return the person."""
    return make_member(organization, *roles, person=person, name=name).person


def sign_in(client: Client, person: Person) -> Client:
    """Sign a person in."""
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
