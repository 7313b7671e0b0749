# SPDX-License-Identifier: Apache-2.0
"""Reads of organizations, their members, invitations, keys and audit. Each enters the scope that it needs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final, NamedTuple
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from cairn.foundation import clock
from cairn.foundation.errors import NotFound
from cairn.foundation.ids import digest_token
from cairn.foundation.models import AuditEntry
from cairn.foundation.scopes import everything, organization_scope, person_scope
from cairn.organizations.models import Invitation, Membership, Organization, SigningKey
from cairn.organizations.roles import Role


class PlaceOfWork(NamedTuple):
    """An organization that somebody belongs to, with what they are there."""

    organization: Organization
    roles: tuple[Role, ...]

    @property
    def is_work(self) -> bool:
        """Whether there is a page of the organization for them: a learner sees what the public sees."""
        return any(role is not Role.LEARNER for role in self.roles)


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What of the audit is asked for: changes of some nouns, by whom, about what; empty is everything."""

    nouns: tuple[str, ...] = ()
    actor: str = ""
    subject_id: str = ""


EVERYTHING_DONE: Final = AuditFilter()


def get_organization(slug: str) -> Organization:
    """Return an organization by the name in its address. Raises NotFound."""
    organization = Organization.objects.filter(slug=slug, is_active=True).first()
    if organization is None:
        raise NotFound(
            _("There is no organization at this address. Check the spelling, or start from the home page."),
            code="no_such_organization",
        )
    return organization


def find_organization(organization_id: UUID) -> Organization | None:
    """Return an organization by its id."""
    return Organization.objects.filter(pk=organization_id).first()


def list_organizations() -> QuerySet[Organization]:
    """Return every organization of this server, by name; they are public by nature."""
    return Organization.objects.filter(is_active=True).select_related("parent").order_by("name", "pk")


def list_children(organization: Organization) -> list[Organization]:
    """Return the organizations that stand under this one, by name."""
    return list(organization.children.filter(is_active=True).order_by("name"))


def list_workplaces(person_id: UUID) -> list[PlaceOfWork]:
    """Return where a person belongs, by name, with their roles there."""
    with person_scope(person_id):
        rows = Membership.objects.filter(ended_at=None, organization__is_active=True)
        found = list(rows.select_related("organization").order_by("organization__name"))
    return [PlaceOfWork(row.organization, roles_of(row)) for row in found]


def list_workplaces_of(person_ids: Collection[UUID]) -> dict[UUID, list[PlaceOfWork]]:
    """Return where each of many people belongs, in one query."""
    with everything("the places of people who are named, wherever they are"):
        rows = Membership.objects.filter(person_id__in=person_ids, ended_at=None, organization__is_active=True)
        found = list(rows.select_related("organization").order_by("organization__name"))
    places: dict[UUID, list[PlaceOfWork]] = {}
    for row in found:
        places.setdefault(row.person_id, []).append(PlaceOfWork(row.organization, roles_of(row)))
    return places


def roles_of(row: Membership | Invitation) -> tuple[Role, ...]:
    """Return the roles of a membership or an invitation, in the order in which they are always named."""
    return tuple(role for role in Role if role.value in row.roles)


def list_members(organization: Organization, *, search: str = "", role: str = "") -> QuerySet[Membership]:
    """Return who belongs to an organization today, by name; read it in the organization's scope."""
    with organization_scope(organization.pk):
        rows: QuerySet[Membership] = Membership.objects.filter(ended_at=None).select_related("person")
    if role:
        # SQLite cannot look into a list of JSON, but both databases can write it as text.
        rows = rows.annotate(named=Cast("roles", TextField())).filter(named__contains=f'"{role}"')
    if words := search.strip():
        by_address = EmailAddress.objects.filter(email__icontains=words).values("user_id")
        rows = rows.filter(
            Q(person__name__icontains=words) | Q(person__username__istartswith=words) | Q(person_id__in=by_address)
        )
    return rows.order_by("person__name", "pk")


def count_members(organization: Organization, role: str = "") -> int:
    """Return how many people belong to an organization, or have a role there."""
    return list_members(organization, role=role).count()


def find_membership(organization: Organization, person_id: UUID) -> Membership | None:
    """Return the membership of a person, ended or not."""
    with organization_scope(organization.pk):
        found: Membership | None = Membership.objects.select_related("person").filter(person_id=person_id).first()
    return found


def get_member(organization: Organization, person_id: UUID) -> Membership:
    """Return the membership of somebody who belongs to an organization today. Raises NotFound."""
    found = find_membership(organization, person_id)
    if found is None or found.ended_at is not None:
        raise NotFound(_("This person does not belong to the organization."), code="not_a_member")
    return found


def members_below(above: Collection[UUID]) -> QuerySet[Membership]:
    """Return who belongs today to the organizations right under these, as a query that can stand within another."""
    with everything("who belongs to the schools under an organization, whoever asks"):
        rows: QuerySet[Membership] = Membership.objects.filter(ended_at=None, organization__is_active=True)
    return rows.filter(organization__parent_id__in=above)


def list_invitations(organization: Organization) -> list[Invitation]:
    """Return the invitations that can still be accepted, newest first."""
    with organization_scope(organization.pk):
        rows = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now())
        return list(rows.order_by("-created_at"))


def get_invitation(organization: Organization, invitation_id: UUID) -> Invitation:
    """Return an invitation of an organization. Raises NotFound."""
    with organization_scope(organization.pk):
        found: Invitation | None = Invitation.objects.filter(pk=invitation_id).first()
    if found is None:
        raise NotFound(_("There is no such invitation here."), code="no_such_invitation")
    return found


def get_invitation_by_token(token: str) -> Invitation:
    """Return the invitation that a link leads to, in whatever state it is. Raises NotFound."""
    with everything("a link leads to one invitation of whichever organization"):
        rows = Invitation.objects.select_related("organization")
        found: Invitation | None = rows.filter(token_digest=digest_token(token)).first()
    if found is None:
        raise NotFound(
            _("This invitation does not exist. The link may be cut short: copy the whole of it from the letter."),
            code="no_such_invitation",
        )
    return found


def list_keys(organization: Organization) -> list[SigningKey]:
    """Return every key that an organization has signed with, newest first; what is secret in it stays sealed."""
    with organization_scope(organization.pk):
        return list(SigningKey.objects.order_by("-number"))


def get_key(organization: Organization, key_id: UUID) -> SigningKey:
    """Return a key of an organization. Raises NotFound."""
    with organization_scope(organization.pk):
        found: SigningKey | None = SigningKey.objects.filter(pk=key_id).first()
    if found is None:
        raise NotFound(_("There is no such key here."), code="no_such_key")
    return found


def list_audit(organization: Organization, wanted: AuditFilter = EVERYTHING_DONE) -> QuerySet[AuditEntry]:
    """Return what was done in an organization, newest first; read it in the organization's scope."""
    with organization_scope(organization.pk):
        rows: QuerySet[AuditEntry] = AuditEntry.objects.all()
    if wanted.nouns:
        rows = rows.filter(reduce(or_, (Q(action__startswith=f"{noun}.") for noun in wanted.nouns)))
    if wanted.actor:
        rows = rows.filter(actor_label__icontains=wanted.actor.strip())
    if wanted.subject_id:
        rows = rows.filter(subject_id=wanted.subject_id)
    return rows.order_by("-id")
