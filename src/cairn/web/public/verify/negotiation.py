# SPDX-License-Identifier: Apache-2.0
"""One address for people and machines: which form of a credential a request asks for, and the document's answer.

Source: RFC 9110 §12.5.1 and §13.1.2, RFC 9457.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from cairn.foundation.errors import DomainError
from cairn.web.pages import LOOKS

PAGE: Final = "text/html"
DOCUMENTS: Final = ("application/vc+ld+json", "application/vc", "application/ld+json", "application/json")


def preferred_form(request: HttpRequest) -> str:
    """Return what a request asks for: a page, one of the names of the document, or nothing that is here."""
    if "Accept" not in request.headers:
        return PAGE
    return request.get_preferred_type([PAGE, *DOCUMENTS]) or ""


def document_response(request: HttpRequest, document: bytes, media_type: str) -> HttpResponseBase:
    """Answer with a signed document, byte for byte, or that the asker's copy is still the same."""
    etag = f'"{hashlib.sha256(document).hexdigest()}"'
    headers = {
        "Content-Type": media_type,
        "ETag": etag,
        "Access-Control-Allow-Origin": "*",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }
    response = HttpResponse(document, headers=headers)
    return get_conditional_response(request, etag=etag, response=response) or response


def not_acceptable() -> HttpResponse:
    """Answer that the credential is here, but in none of the forms that were asked for."""
    detail = f"The credential is served as {PAGE} and as {', '.join(DOCUMENTS)}."
    return _problem("There is no such form", 406, detail, "not_acceptable")


def for_people_and_machines(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let an address answer both; what depends on who asks and how says so, and a refusal fits the asker."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except DomainError as refused:
            if preferred_form(request) == PAGE:
                raise
            status = LOOKS[refused.kind].status
            response = _problem(str(LOOKS[refused.kind].title), status, refused.detail, refused.code)
        patch_vary_headers(response, ("Accept", "Cookie"))
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    return answered


def _problem(title: str, status: int, detail: str, code: str) -> HttpResponse:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}
    return HttpResponse(json.dumps(body), content_type="application/problem+json", status=status)
