# SPDX-License-Identifier: Apache-2.0
"""Addresses of rating: the queue, the workbench, the decision, and letters that invite people to apply."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.assessor.rating.views import (
    assigning,
    bench,
    conflicts,
    finishing,
    inviting,
    known,
    masking,
    queue,
    reporting,
)

urlpatterns: list[URLPattern] = [
    path("o/<slug:slug>/queue/", queue.show_queue, name="queue"),
    path("o/<slug:slug>/queue/take", queue.take, name="queue_take"),
    path("o/<slug:slug>/queue/next", queue.take_next, name="queue_next"),
    path("o/<slug:slug>/queue/languages", queue.state_languages, name="queue_languages"),
    path("o/<slug:slug>/queue/known/", known.show_known, name="known_writers"),
    path("o/<slug:slug>/queue/known/<uuid:conflict_id>/end", known.end, name="known_writer_end"),
    path("o/<slug:slug>/queue/<uuid:submission_id>/", bench.rate, name="bench"),
    path("o/<slug:slug>/queue/<uuid:submission_id>/standing", bench.show_standing, name="bench_standing"),
    path("o/<slug:slug>/queue/<uuid:submission_id>/put-back", bench.put_back, name="bench_put_back"),
    path("o/<slug:slug>/queue/<uuid:submission_id>/known", known.declare, name="bench_known"),
    path("o/<slug:slug>/queue/<uuid:submission_id>/finish", finishing.finish, name="bench_finish"),
    path("o/<slug:slug>/queue/<uuid:submission_id>/report", reporting.report, name="bench_report"),
    path("o/<slug:slug>/assigning/", assigning.show_assigning, name="assigning"),
    path("o/<slug:slug>/assigning/hand-out", assigning.hand_out, name="hand_out"),
    path("o/<slug:slug>/assigning/choose", assigning.choose, name="choose_handing_out"),
    path("o/<slug:slug>/assigning/<uuid:rating_id>", assigning.reassign, name="reassign"),
    path("o/<slug:slug>/conflicts/", conflicts.show_conflicts, name="conflicts"),
    path("o/<slug:slug>/conflicts/<uuid:conflict_id>/end", conflicts.end, name="conflict_end"),
    path("o/<slug:slug>/masking/", masking.show_reports, name="masking"),
    path("o/<slug:slug>/masking/<uuid:report_id>", masking.settle, name="masking_report"),
    path("o/<slug:slug>/invite/<uuid:achievement_id>", inviting.invite, name="invite_to_apply"),
]
