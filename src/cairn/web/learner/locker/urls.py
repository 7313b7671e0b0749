# SPDX-License-Identifier: Apache-2.0
"""Addresses of the locker, and of the map of prior learning."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.learner.locker import prior, views

urlpatterns: list[URLPattern] = [
    path("my/evidence/", views.show_locker, name="locker"),
    path("my/evidence/new", views.add, name="add_to_locker"),
    path("my/evidence/keep", views.keep, name="keep_in_locker"),
    path("my/evidence/<uuid:piece_id>/use", views.use, name="use_piece"),
    path("my/evidence/<uuid:piece_id>/file", views.show_file, name="piece_file"),
    path("my/evidence/<uuid:piece_id>/remove", views.discard, name="discard_piece"),
    path("my/work/<uuid:submission_id>/prior", prior.edit_map, name="work_prior"),
]
