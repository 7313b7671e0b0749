# SPDX-License-Identifier: Apache-2.0
"""The URL table with the VC API switched on."""

from __future__ import annotations

from cairn.config.urls import list_urls

urlpatterns = list_urls(with_vc_api=True)
