# SPDX-License-Identifier: Apache-2.0
"""The addresses of an organization's agreement."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.issuer.reliability import calling, downloads, listing, meetings, report, steering

_HOME = "o/<slug:slug>/reliability"
_ONE = f"{_HOME}/<uuid:achievement_id>"
_MEETING = "o/<slug:slug>/meetings/<uuid:meeting_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{_HOME}/", listing.show_all, name="reliability"),
    path(_ONE, report.show_one, name="reliability_of"),
    path(f"{_ONE}/ratings.csv", downloads.ratings, name="reliability_ratings"),
    path(f"{_ONE}/earlier", steering.bring_in, name="reliability_earlier"),
    path(f"{_ONE}/brake", steering.release, name="reliability_brake"),
    path(f"{_ONE}/meeting", calling.call, name="meeting_call"),
    path(_MEETING, meetings.show, name="meeting"),
    path(f"{_MEETING}meeting.ics", meetings.calendar, name="meeting_calendar"),
    path(f"{_MEETING}move", meetings.move, name="meeting_move"),
    path(f"{_MEETING}cancel", meetings.cancel, name="meeting_cancel"),
    path(f"{_MEETING}close", meetings.close, name="meeting_close"),
]
