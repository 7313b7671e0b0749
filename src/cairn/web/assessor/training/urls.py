# SPDX-License-Identifier: Apache-2.0
"""Addresses of training: the rubrics, one rubric, practice, and the sitting."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.assessor.training.views import practicing, rubrics, sitting

_RUBRIC = "o/<slug:slug>/training/<uuid:version_id>/"

urlpatterns: list[URLPattern] = [
    path("o/<slug:slug>/training/", rubrics.show_rubrics, name="training"),
    path(_RUBRIC, rubrics.show_rubric, name="training_rubric"),
    path(f"{_RUBRIC}practice/<uuid:anchor_id>", practicing.rate, name="training_practice"),
    path(f"{_RUBRIC}practice/<uuid:anchor_id>/agreed", practicing.show_agreed, name="training_agreed"),
    path(f"{_RUBRIC}begin", sitting.begin, name="training_begin"),
    path(f"{_RUBRIC}sitting", sitting.sit, name="training_sitting"),
]
