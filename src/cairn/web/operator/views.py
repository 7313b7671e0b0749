# SPDX-License-Identifier: Apache-2.0
"""Is the server well?"""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse

from cairn.web.access import public_page


@public_page
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer "ok" where the database answers."""
    del request
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
