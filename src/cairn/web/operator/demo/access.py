# SPDX-License-Identifier: Apache-2.0
"""What belongs to the demonstration is found only where the server is one."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from cairn.foundation.errors import NotFound
from cairn.web.access import View, public_page


def demo_page(view: View) -> View:
    """Let anybody open the page in a demonstration, and nobody elsewhere. The page raises NotFound there."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.CAIRN_DEMO:
            raise NotFound(_("There is nothing at this address."))
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return public_page(opened)
