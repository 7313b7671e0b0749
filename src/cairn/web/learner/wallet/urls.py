# SPDX-License-Identifier: Apache-2.0
"""Addresses of what a person holds and shows."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.learner.wallet import links, views

urlpatterns: list[URLPattern] = [
    path("my/", views.cairn, name="cairn"),
    path("my/links/", links.links, name="links"),
    path("my/links/<uuid:link_id>/end", links.end_link, name="end_link"),
    path("my/profile/", links.profile, name="profile"),
    path("my/<uuid:award_id>/", views.holding, name="holding"),
    path("my/<uuid:award_id>/share", views.share, name="share"),
    path("my/<uuid:award_id>/paper", views.paper, name="paper"),
    path("my/<uuid:award_id>/show", views.show_to, name="show_to"),
    path("my/<uuid:award_id>/<str:form>", views.download, name="holding_download"),
]
