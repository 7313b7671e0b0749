# SPDX-License-Identifier: Apache-2.0
"""Addresses of adding people from a file."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.issuer.roster import views

urlpatterns: list[URLPattern] = [
    path("o/<slug:slug>/people/import", views.bring, name="roster"),
    path("o/<slug:slug>/people/import/<uuid:bundle_id>", views.look, name="roster_bundle"),
    path("o/<slug:slug>/people/import/<uuid:bundle_id>/apply", views.apply, name="roster_apply"),
    path("o/<slug:slug>/people/import/<uuid:bundle_id>/undo", views.undo, name="roster_undo"),
]
