# SPDX-License-Identifier: Apache-2.0
"""The addresses of the studio."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from cairn.web.issuer.studio.views import beginning, editing, listing, picture, previews, publishing, retiring, versions

_STUDIO = "o/<slug:slug>/studio"
_ONE = f"{_STUDIO}/<uuid:achievement_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{_STUDIO}/", listing.studio, name="studio"),
    path(f"{_STUDIO}/new", beginning.new, name="studio_new"),
    path(f"{_STUDIO}/import", beginning.bring_in, name="studio_import"),
    path(f"{_ONE}/", listing.achievement, name="studio_achievement"),
    path(f"{_ONE}/copy", beginning.copy, name="studio_copy"),
    path(f"{_ONE}/edit/<slug:section>", editing.edit, name="studio_edit"),
    path(f"{_ONE}/findings/<slug:section>", editing.findings, name="studio_findings"),
    path(f"{_ONE}/language", editing.begin_language, name="studio_language"),
    path(f"{_ONE}/picture", picture.picture, name="studio_picture"),
    path(f"{_ONE}/publish", publishing.publish, name="studio_publish"),
    path(f"{_ONE}/discard", publishing.discard, name="studio_discard"),
    path(f"{_ONE}/versions", versions.history, name="studio_versions"),
    path(f"{_ONE}/versions/begin", versions.begin, name="studio_begin"),
    path(f"{_ONE}/retire", retiring.retire, name="studio_retire"),
    path(f"{_ONE}/reopen", retiring.reopen, name="studio_reopen"),
    path(f"{_ONE}/as/<slug:reader>", previews.preview, name="studio_preview"),
    path(f"{_ONE}/invite", previews.invite, name="studio_invite"),
]
