# SPDX-License-Identifier: Apache-2.0
"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.public.claims import views

urlpatterns: list[URLPattern] = [
    path("claim/<str:token>", views.claim_page, name="claim"),
    path("claim/<str:token>/credential.<str:ending>", views.claimed_file, name="claimed_file"),
    path("status/<uuid:list_id>", views.status_list, name="status_list"),
]
