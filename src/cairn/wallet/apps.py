# SPDX-License-Identifier: Apache-2.0
"""The Django app `wallet`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class WalletConfig(AppConfig):
    """What a learner holds and whom they show it to."""

    name = "cairn.wallet"
    label = "wallet"

    def ready(self) -> None:
        """Register what other floors ask for, and the handlers of their events."""
        import_module("cairn.wallet.handlers")
