# SPDX-License-Identifier: Apache-2.0
"""Addresses for whoever runs the server."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from cairn.web.operator.views import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("", include("cairn.web.operator.demo.urls")),
    path("", include("cairn.web.operator.jobs.urls")),
]
