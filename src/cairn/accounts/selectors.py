# SPDX-License-Identifier: Apache-2.0
"""Reads of people and of what they are known by."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from cairn.accounts.models import Identifier, IdentifierKind, Person
from cairn.foundation.errors import NotFound
from cairn.foundation.models import AuditEntry
from cairn.foundation.scopes import everything

_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def get_person(person_id: UUID) -> Person:
    """Return a person. Raises NotFound."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NotFound(_("There is no such person here. Check the address."), code="no_such_person")
    return person


def find_person_by_email(email: str) -> Person | None:
    """Return whoever has shown that mail to this address reaches them; an address that is only claimed finds nobody."""
    address = EmailAddress.objects.select_related("user").filter(email=email.strip().lower(), verified=True).first()
    return address.user if address else None


def find_person_let_in_by_mail(email: str) -> Person | None:
    """Return whose account a code that is mailed to this address may open.

    It is whoever has shown that the address is theirs. Where nobody has, it is somebody who was added with it and
    cannot have been inside yet: an account that another way leads into may be a trap, laid by claiming the address.
    """
    if person := find_person_by_email(email):
        return person if person.is_active else None
    claims = EmailAddress.objects.select_related("user").filter(email=email.strip().lower(), user__is_active=True)
    return next((claim.user for claim in claims.order_by("pk") if _is_untouched(claim.user)), None)


def find_person_by_username(username: str) -> Person | None:
    """Return a person by the sign-in name."""
    return Person.objects.filter(username__iexact=username.strip()).first()


def find_person_by_identifier(kind: str, value: str, *, authority_id: UUID | None = None) -> Person | None:
    """Return whoever an authority knows by this; without an authority, whoever goes by it everywhere."""
    rows = Identifier.objects.select_related("person").filter(kind=kind, value=value, authority_id=authority_id)
    found = rows.first()
    return found.person if found else None


def list_emails(person: Person) -> list[EmailAddress]:
    """Return a person's addresses, the one that mail goes to first."""
    return list(EmailAddress.objects.filter(user=person).order_by("-primary", "-verified", "email"))


def _is_untouched(person: Person) -> bool:
    """Say whether nobody has a way into an account."""
    has_address = EmailAddress.objects.filter(user=person, verified=True).exists()
    return not (has_address or person.has_usable_password() or count_passkeys(person))


def primary_email(person: Person) -> str:
    """Return the address that mail to a person goes to; nobody is told anything at an address that is not verified."""
    verified = EmailAddress.objects.filter(user=person, verified=True).order_by("-primary", "pk")
    return verified.values_list("email", flat=True).first() or ""


def primary_emails(people: Collection[UUID]) -> dict[UUID, str]:
    """Return the address that mail goes to for each of many people who have one, in one query."""
    rows = EmailAddress.objects.filter(user_id__in=people, verified=True).order_by("primary", "-pk")
    return dict(rows.values_list("user_id", "email"))


def find_people_by_emails(emails: Collection[str]) -> dict[str, UUID]:
    """Return who has shown that mail to these addresses reaches them, by the address in small letters, in one query."""
    wanted = {email.strip().lower() for email in emails}
    rows = EmailAddress.objects.filter(email__in=wanted, verified=True)
    return dict(rows.values_list("email", "user_id"))


def find_people_by_student_numbers(numbers: Collection[str], *, authority_id: UUID) -> dict[str, UUID]:
    """Return who has these numbers at an organization, where it has made sure of it, in one query."""
    wanted = {"kind": IdentifierKind.STUDENT_NUMBER, "value__in": numbers, "authority_id": authority_id}
    rows = Identifier.objects.filter(**wanted)
    return dict(rows.exclude(verified_at=None).values_list("value", "person_id"))


def find_people_by_sourced_ids(ids: Collection[str], *, authority_id: UUID) -> dict[str, UUID]:
    """Return whom the student system of an organization knows by these ids, in one query."""
    rows = Identifier.objects.filter(kind=IdentifierKind.SOURCED_ID, value__in=ids, authority_id=authority_id)
    return dict(rows.values_list("value", "person_id"))


def names_of(people: Collection[str]) -> dict[str, str]:
    """Return the names of many people by their ids, in one query; what is no id names nobody."""
    ids = [text for text in people if _ID.fullmatch(text)]
    return {str(person.pk): str(person) for person in Person.objects.filter(pk__in=ids)}


def list_identifiers(person: Person) -> list[Identifier]:
    """Return what a person is known by, besides addresses."""
    return list(person.identifiers.order_by("kind", "created_at"))


def count_passkeys(person: Person) -> int:
    """Return how many passkeys and security keys a person can sign in with."""
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).count()


def list_account_history(person: Person, limit: int = 20) -> list[AuditEntry]:
    """Return the last things that were done to a person's account, newest first."""
    with everything("what was done to an account belongs to no organization"):
        rows = AuditEntry.objects.filter(subject_type="accounts.person", subject_id=str(person.pk))
        return list(rows.order_by("-id")[:limit])
