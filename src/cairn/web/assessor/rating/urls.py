# SPDX-License-Identifier: Apache-2.0
"""Addresses of rating: the queue, the workbench, the decision, and letters that invite people to apply."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.assessor.rating.views import bench, finishing, inviting, queue

urlpatterns: list[URLPattern] = [
    path("o/<slug:slug>/queue/", queue.show_queue, name="queue"),
    path("o/<slug:slug>/queue/take", queue.take, name="queue_take"),
    path("o/<slug:slug>/queue/<uuid:submission_id>/", bench.rate, name="bench"),
    path("o/<slug:slug>/queue/<uuid:submission_id>/standing", bench.show_standing, name="bench_standing"),
    path("o/<slug:slug>/queue/<uuid:submission_id>/put-back", bench.put_back, name="bench_put_back"),
    path("o/<slug:slug>/queue/<uuid:submission_id>/finish", finishing.finish, name="bench_finish"),
    path("o/<slug:slug>/invite/<uuid:achievement_id>", inviting.invite, name="invite_to_apply"),
]
