# SPDX-License-Identifier: Apache-2.0
"""The Django app `accounts`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and the identifiers by which they are known."""

    name = "cairn.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to what sign-in changes by itself."""
        import_module("cairn.accounts.handlers")
