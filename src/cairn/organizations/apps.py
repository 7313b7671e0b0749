# SPDX-License-Identifier: Apache-2.0
"""The Django app `organizations`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Organizations: profile, members and roles, signing keys."""

    name = "cairn.organizations"
    label = "organizations"

    def ready(self) -> None:
        """Register what other floors ask for, and the handlers of their events."""
        import_module("cairn.organizations.access")
