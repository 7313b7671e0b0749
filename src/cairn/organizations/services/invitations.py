# SPDX-License-Identifier: Apache-2.0
"""Invitations: a letter with a link. Opening the link accepts nothing; a button does, for whoever is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cairn.accounts.models import Person
from cairn.accounts.selectors import find_person_by_email
from cairn.foundation import audit, clock
from cairn.foundation.access import require
from cairn.foundation.actors import Actor, ActorKind
from cairn.foundation.errors import Conflict, DomainError, ErrorKind, Invalid, PermissionDenied
from cairn.foundation.ids import digest_token, new_token
from cairn.foundation.mail import queue_mail
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope
from cairn.organizations import selectors
from cairn.organizations.access import require_may_give
from cairn.organizations.models import Invitation, Membership, Organization
from cairn.organizations.services.members import clean_roles, join

GOOD_FOR: Final = timedelta(days=14)
MOST_A_DAY: Final = 200


@dataclass(frozen=True, slots=True)
class SentInvitation:
    """An invitation with the one copy of its token that there is outside the letter."""

    invitation: Invitation
    token: str

    @property
    def url(self) -> str:
        """The link of the letter."""
        return f"{settings.CAIRN_BASE_URL}/invitations/{self.token}"


@transaction.atomic
def invite(organization: Organization, email: str, roles: Sequence[str], *, acting: Actor) -> SentInvitation:
    """Invite whoever reads mail at an address; an open invitation to the same address is withdrawn.

    Raises PermissionDenied, Invalid, Conflict: already_member; DomainError: too_many_letters.
    """
    require(acting, Permission.MEMBERS_MANAGE, organization.pk)
    wanted = clean_roles(roles)
    require_may_give(acting, wanted, organization)
    address = _clean_email(email)
    _require_stranger(organization, address, wanted)
    token = new_token()
    with organization_scope(organization.pk):
        _require_patience()
        _withdraw_open(address, acting)
        invitation = Invitation(
            organization=organization,
            email=address,
            roles=wanted,
            token_digest=digest_token(token),
            invited_by=acting.label,
            created_at=clock.now(),
            expires_at=clock.now() + GOOD_FOR,
        )
        invitation.save(force_insert=True)
        _note("invitations.send", invitation, acting=acting, roles=wanted)
    sent = SentInvitation(invitation, token)
    _send_letter(sent)
    return sent


@transaction.atomic
def accept_invitation(token: str, *, person: Person, acting: Actor) -> Membership:
    """Make the person who holds the link a member with the roles that it names.

    Raises NotFound, PermissionDenied, Conflict: invitation_used, DomainError: invitation_over.
    """
    if acting.person_id != person.pk:
        raise PermissionDenied(_("Only you can accept an invitation for yourself."), code="not_yourself")
    found = selectors.get_invitation_by_token(token)
    organization = found.organization
    with organization_scope(organization.pk):
        row: Invitation = Invitation.objects.select_for_update().get(pk=found.pk)
        _require_open(row)
        _require_still_meant(row)
        row.accepted_at, row.accepted_by = clock.now(), person
        row.save(update_fields=["accepted_at", "accepted_by"])
        _note("invitations.accept", row, acting=acting)
    return join(organization, person, row.roles, acting=acting)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, acting: Actor) -> Invitation:
    """Take an invitation back: its link leads nowhere from now on.

    Raises PermissionDenied, Conflict: invitation_used, DomainError: invitation_over.
    """
    require(acting, Permission.MEMBERS_MANAGE, invitation.organization_id)
    with organization_scope(invitation.organization_id):
        row: Invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if row.accepted_at is not None:
            _require_open(row)
        return _withdraw(row, acting)


def _withdraw(row: Invitation, acting: Actor) -> Invitation:
    if row.withdrawn_at is None:
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])
        _note("invitations.withdraw", row, acting=acting)
    return row


def _withdraw_open(email: str, acting: Actor) -> None:
    for row in Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None):
        _withdraw(row, acting)


def _require_open(row: Invitation) -> None:
    if row.accepted_at is not None:
        raise Conflict(_("This invitation was accepted before. It works once."), code="invitation_used")
    if row.withdrawn_at is not None or row.expires_at <= clock.now():
        raise _over()


def _require_still_meant(row: Invitation) -> None:
    """Return if whoever invited could do so today: nobody leaves a door open for the time after they had to go."""
    sent = audit.list_entries(row).filter(action="invitations.send").first()
    if sent is None:
        return
    sender = Actor(ActorKind(sent.actor_kind), sent.actor_id, sent.actor_label)
    try:
        require(sender, Permission.MEMBERS_MANAGE, row.organization_id)
        require_may_give(sender, row.roles, row.organization)
    except PermissionDenied:
        raise _over() from None


def _over() -> DomainError:
    return DomainError(
        ErrorKind.GONE,
        _("This invitation has ended. Ask the organization for a new one."),
        code="invitation_over",
    )


def _require_stranger(organization: Organization, email: str, roles: list[str]) -> None:
    person = find_person_by_email(email)
    found = selectors.find_membership(organization, person.pk) if person else None
    if found and found.ended_at is None and set(roles) <= set(found.roles):
        raise Conflict(_("This person is a member with these roles already."), code="already_member")


def _require_patience() -> None:
    """Return unless an organization, which anybody can make, writes to more strangers than one would."""
    if len(audit.facts_since("invitations.send", clock.now() - timedelta(days=1))) >= MOST_A_DAY:
        raise DomainError(
            ErrorKind.TOO_MANY,
            _("An organization sends at most %(most)s invitations a day. Go on tomorrow.") % {"most": MOST_A_DAY},
            code="too_many_letters",
            field="email",
        )


def _clean_email(email: str) -> str:
    wanted = email.strip().lower()
    try:
        validate_email(wanted)
    except ValidationError:
        raise Invalid(
            _("This is not an e-mail address. Write it like name@example.org."), field="email", code="bad_email"
        ) from None
    return wanted


def _send_letter(sent: SentInvitation) -> None:
    """Write in the language of whoever reads, where they are known, else in the sender's."""
    row = sent.invitation
    reader = find_person_by_email(row.email)
    with translation.override(reader.language if reader else translation.get_language()):
        words = {
            "organization": row.organization.name,
            "inviter": row.invited_by,
            "roles": ", ".join(str(role.label) for role in selectors.roles_of(row)),
            "url": sent.url,
            "day": date_format(row.expires_at, "DATE_FORMAT"),
        }
        subject = _("%(organization)s invites you") % words
        queue_mail(row.email, subject, _letter() % words, organization_id=row.organization_id)


def _letter() -> str:
    return _(
        "%(inviter)s invites you to %(organization)s.\n\n"
        "Your role there: %(roles)s\n\n"
        "Open this link to read more and to accept:\n%(url)s\n\n"
        "Nothing happens until you press the button there. The link works until %(day)s.\n"
        "If you did not expect this letter, you can throw it away."
    )


def _note(action: str, row: Invitation, *, acting: Actor, **facts: object) -> None:
    audit.record(action, row, acting=acting, organization_id=row.organization_id, **facts)
