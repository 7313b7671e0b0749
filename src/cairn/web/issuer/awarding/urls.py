# SPDX-License-Identifier: Apache-2.0
"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.issuer.awarding import bulk, changing, listing, single

_HOME = "o/<slug:slug>/awards"

urlpatterns: list[URLPattern] = [
    path(f"{_HOME}/", listing.awards, name="awards"),
    path(f"{_HOME}/new/", single.award_one, name="award_one"),
    path(f"{_HOME}/change/", changing.change, name="change_awards"),
    path(f"{_HOME}/export/", changing.export_awards, name="export_awards"),
    path(f"{_HOME}/changes/<uuid:job_id>/", changing.awards_job, name="awards_job"),
    path(f"{_HOME}/tables/new/", bulk.new_batch, name="new_award_batch"),
    path(f"{_HOME}/tables/<uuid:batch_id>/", bulk.batch, name="award_batch"),
    path(f"{_HOME}/tables/<uuid:batch_id>/fix/", bulk.fix_batch, name="fix_award_batch"),
    path(f"{_HOME}/tables/<uuid:batch_id>/undo/", bulk.undo, name="undo_award_batch"),
    path(f"{_HOME}/tables/<uuid:batch_id>/rows.csv", bulk.batch_rows, name="award_batch_rows"),
    path(f"{_HOME}/tables/<uuid:batch_id>/<slug:deed>/", bulk.steer_batch, name="steer_award_batch"),
    path(f"{_HOME}/<uuid:award_id>/", single.award_page, name="award"),
    path(f"{_HOME}/<uuid:award_id>/correct/", single.correct, name="correct_award"),
    path(f"{_HOME}/<uuid:award_id>/credential.json", single.credential_file, name="award_file"),
]
