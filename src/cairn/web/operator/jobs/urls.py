# SPDX-License-Identifier: Apache-2.0
"""Addresses of background work."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.operator.jobs.views import change_job, show_job

urlpatterns: list[URLPattern] = [
    path("jobs/<uuid:job_id>", show_job, name="job"),
    path("jobs/<uuid:job_id>/change", change_job, name="job_change"),
]
