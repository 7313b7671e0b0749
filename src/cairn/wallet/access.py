# SPDX-License-Identifier: Apache-2.0
"""Who may: what a person holds is theirs alone, and nothing about a minor becomes public."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from cairn.accounts.selectors import get_person
from cairn.foundation import clock
from cairn.foundation.actors import SYSTEM, Actor
from cairn.foundation.errors import NotFound, PermissionDenied

OF_AGE: Final = 18


def require_self(acting: Actor, person_id: UUID) -> None:
    """Return if the actor is this person or the system. Raises NotFound: nobody learns what somebody else holds."""
    if acting != SYSTEM and acting.person_id != person_id:
        raise NotFound(_("There is no such credential among yours. Start from the list of what you hold."))


def require_of_age(person_id: UUID) -> None:
    """Return if a person may be shown to everybody. Raises PermissionDenied: minor."""
    if is_minor(person_id):
        raise PermissionDenied(
            _("You are under 18, so nothing about you is public here. You can still make a link for one reader."),
            code="minor",
        )


def is_minor(person_id: UUID) -> bool:
    """Say whether a person is known to be under age; a person who gave no date of birth is taken for an adult."""
    born_on = get_person(person_id).born_on
    return born_on is not None and _age(born_on, clock.now().date()) < OF_AGE


def _age(born_on: date, today: date) -> int:
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
