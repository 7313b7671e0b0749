# SPDX-License-Identifier: Apache-2.0
"""The Django app of the pages."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Server-rendered pages that work without scripts."""

    name = "cairn.web"
    label = "web"
