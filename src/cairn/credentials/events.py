# SPDX-License-Identifier: Apache-2.0
"""What happens to credentials, told to the floors above."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cairn.foundation.events import Event


@dataclass(frozen=True, slots=True)
class CredentialIssued(Event):
    """A credential was signed; told once more when it finds the person whom it belongs to."""

    name: ClassVar[str] = "credentials.issued"

    award_id: str
    person_id: str | None


@dataclass(frozen=True, slots=True)
class CredentialStatusChanged(Event):
    """A credential was revoked, suspended or reinstated; `state` is what its status lists now say."""

    name: ClassVar[str] = "credentials.status_changed"

    award_id: str
    state: str
    reason: str
