# SPDX-License-Identifier: Apache-2.0
"""Addresses of Reliability Reports, which stand in signed credentials and so never change."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.public.reports import views

urlpatterns: list[URLPattern] = [
    path("reliability/<uuid:reliability_id>", views.report, name="reliability_report"),
    path("reliability/<uuid:reliability_id>/<str:document>.json", views.report_document, name="reliability_document"),
]
