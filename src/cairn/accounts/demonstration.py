# SPDX-License-Identifier: Apache-2.0
"""The people of the demonstration: whoever's sign-in name begins with `demo.`; they have no password.

Without the switch for demonstrations, nobody can sign in as one of them.
"""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from cairn.accounts.models import Person

PREFIX: Final = "demo."


def list_demo_people() -> QuerySet[Person]:
    """List the people of the demonstration."""
    return Person.objects.filter(username__startswith=PREFIX).order_by("username")


def find_demo_person(username: str) -> Person | None:
    """Return one of the people of the demonstration."""
    return list_demo_people().filter(username=username, is_active=True).first()


def has_demo_people() -> bool:
    """Say whether this database was filled with the demonstration."""
    return list_demo_people().exists()


def has_only_real_people() -> bool:
    """Say whether this database is in use, and not by the demonstration."""
    return Person.objects.exists() and not has_demo_people()
