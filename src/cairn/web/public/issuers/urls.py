# SPDX-License-Identifier: Apache-2.0
"""Addresses of the public side of organizations."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.public.issuers import views

urlpatterns: list[URLPattern] = [
    path("issuers/<slug:slug>", views.issuer, name="issuer"),
    path("issuers/<slug:slug>/did.json", views.did_document, name="did_document"),
    path("issuers/<slug:slug>/logo", views.logo, name="issuer_logo"),
]
