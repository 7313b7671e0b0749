# SPDX-License-Identifier: Apache-2.0
"""Addresses of known works, and of how assessors stand."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.issuer.anchors.views import assessors, listing, writing

urlpatterns: list[URLPattern] = [
    path("o/<slug:slug>/anchors/", listing.show_credentials, name="anchors"),
    path("o/<slug:slug>/anchors/of/<uuid:achievement_id>", listing.show_works, name="anchors_of"),
    path("o/<slug:slug>/anchors/new/<uuid:version_id>", writing.new, name="anchor_new"),
    path("o/<slug:slug>/anchors/<uuid:anchor_id>/", writing.change, name="anchor"),
    path("o/<slug:slug>/anchors/<uuid:anchor_id>/retire", writing.retire, name="anchor_retire"),
    path("o/<slug:slug>/assessors/", assessors.show, name="assessors"),
    path("o/<slug:slug>/assessors/practice", assessors.offer, name="assessors_offer"),
]
