# SPDX-License-Identifier: Apache-2.0
"""Who may open a page. Every view says so with one of three decorators; a route that does not fails the route test.

`@public_page`: anybody. `@person_page`: whoever is signed in, in the scope of their own rows.
`@organization_page(permission)`: whoever has the permission in the organization that the address names, in its scope.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, TypeAlias, cast
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from cairn.accounts.models import Person
from cairn.foundation.access import require
from cairn.foundation.actors import Actor
from cairn.foundation.errors import NotFound
from cairn.foundation.permissions import Permission
from cairn.foundation.scopes import organization_scope, person_scope
from cairn.organizations.models import Organization

View: TypeAlias = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class PageRule:
    """Who may open a page; read by the route test from `view.page_rule`."""

    audience: str
    permission: Permission | None = None


PUBLIC: Final = PageRule("public")
PERSON: Final = PageRule("person")


def person_of(request: HttpRequest) -> Person | None:
    """Return who is signed in; nobody, where a request was refused before that was asked."""
    user = getattr(request, "user", None)
    return user if isinstance(user, Person) else None


def acting_from(request: HttpRequest) -> Actor:
    """Return whoever acts in a request to a page for signed-in people."""
    return cast("Person", request.user).as_actor()


def public_page(view: View) -> View:
    """Let anybody open the page; it enters a scope of its own where it reads an organization's rows."""
    return _marked(view, PUBLIC)


def person_page(view: View) -> View:
    """Let whoever is signed in open the page: `view(request, person, …)`, in the scope of their own rows."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = person_of(request)
        if person is None:
            return ask_to_sign_in(request)
        with person_scope(person.pk):
            return _private(view(request, person, *args, **kwargs))

    return _marked(opened, PERSON)


def organization_page(permission: Permission) -> Callable[[View], View]:
    """Let whoever has the permission open `view(request, organization, …)`, for addresses with `<slug:slug>`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            person = person_of(request)
            if person is None:
                return ask_to_sign_in(request)
            organization = _find_organization(slug)
            require(person.as_actor(), permission, organization.pk)
            request.organization = organization  # type: ignore[attr-defined]  # read by the work layout
            with organization_scope(organization.pk):
                return _private(view(request, organization, *args, **kwargs))

        return _marked(opened, PageRule("organization", permission))

    return decorate


def ask_to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """Send somebody to sign in and back."""
    back = quote(request.get_full_path() if request.method == "GET" else "/")
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?next={back}")


def _find_organization(slug: str) -> Organization:
    organization = Organization.objects.filter(slug=slug, is_active=True).first()
    if organization is None:
        raise NotFound(_("There is no organization at this address. Check the spelling, or start from the home page."))
    return organization


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """Keep a page about somebody out of shared memory and of the browser's after signing out."""
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def _marked(view: View, rule: PageRule) -> View:
    view.page_rule = rule  # type: ignore[attr-defined]  # read by the route test
    return view
