# SPDX-License-Identifier: Apache-2.0
"""Addresses of checking, and of what holders show."""

from __future__ import annotations

from django.urls import URLPattern, path

from cairn.web.public.verify import credential, profile, shared, views

urlpatterns: list[URLPattern] = [
    path("verify", views.verify, name="verify"),
    path("credentials/<uuid:award_id>", credential.credential, name="credential"),
    path("credentials/<uuid:award_id>/card.png", credential.card, name="credential_card"),
    path("s/<str:token>", shared.shared, name="shared"),
    path("s/<str:token>/card.png", shared.card, name="shared_card"),
    path("s/<str:token>/<str:form>", shared.download_shared, name="shared_download"),
    path("people/<slug:slug>", profile.public_profile, name="public_profile"),
]
