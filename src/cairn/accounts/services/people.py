# SPDX-License-Identifier: Apache-2.0
"""Adding people, changing what is said of them, and closing accounts."""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cairn.accounts import access, selectors
from cairn.accounts.demonstration import PREFIX
from cairn.accounts.events import PersonDeactivated
from cairn.accounts.models import Person
from cairn.foundation import audit, clock
from cairn.foundation.actors import SYSTEM, Actor
from cairn.foundation.errors import Conflict, Invalid
from cairn.foundation.events import emit
from cairn.foundation.texts import one_line

_USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,38}[a-z0-9]")
_LONGEST_NAME: Final = 200


@transaction.atomic
def create_person(
    *,
    name: str,
    acting: Actor,
    username: str | None = None,
    language: str = "en",
    born_on: date | None = None,
    password: str | None = None,
    organization_id: UUID | None = None,
) -> Person:
    """Add somebody, who may have a sign-in name and no address: a child, or a row of an import.

    `organization_id` is the organization that adds them. Raises PermissionDenied, Invalid, Conflict: username_taken.
    """
    access.require_may_add_people(acting, organization_id)
    person = Person(
        name=_clean_name(name), language=_clean_language(language), born_on=born_on, added_by_id=organization_id
    )
    if username is not None:
        person.username = _clean_username(username, acting)
    _set_password(person, password)
    person.save(force_insert=True)
    audit.record("people.create", person, acting=acting, organization_id=organization_id, has_address=False)
    return person


@transaction.atomic
def create_placeholder(*, acting: Actor) -> Person:
    """Add somebody who is nobody: without a name, a way in, or a place in any list. Raises PermissionDenied."""
    access.require_trusted(acting)
    person = Person(is_active=False)
    _set_password(person, None)
    person.save(force_insert=True)
    audit.record("people.create", person, acting=acting, has_address=False)
    return person


@transaction.atomic
def change_profile(person: Person, *, acting: Actor, name: str | None = None, language: str | None = None) -> Person:
    """Change the name or the language of a person. Raises PermissionDenied, Invalid."""
    access.require_self(acting, person)
    changes: dict[str, str] = {}
    if name is not None and (clean := _clean_name(name)) != person.name:
        changes["name"] = clean
    if language is not None and (clean := _clean_language(language)) != person.language:
        changes["language"] = clean
    if "name" in changes and person.name:
        person.keep_former("name", person.name)
    for field, value in changes.items():
        setattr(person, field, value)
    if changes:
        person.save(update_fields=[*changes, "former"])
        audit.record("people.change", person, acting=acting, changed=sorted(changes))
    return person


@transaction.atomic
def choose_username(person: Person, username: str, *, acting: Actor) -> Person:
    """Give a person a sign-in name, or another one. Raises PermissionDenied, Invalid, Conflict: username_taken."""
    access.require_self(acting, person)
    wanted = username.strip().lower()
    if wanted != person.username:
        clean = _clean_username(username, acting)
        if person.has_sign_in_name:
            person.keep_former("username", person.username)
        person.username = clean
        person.save(update_fields=["username", "former"])
        audit.record("people.choose_username", person, acting=acting)
    return person


@transaction.atomic
def reset_password(person: Person, password: str, *, acting: Actor) -> Person:
    """Give somebody who has no address a new password, and end their sessions.

    Only the organization that has made the account may, and only for somebody who cannot get back in alone.
    Raises PermissionDenied, Invalid, Conflict: has_address.
    """
    access.require_may_add_people(acting, person.added_by_id)
    if selectors.list_emails(person) or selectors.count_passkeys(person):
        raise Conflict(
            _("This person can get back in by themselves, so nobody else sets their password."), code="has_address"
        )
    _set_password(person, password)
    person.sessions_ended_at = clock.now()
    person.save(update_fields=["password", "sessions_ended_at"])
    audit.record("people.reset_password", person, acting=acting, organization_id=person.added_by_id)
    return person


@transaction.atomic
def end_sessions(person: Person, *, acting: Actor) -> Person:
    """Sign a person out everywhere. Raises PermissionDenied."""
    access.require_self(acting, person)
    person.sessions_ended_at = clock.now()
    person.save(update_fields=["sessions_ended_at"])
    audit.record("people.end_sessions", person, acting=acting)
    return person


@transaction.atomic
def deactivate_person(person: Person, *, acting: Actor) -> Person:
    """Close an account: nobody can sign in to it, and its credentials stay valid. Raises PermissionDenied."""
    access.require_self(acting, person)
    if person.is_active:
        person.is_active = False
        person.sessions_ended_at = clock.now()
        person.save(update_fields=["is_active", "sessions_ended_at"])
        audit.record("people.deactivate", person, acting=acting)
        emit(PersonDeactivated(str(person.pk)), organization_id=None)
    return person


@transaction.atomic
def reactivate_person(person: Person, *, acting: Actor) -> Person:
    """Open an account again. Raises PermissionDenied."""
    access.require_trusted(acting)
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
        audit.record("people.reactivate", person, acting=acting)
    return person


def _clean_name(name: str) -> str:
    clean = one_line(name)
    if not clean:
        raise Invalid(_("Write a name, as it should stand on a credential."), field="name", code="no_name")
    if len(clean) > _LONGEST_NAME:
        raise Invalid(_("A name has at most 200 characters. Shorten it."), field="name", code="name_too_long")
    return clean


def _clean_language(language: str) -> str:
    if language not in dict(settings.LANGUAGES):
        raise Invalid(_("Choose one of the languages of this site."), field="language", code="unknown_language")
    return language


def _clean_username(username: str, acting: Actor) -> str:
    wanted = username.strip().lower()
    if not _USERNAME.fullmatch(wanted):
        raise Invalid(
            _("A sign-in name has 3 to 40 letters a to z, digits, dots or hyphens, and begins and ends with a letter "
              "or digit."),
            field="username",
            code="bad_username",
        )  # fmt: skip
    if wanted.startswith(PREFIX) and acting != SYSTEM:
        # A database is taken for a demonstration, which may be emptied, by the names of its people.
        raise Invalid(
            _("Names that begin with “demo.” are kept back. Choose another."), field="username", code="bad_username"
        )
    if selectors.find_person_by_username(wanted):
        raise Conflict(_("Somebody has this sign-in name already. Choose another."), code="username_taken")
    return wanted


def _set_password(person: Person, password: str | None) -> None:
    if password is None:
        person.set_unusable_password()
        return
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password", code="weak_password") from None
    person.set_password(password)
