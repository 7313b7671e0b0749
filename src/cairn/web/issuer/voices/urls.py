# SPDX-License-Identifier: Apache-2.0
"""Addresses of appeals, complaints and observations, on the organization's side."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.issuer.voices import appeals, complaints, observations

_OBSERVATION = "o/<slug:slug>/observations/<uuid:attestation_id>/"

urlpatterns: list[URLPattern] = [
    path("o/<slug:slug>/appeals/", appeals.list_all, name="organization_appeals"),
    path("o/<slug:slug>/appeals/<uuid:appeal_id>/", appeals.show, name="organization_appeal"),
    path("o/<slug:slug>/complaints/", complaints.list_all, name="organization_complaints"),
    path("o/<slug:slug>/complaints/<uuid:complaint_id>/", complaints.answer, name="organization_complaint"),
    path("o/<slug:slug>/observations/", observations.list_all, name="observations"),
    path(_OBSERVATION, observations.observe, name="observation"),
    path(f"{_OBSERVATION}take-back", observations.take_back, name="take_back_observation"),
]
