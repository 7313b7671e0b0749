# SPDX-License-Identifier: Apache-2.0
"""The addresses of an organization's rubrics."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from cairn.web.issuer.rubrics import importing, shelf, using

_RUBRICS = "o/<slug:slug>/rubrics"
_ONE = f"{_RUBRICS}/<uuid:rubric_id>"
_DRAFT = "o/<slug:slug>/studio/<uuid:achievement_id>/rubric"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{_RUBRICS}/", shelf.rubrics, name="rubrics"),
    path(f"{_RUBRICS}/import", importing.bring_in, name="rubrics_import"),
    path(f"{_RUBRICS}/keep", importing.keep, name="rubrics_keep"),
    path(f"{_RUBRICS}/bank/<slug:bank_name>", shelf.bank_rubric, name="rubrics_bank"),
    path(f"{_ONE}/", shelf.rubric, name="rubric"),
    path(f"{_ONE}/file/<slug:file_kind>", shelf.file, name="rubric_file"),
    path(_DRAFT, using.choose, name="studio_rubric"),
    path(f"{_DRAFT}/keep", using.keep, name="studio_rubric_keep"),
]
