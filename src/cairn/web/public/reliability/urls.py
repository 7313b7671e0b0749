# SPDX-License-Identifier: Apache-2.0
"""The addresses of what everybody may know of the agreement on a rubric."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.public.reliability import views

urlpatterns: list[URLPattern] = [
    path("achievements/<uuid:achievement_id>/reliability", views.reliability, name="achievement_reliability"),
    path("achievements/<uuid:achievement_id>/reliability.json", views.figures, name="achievement_reliability_json"),
]
