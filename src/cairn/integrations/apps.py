# SPDX-License-Identifier: Apache-2.0
"""The Django app `integrations`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    """Outside systems."""

    name = "cairn.integrations"
    label = "integrations"

    def ready(self) -> None:
        """Register the background work of each."""
        import_module("cairn.integrations.oneroster.steps")
