# SPDX-License-Identifier: Apache-2.0
"""The addresses of an organization's agreement."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.issuer.reliability import downloads, listing, report, steering

_HOME = "o/<slug:slug>/reliability"
_ONE = f"{_HOME}/<uuid:achievement_id>"

urlpatterns: list[URLPattern] = [
    path(f"{_HOME}/", listing.show_all, name="reliability"),
    path(_ONE, report.show_one, name="reliability_of"),
    path(f"{_ONE}/ratings.csv", downloads.ratings, name="reliability_ratings"),
    path(f"{_ONE}/earlier", steering.bring_in, name="reliability_earlier"),
    path(f"{_ONE}/brake", steering.release, name="reliability_brake"),
]
