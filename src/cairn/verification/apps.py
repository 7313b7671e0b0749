# SPDX-License-Identifier: Apache-2.0
"""The Django app `verification`."""

from __future__ import annotations

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    """The doors through which a credential is checked."""

    name = "cairn.verification"
    label = "verification"
