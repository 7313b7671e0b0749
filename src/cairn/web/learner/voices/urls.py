# SPDX-License-Identifier: Apache-2.0
"""Addresses of appeals, complaints and attestations, on the learner's side."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.learner.voices import appeals, attestations, complaints

_WITNESS = "my/work/<uuid:submission_id>/attestations"

urlpatterns: list[URLPattern] = [
    path("my/work/<uuid:submission_id>/appeal", appeals.file_appeal, name="work_appeal"),
    path("my/appeals/<uuid:appeal_id>/", appeals.show_appeal, name="appeal"),
    path("my/appeals/<uuid:appeal_id>/take-back", appeals.take_back, name="take_back_appeal"),
    path("my/complaints/", complaints.list_own, name="my_complaints"),
    path("my/complaints/new", complaints.new, name="new_complaint"),
    path("my/complaints/<uuid:complaint_id>/", complaints.show, name="complaint"),
    path("my/complaints/<uuid:complaint_id>/take-back", complaints.take_back, name="take_back_complaint"),
    path(_WITNESS, attestations.ask, name="work_attestations"),
    path(f"{_WITNESS}/<uuid:attestation_id>/withdraw", attestations.withdraw, name="withdraw_attestation"),
    path("attest/<str:token>", attestations.attest, name="attest"),
    path("attest/<str:token>/take-back", attestations.take_back, name="take_back_attestation"),
]
