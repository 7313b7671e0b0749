# SPDX-License-Identifier: Apache-2.0
"""What sign-in changes by itself, noted as everything else is: allauth tells of it by signals, in its own time."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa
from django.db import transaction
from django.dispatch import receiver

from cairn.accounts.events import EmailVerified
from cairn.accounts.models import Person
from cairn.accounts.services import emails
from cairn.foundation import audit
from cairn.foundation.events import emit


@transaction.atomic
def _note(action: str, person: Person, kind: str = "") -> None:
    facts = {"kind": kind} if kind else {}
    audit.record(action, person, acting=person.as_actor(), organization_id=None, **facts)


@receiver(account.user_signed_up)
def note_sign_up(user: Person, **_rest: Any) -> None:
    """Note that somebody has made an account."""
    _note("people.sign_up", user)


@receiver(account.email_confirmed)
@transaction.atomic
def note_confirmed(email_address: EmailAddress, **_rest: Any) -> None:
    """Note that somebody has entered the code that was mailed to them, and tell who waits for it."""
    person: Person = email_address.user
    audit.record("people.verify_email", person, acting=person.as_actor())
    emit(EmailVerified(str(person.pk), email_address.email), organization_id=None)


@receiver(account.email_changed)
def note_primary(user: Person, **_rest: Any) -> None:
    """Note that mail goes to another address."""
    _note("people.change_primary_email", user)


@receiver(account.email_removed)
@transaction.atomic
def note_address_removed(user: Person, **_rest: Any) -> None:
    """Note that an address was taken away; where it was the one that mail went to, another takes its place."""
    emails.choose_heir(user)
    _note("people.remove_email", user)


@receiver([account.password_changed, account.password_set, account.password_reset])
def note_password(user: Person, **_rest: Any) -> None:
    """Note that a password was set or changed."""
    _note("people.change_password", user)


@receiver(mfa.authenticator_added)
def note_added(user: Person, authenticator: Any, **_rest: Any) -> None:
    """Note a new passkey, authenticator app or set of recovery codes."""
    _note("people.add_authenticator", user, str(authenticator.type))


@receiver(mfa.authenticator_removed)
def note_removed(user: Person, authenticator: Any, **_rest: Any) -> None:
    """Note that a passkey, authenticator app or set of recovery codes was taken away."""
    _note("people.remove_authenticator", user, str(authenticator.type))


@receiver(mfa.authenticator_reset)
def note_reset(user: Person, authenticator: Any, **_rest: Any) -> None:
    """Note a new set of recovery codes in the place of the old one."""
    _note("people.reset_authenticator", user, str(authenticator.type))
