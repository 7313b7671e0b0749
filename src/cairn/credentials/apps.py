# SPDX-License-Identifier: Apache-2.0
"""The Django app `credentials`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    """Awards, signed credentials and their status."""

    name = "cairn.credentials"
    label = "credentials"

    def ready(self) -> None:
        """Register what other floors ask for, and the handlers of their events."""
        import_module("cairn.credentials.handlers")
        import_module("cairn.credentials.services.batches")
        import_module("cairn.credentials.services.many")
