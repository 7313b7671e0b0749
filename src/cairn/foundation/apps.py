# SPDX-License-Identifier: Apache-2.0
"""The Django app of the foundation."""

from __future__ import annotations

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Tables that every app above writes through services of the foundation: audit, outbox, jobs, files, mail."""

    name = "cairn.foundation"
    label = "foundation"
