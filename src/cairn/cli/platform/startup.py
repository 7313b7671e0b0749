# SPDX-License-Identifier: Apache-2.0
"""Starting the platform: its settings, its database, its static files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection

from cairn.cli.problems import CommandError

SETTINGS: Final = "cairn.config.settings"
_MANIFEST: Final = "whitenoise.storage.CompressedManifestStaticFilesStorage"


def start_platform() -> None:
    """Read the settings and load the applications. Raises CommandError where a setting cannot be meant."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from error


@contextmanager
def database_problems() -> Iterator[None]:
    """Turn what the database refuses into a sentence. Raises CommandError."""
    try:
        yield
    except DatabaseError as error:
        reason = " ".join(str(error).split())
        raise CommandError(f"The database cannot be used: {reason}. Look at DATABASE_URL and CAIRN_DATA.") from error


def migrate() -> None:
    """Bring the tables to the form that this version needs. Raises CommandError."""
    with database_problems():
        call_command("migrate", interactive=False, verbosity=0)


def collect_static_files() -> None:
    """Copy styles, scripts and fonts under names that hold their digest, so that browsers may keep them for ever."""
    settings.STORAGES["staticfiles"]["BACKEND"] = _MANIFEST
    call_command("collectstatic", interactive=False, verbosity=0)


def is_sqlite() -> bool:
    """Say whether the database is a file on this machine."""
    return connection.vendor == "sqlite"
