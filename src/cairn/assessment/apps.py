# SPDX-License-Identifier: Apache-2.0
"""The Django app `assessment`."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Submissions, evidence, ratings and decisions."""

    name = "cairn.assessment"
    label = "assessment"

    def ready(self) -> None:
        """Register the handlers of events."""
        import_module("cairn.assessment.handlers")
