# SPDX-License-Identifier: Apache-2.0
"""The addresses of every page; each topic keeps its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from cairn.web.access import public_page
from cairn.web.styleguide import styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    path("styleguide", styleguide, name="styleguide"),
    path("styleguide/work", styleguide, {"part": "work"}, name="styleguide_work"),
    path("language", public_page(set_language), name="set_language"),
    path("", include("cairn.web.public.home.urls")),
    path("", include("cairn.web.public.catalog.urls")),
    path("", include("cairn.web.public.reliability.urls")),
    path("", include("cairn.web.public.issuers.urls")),
    path("", include("cairn.web.public.verify.urls")),
    path("", include("cairn.web.public.reports.urls")),
    path("", include("cairn.web.public.claims.urls")),
    path("", include("cairn.web.learner.home.urls")),
    path("", include("cairn.web.learner.account.urls")),
    path("", include("cairn.web.learner.earning.urls")),
    path("", include("cairn.web.learner.locker.urls")),
    path("", include("cairn.web.learner.voices.urls")),
    path("", include("cairn.web.learner.wallet.urls")),
    path("", include("cairn.web.issuer.studio.urls")),
    path("", include("cairn.web.issuer.rubrics.urls")),
    path("", include("cairn.web.issuer.assessment.urls")),
    path("", include("cairn.web.issuer.awarding.urls")),
    path("", include("cairn.web.issuer.roster.urls")),
    path("", include("cairn.web.issuer.voices.urls")),
    path("", include("cairn.web.issuer.reliability.urls")),
    path("", include("cairn.web.issuer.organization.urls")),
    path("", include("cairn.web.issuer.anchors.urls")),
    path("", include("cairn.web.assessor.rating.urls")),
    path("", include("cairn.web.assessor.training.urls")),
    path("", include("cairn.web.operator.urls")),
]
