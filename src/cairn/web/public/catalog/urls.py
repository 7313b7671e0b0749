# SPDX-License-Identifier: Apache-2.0
"""The addresses of the catalog and of achievements."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from cairn.web.public.catalog import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("catalog", views.catalog, name="catalog"),
    path("achievements/<uuid:achievement_id>", views.achievement, name="achievement"),
    path("achievements/<uuid:achievement_id>/changes", views.changes, name="achievement_changes"),
    path("achievements/<uuid:achievement_id>/guide.pdf", views.guide, name="achievement_guide"),
    path("achievements/<uuid:achievement_id>/image.svg", views.image_svg, name="achievement_svg"),
    path("achievements/<uuid:achievement_id>/image.png", views.image_png, name="achievement_png"),
]
