# SPDX-License-Identifier: Apache-2.0
"""The URL table."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLResolver, path

from cairn.api.vc_api import vc_api


def list_urls(*, with_vc_api: bool) -> list[URLResolver]:
    """List what is served; the VC API only where it is switched on, so that otherwise it answers 404."""
    return [path("vc/", vc_api.urls)] if with_vc_api else []


urlpatterns = list_urls(with_vc_api=settings.CAIRN_VC_API)
