# SPDX-License-Identifier: Apache-2.0
"""Addresses of earning: applying, one's own work, and files of evidence."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.learner.earning.views import applying, deciding, files, handing_in, listing, working, writing

urlpatterns: list[URLPattern] = [
    path("achievements/<uuid:achievement_id>/apply", applying.apply, name="apply"),
    path("my/work/", listing.list_own_work, name="my_work"),
    path("my/work/<uuid:submission_id>/", working.show_work, name="work"),
    path("my/work/<uuid:submission_id>/parts/<str:part_id>", writing.write_part, name="work_part"),
    path("my/work/<uuid:submission_id>/track", working.change_track, name="work_track"),
    path("my/work/<uuid:submission_id>/hand-in", handing_in.hand_in, name="work_hand_in"),
    path("my/work/<uuid:submission_id>/withdraw", handing_in.withdraw, name="work_withdraw"),
    path("my/work/<uuid:submission_id>/result", deciding.show_result, name="work_result"),
    path("files/<uuid:file_id>", files.show_file, name="evidence_file"),
]
