# SPDX-License-Identifier: Apache-2.0
"""The one table from refusals to pages: what is wrong, and what to do next, in the reader's language.

`handler400` and its kin in the URL table and `CSRF_FAILURE_VIEW` in the settings lead here too, so that every page that
cannot be shown looks the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from cairn.foundation.errors import DomainError, ErrorKind
from cairn.web.components.marks import Words
from cairn.web.components.navigation import NavItem

_HOME: Final = NavItem(_("Go to the start page"), "/")
_FIND: Final = NavItem(_("Find a credential"), "/catalog")
_CHECK: Final = NavItem(_("Check a credential"), "/verify")
_SERVER_ERROR: Final = 500


@dataclass(frozen=True, slots=True)
class ProblemLook:
    """How a kind of problem looks: its status, mark and title, the sentence where none is given, and where to go."""

    status: int
    icon: str
    tone: str
    title: Words
    detail: Words
    next: Words = ""
    actions: tuple[NavItem, ...] = (_HOME,)


LOOKS: Final[dict[ErrorKind, ProblemLook]] = {
    ErrorKind.INVALID: ProblemLook(
        status=400,
        icon="info",
        tone="note",
        title=_("We could not read that"),
        detail=_("Something in the address or in what was sent does not fit."),
        next=_("Go back, look at what you entered, and send it again."),
    ),
    ErrorKind.DENIED: ProblemLook(
        status=403,
        icon="lock",
        tone="open",
        title=_("This page belongs to somebody else"),
        detail=_("You are not one of the people who may open it. Ask an owner of the organization for access."),
        next=_("If you have another account, sign in with that one."),
    ),
    ErrorKind.SIGN_IN: ProblemLook(
        status=401,
        icon="lock",
        tone="open",
        title=_("Sign in to go on"),
        detail=_("This page is about one person, and we do not know yet whether that is you."),
    ),
    ErrorKind.NOT_FOUND: ProblemLook(
        status=404,
        icon="open",
        tone="open",
        title=_("There is nothing at this address"),
        detail=_("The link may be old or cut short, or it leads to something that you may not see."),
        next=_("Published credentials never vanish: look for it by name, or check the credential itself."),
        actions=(_FIND, _CHECK, _HOME),
    ),
    ErrorKind.GONE: ProblemLook(
        status=410,
        icon="open",
        tone="open",
        title=_("This is no longer here"),
        detail=_("It was taken down or has ended."),
        actions=(_FIND, _HOME),
    ),
    ErrorKind.CONFLICT: ProblemLook(
        status=409,
        icon="info",
        tone="note",
        title=_("Something changed in the meantime"),
        detail=_("Somebody else was faster, or this was done already. Nothing of yours was saved over it."),
        next=_("Go back, load the page again, and look at both."),
    ),
    ErrorKind.TOO_LARGE: ProblemLook(
        status=413,
        icon="bad",
        tone="bad",
        title=_("That is too large"),
        detail=_("What you sent is over the limit, and nothing of it was kept."),
        next=_("Send a smaller file, or fewer at once. The limit stands beside the field."),
    ),
    ErrorKind.TOO_MANY: ProblemLook(
        status=429,
        icon="clock",
        tone="note",
        title=_("Too many at once"),
        detail=_("More requests came from here than we answer in so short a time."),
        next=_("Wait a minute, then try again. Nothing was lost."),
    ),
    ErrorKind.UNAVAILABLE: ProblemLook(
        status=503,
        icon="clock",
        tone="note",
        title=_("This does not work just now"),
        detail=_("Something that we need is away. It is not your doing."),
        next=_("Try again in a few minutes. Nothing was lost."),
    ),
}
_BROKEN: Final = ProblemLook(
    status=_SERVER_ERROR,
    icon="info",
    tone="note",
    title=_("Something broke here"),
    detail=_("It is our mistake, not yours, and it has been noted."),
    next=_("Try again in a minute. What was saved before is still saved."),
)
_STALE_FORM: Final = ProblemLook(
    status=403,
    icon="clock",
    tone="note",
    title=_("This form was open too long"),
    detail=_("To keep others from sending forms in your name, a form is good for one visit only. Nothing was changed."),
    next=_("Go back, load the page again, and send it once more. Cookies must be allowed for this site."),
)
_KINDS_BY_ERROR: Final[tuple[tuple[type[Exception], ErrorKind], ...]] = (
    (Http404, ErrorKind.NOT_FOUND),
    (PermissionDenied, ErrorKind.DENIED),
    (RequestDataTooBig, ErrorKind.TOO_LARGE),
    (SuspiciousOperation, ErrorKind.INVALID),
    (BadRequest, ErrorKind.INVALID),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What the page of a problem shows."""

    look: ProblemLook
    status: int
    detail: Words
    next: Words
    code: str
    actions: tuple[NavItem, ...]

    @property
    def is_calm(self) -> bool:
        """Whether the page may ask who is there: not where something broke, which may be the database."""
        return self.status < _SERVER_ERROR


def render_problem(request: HttpRequest, error: Exception, status: int = 0) -> HttpResponse:
    """Answer a refusal with a page that says what is wrong and what to do next.

    A page that saves itself in the background gets the sentence alone, as text.
    """
    known = error if isinstance(error, DomainError) else None
    kind = known.kind if known else _kind_of(error)
    look = LOOKS[kind] if kind else _BROKEN
    problem = Problem(
        look=look,
        status=status or look.status,
        detail=known.detail if known else look.detail,
        # A service's own sentence already says what to do.
        next=look.next if known is None or kind is ErrorKind.DENIED else "",
        code=known.code if known and known.code != kind else "",
        actions=_sign_in(request) if kind is ErrorKind.SIGN_IN else look.actions,
    )
    return _answer(request, problem)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django could not read."""
    return render_problem(request, exception if _kind_of(exception) else BadRequest())


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django, or another package, does not allow."""
    return render_problem(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address at which there is nothing."""
    return render_problem(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after something broke, without asking the database."""
    return _answer(request, _plain(_BROKEN))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old."""
    del reason
    return _answer(request, _plain(_STALE_FORM))


def _answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    if request.headers.get("X-Cairn-Autosave"):
        return HttpResponse(str(problem.detail), status=problem.status, content_type="text/plain; charset=utf-8")
    context = {"problem": problem, "LANGUAGE_CODE": get_language() or "en", "LANGUAGE_BIDI": get_language_bidi()}
    text = render_to_string("layouts/error.html", context, request if problem.is_calm else None)
    return HttpResponse(text, status=problem.status)


def _plain(look: ProblemLook) -> Problem:
    return Problem(look=look, status=look.status, detail=look.detail, next=look.next, code="", actions=look.actions)


def _kind_of(error: Exception) -> ErrorKind | None:
    return next((kind for cause, kind in _KINDS_BY_ERROR if isinstance(error, cause)), None)


def _sign_in(request: HttpRequest) -> tuple[NavItem, ...]:
    back = quote(request.get_full_path() if request.method == "GET" else "/")
    return (NavItem(_("Sign in"), f"/accounts/login/?next={back}"), _HOME)
