# SPDX-License-Identifier: Apache-2.0
"""Is the platform well: its database, its files, its signing keys?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from cairn.foundation.errors import DomainError
from cairn.organizations.models import Organization
from cairn.organizations.selectors import list_organizations
from cairn.organizations.signing import signer_for


class Answer(NamedTuple):
    """What was looked at, whether it is well, and what was found."""

    name: str
    ok: bool
    detail: str


def examine() -> Iterator[Answer]:
    """Look at the database, and at what can be looked at only where it is there."""
    database = _database()
    yield database
    yield _files()
    if database.ok:
        yield _keys()


def _database() -> Answer:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        reason = " ".join(str(error).split())
        return Answer("database", ok=False, detail=f"{reason}. Look at DATABASE_URL and CAIRN_DATA.")
    if waiting:
        return Answer("database", ok=False, detail=f"{len(waiting)} changes wait; `cairn serve` makes them")
    return Answer("database", ok=True, detail=f"{connection.vendor}, every table as it should be")


def _files() -> Answer:
    folder = settings.MEDIA_ROOT
    if not folder.exists():
        return Answer("files", ok=True, detail="none stored yet")
    ok = os.access(folder, os.R_OK | os.W_OK | os.X_OK)
    return Answer("files", ok=ok, detail=f"{folder} {'can' if ok else 'cannot'} be read and written")


def _keys() -> Answer:
    """Open every key that signs; with another master key than they were sealed with, none would."""
    codes = [_opens(organization) for organization in list_organizations()]
    if closed := codes.count("secret_unreadable"):
        detail = f"{closed} of {len(codes)} do not open: CAIRN_MASTER_KEY is not the one they were sealed with"
        return Answer("signing keys", ok=False, detail=detail)
    return Answer("signing keys", ok=True, detail=f"{codes.count('')} open")


def _opens(organization: Organization) -> str:
    """Return what keeps the key of an organization from signing, nothing where it signs."""
    try:
        signer_for(organization)
    except DomainError as error:
        return error.code
    return ""
