# SPDX-License-Identifier: Apache-2.0
"""What is true of every answer: a strict content security policy, and refusals that become pages."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Final

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from cairn.foundation.errors import DomainError
from cairn.web.access import person_of
from cairn.web.pages import render_problem

_POLICY: Final = (
    "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# A form of a stranger holds one credential or archive; one of a person, all files of an item.
_MOST_OF_A_STRANGER: Final = 12 * 1024 * 1024
_MOST: Final = 256 * 1024 * 1024
_LONGEST: Final = 12


class ContentSecurityPolicy:
    """Adds the policy to every answer that has none of its own: nothing from another host, nothing inline."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the policy."""
        response = self._get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        if request.session.accessed and person_of(request) is not None:
            # The head of the page names who is signed in, also where anybody may open it, or nobody can.
            response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), interest-cohort=()")
        return response


class RequestSize:
    """Refuses a request that is larger than any form here, before a byte of it is read or put on disk.

    Source: OWASP ASVS 5.0 5.2.1.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = _MOST_OF_A_STRANGER if person_of(request) is None else _MOST
        if not length.isdecimal() or len(length) > _LONGEST or int(length) > most:
            return render_problem(request, RequestDataTooBig())
        return self._get_response(request)


class NoNulls:
    """Refuses the one character that a text of PostgreSQL cannot hold, wherever a form or an address brings it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self._get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Refuse, or go on to the page."""
        given = chain.from_iterable(values for query in (request.GET, request.POST) for _name, values in query.lists())
        return render_problem(request, BadRequest()) if any("\x00" in value for value in given) else None


class ErrorPages:
    """Turns what a service refuses into a page that says what to do next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a DomainError with its page; whatever else goes its usual way."""
        return render_problem(request, exception) if isinstance(exception, DomainError) else None
