# SPDX-License-Identifier: Apache-2.0
"""Every change of a person: made here, with its permission, its audit row and its event in one transaction.

A person is one row for life. Addresses and identifiers come and go; what was earned stays with the person.
"""

from __future__ import annotations

from cairn.accounts.services.emails import add_email, make_primary, remove_email, verify_email
from cairn.accounts.services.identifiers import add_identifier, remove_identifier
from cairn.accounts.services.people import (
    change_profile,
    choose_username,
    create_person,
    create_placeholder,
    deactivate_person,
    end_sessions,
    reactivate_person,
    reset_password,
)

__all__ = [
    "add_email",
    "add_identifier",
    "change_profile",
    "choose_username",
    "create_person",
    "create_placeholder",
    "deactivate_person",
    "end_sessions",
    "make_primary",
    "reactivate_person",
    "remove_email",
    "remove_identifier",
    "reset_password",
    "verify_email",
]
