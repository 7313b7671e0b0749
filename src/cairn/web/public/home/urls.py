# SPDX-License-Identifier: Apache-2.0
"""Addresses of the front door."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.public.home.views import favicon, help_page, landing, robots

urlpatterns: list[URLPattern] = [
    path("", landing, name="landing"),
    path("help", help_page, name="help"),
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", favicon, name="favicon"),
]
