# SPDX-License-Identifier: Apache-2.0
"""People. An e-mail address is one identifier among several: when it changes, the person stays the same."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cairn.foundation.actors import Actor
from cairn.foundation.ids import new_id, new_token

UNNAMED = "~"
"""How a sign-in name begins that nobody has chosen: no name that can be chosen begins so."""


def unnamed() -> str:
    """Return a sign-in name for somebody who has chosen none."""
    return f"{UNNAMED}{new_token()}"


class PersonManager(BaseUserManager["Person"]):
    """What sign-in asks of the table of people."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """Return a person by the sign-in name."""
        return self.get(username__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who learns, assesses, issues or looks after others. Mail addresses are allauth's EmailAddress rows.

    `added_by_id` is the organization that made the account of somebody without an address: it may help them back in.
    `former` has what they were called before, by kind (`name`, `email`, `username`). It is shown to nobody; it only
    hides who wrote what was handed in under another name.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    username = models.CharField(_("sign-in name"), max_length=60, unique=True, default=unnamed)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    is_active = models.BooleanField(default=True)
    sessions_ended_at = models.DateTimeField(null=True, blank=True)
    added_by_id = models.UUIDField(null=True, blank=True)
    former = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD: ClassVar[str] = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[PersonManager] = PersonManager()

    def __str__(self) -> str:
        return self.name or (self.username if self.has_sign_in_name else gettext("Somebody without a name"))

    @property
    def has_sign_in_name(self) -> bool:
        """Whether the person has a sign-in name of their own."""
        return not self.username.startswith(UNNAMED)

    def get_session_auth_hash(self) -> str:
        """Return what a session is bound to: it ends with a change of the password, and with "sign out everywhere"."""
        ended = self.sessions_ended_at.isoformat() if self.sessions_ended_at else ""
        return salted_hmac("cairn.accounts.session", self.password + ended, algorithm="sha256").hexdigest()

    def keep_former(self, kind: str, word: str) -> None:
        """Keep what somebody was called until now; the row is not saved."""
        self.former = {**self.former, kind: list(dict.fromkeys([*self.former.get(kind, ()), word]))}

    def as_actor(self) -> Actor:
        """Return the person as whoever acts."""
        return Actor.person(self.pk, str(self))

    # allauth asks a user model for these two; roles in organizations say who may do what.
    is_staff: ClassVar[bool] = False
    is_superuser: ClassVar[bool] = False


class IdentifierKind(models.TextChoices):
    """By what else than an e-mail address a person is known."""

    STUDENT_NUMBER = "student_number", _("student number")
    SOURCED_ID = "sourced_id", _("id in the student system")
    DID = "did", _("DID")


class Identifier(models.Model):
    """One thing that a person is known by; `authority` is the organization that gave it, where one did."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=20, choices=IdentifierKind)
    value = models.CharField(max_length=255)
    authority_id = models.UUIDField(null=True)
    verified_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One identifier names one person."""

        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["kind", "authority_id", "value"], name="identifier_once"),
            # To a database no NULL is like another, so what no authority has given needs a rule of its own.
            models.UniqueConstraint(
                fields=["kind", "value"],
                condition=models.Q(authority_id=None),
                name="identifier_once_without_authority",
            ),
        ]
