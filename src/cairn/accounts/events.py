# SPDX-License-Identifier: Apache-2.0
"""What happens to people that higher floors may have to act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cairn.foundation.events import Event


@dataclass(frozen=True, slots=True)
class EmailVerified(Event):
    """Somebody has shown that mail to this address reaches them."""

    name: ClassVar[str] = "accounts.email_verified"
    person_id: str
    email: str


@dataclass(frozen=True, slots=True)
class PersonDeactivated(Event):
    """Somebody can no longer sign in; what they hold stays theirs."""

    name: ClassVar[str] = "accounts.person_deactivated"
    person_id: str
