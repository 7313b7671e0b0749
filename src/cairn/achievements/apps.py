# SPDX-License-Identifier: Apache-2.0
"""The Django app `achievements`."""

from __future__ import annotations

from django.apps import AppConfig


class AchievementsConfig(AppConfig):
    """Achievements and their immutable versions."""

    name = "cairn.achievements"
    label = "achievements"
