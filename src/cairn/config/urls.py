# SPDX-License-Identifier: Apache-2.0
"""The URL table."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLResolver, include, path

from cairn.api.vc_api import vc_api


def list_urls(*, with_vc_api: bool) -> list[URLResolver]:
    """List what is served; the VC API only where it is switched on, so that otherwise it answers 404."""
    pages = [path("accounts/", include("allauth.urls")), path("", include("cairn.web.urls"))]
    return [path("vc/", vc_api.urls), *pages] if with_vc_api else pages


urlpatterns = list_urls(with_vc_api=settings.CAIRN_VC_API)

handler400 = "cairn.web.pages.bad_request"
handler403 = "cairn.web.pages.permission_denied"
handler404 = "cairn.web.pages.page_not_found"
handler500 = "cairn.web.pages.server_error"
