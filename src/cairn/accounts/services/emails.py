# SPDX-License-Identifier: Apache-2.0
"""Addresses: added, verified by whoever has seen the proof, chosen for mail, taken away, but never the last way in."""

from __future__ import annotations

from typing import Final

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from cairn.accounts import access, selectors
from cairn.accounts.events import EmailVerified
from cairn.accounts.models import Person
from cairn.foundation import audit
from cairn.foundation.actors import Actor
from cairn.foundation.errors import Conflict, Invalid, NotFound
from cairn.foundation.events import emit

_MAX_ADDRESSES: Final = 10


@transaction.atomic
def add_email(
    person: Person, email: str, *, acting: Actor, is_verified: bool = False, is_primary: bool = False
) -> EmailAddress:
    """Give a person an address; it counts once it is verified. An address that is there already is brought up to date.

    Raises PermissionDenied, Invalid, Conflict: email_taken, too_many_addresses.
    """
    access.require_self(acting, person)
    wanted = _clean_email(email)
    if is_verified:
        access.require_trusted(acting)
        _require_free(wanted, person)
    address = EmailAddress.objects.filter(user=person, email=wanted).first() or _new_address(person, wanted, acting)
    if is_verified and not address.verified:
        _mark_verified(person, address, acting)
    if is_primary or (address.verified and not _has_primary(person)):
        _mark_primary(person, address)
    return address


@transaction.atomic
def verify_email(person: Person, email: str, *, acting: Actor) -> EmailAddress:
    """Note that mail to an address reaches the person; the caller has seen the proof.

    Raises PermissionDenied, NotFound, Conflict: email_taken.
    """
    access.require_trusted(acting)
    address = _get_address(person, email)
    _require_free(address.email, person)
    if not address.verified:
        _mark_verified(person, address, acting)
    if not _has_primary(person):
        _mark_primary(person, address)
    return address


@transaction.atomic
def make_primary(person: Person, email: str, *, acting: Actor) -> EmailAddress:
    """Let mail go to this address. Raises PermissionDenied, NotFound, Conflict: not_verified."""
    access.require_self(acting, person)
    address = _get_address(person, email)
    if not address.verified:
        raise Conflict(_("Verify this address first: enter the code that we mail to it."), code="not_verified")
    if not address.primary:
        _mark_primary(person, address)
        audit.record("people.change_primary_email", person, acting=acting)
    return address


@transaction.atomic
def remove_email(person: Person, email: str, *, acting: Actor) -> None:
    """Take an address away, but never the last way in. Raises PermissionDenied, NotFound, Conflict: last_way_in."""
    access.require_self(acting, person)
    address = _get_address(person, email)
    if is_last_way_in(person, address):
        raise Conflict(
            _("This address is your last way in. Add another address, a passkey or a sign-in name first."),
            code="last_way_in",
        )
    address.delete()
    person.keep_former("email", address.email)
    person.save(update_fields=["former"])
    choose_heir(person)
    audit.record("people.remove_email", person, acting=acting, was_verified=address.verified)


def choose_heir(person: Person) -> None:
    """Let mail go to the oldest verified address where it goes to none."""
    heir = EmailAddress.objects.filter(user=person, verified=True).order_by("pk").first()
    if heir and not _has_primary(person):
        _mark_primary(person, heir)


def is_last_way_in(person: Person, address: EmailAddress) -> bool:
    """Say whether a person could not sign in any more without this address."""
    if not address.verified:
        return False
    others = EmailAddress.objects.filter(user=person, verified=True).exclude(pk=address.pk)
    by_name = person.has_sign_in_name and person.has_usable_password()
    return not (by_name or others.exists() or selectors.count_passkeys(person))


def _clean_email(email: str) -> str:
    wanted = email.strip().lower()
    try:
        validate_email(wanted)
    except ValidationError:
        raise Invalid(
            _("This is not an e-mail address. Write it like name@example.org."), field="email", code="bad_email"
        ) from None
    return wanted


def _require_free(email: str, person: Person) -> None:
    owner = selectors.find_person_by_email(email)
    if owner is not None and owner.pk != person.pk:
        raise Conflict(_("This address belongs to another account. Sign in with that one."), code="email_taken")


def _new_address(person: Person, email: str, acting: Actor) -> EmailAddress:
    if EmailAddress.objects.filter(user=person).count() >= _MAX_ADDRESSES:
        raise Conflict(_("You have ten addresses. Remove one first."), code="too_many_addresses")
    address: EmailAddress = EmailAddress.objects.create(user=person, email=email)
    audit.record("people.add_email", person, acting=acting)
    return address


def _get_address(person: Person, email: str) -> EmailAddress:
    address = EmailAddress.objects.filter(user=person, email=email.strip().lower()).first()
    if address is None:
        raise NotFound(_("This address is not one of yours. Look at the list again."), code="no_such_address")
    return address


def _has_primary(person: Person) -> bool:
    return bool(EmailAddress.objects.filter(user=person, primary=True, verified=True).exists())


def _mark_verified(person: Person, address: EmailAddress, acting: Actor) -> None:
    address.verified = True
    address.save(update_fields=["verified"])
    audit.record("people.verify_email", person, acting=acting)
    emit(EmailVerified(str(person.pk), address.email), organization_id=None)


def _mark_primary(person: Person, address: EmailAddress) -> None:
    # Two rows cannot both be primary, so the old one steps back first.
    EmailAddress.objects.filter(user=person, primary=True).exclude(pk=address.pk).update(primary=False)
    address.primary = True
    address.save(update_fields=["primary"])
