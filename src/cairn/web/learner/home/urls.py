# SPDX-License-Identifier: Apache-2.0
"""Address of the page that everybody lands on."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.learner.home.views import home

urlpatterns: list[URLPattern] = [path("home", home, name="home")]
