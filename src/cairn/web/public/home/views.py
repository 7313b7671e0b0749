# SPDX-License-Identifier: Apache-2.0
"""The front door: what this is, how it works, and what machines ask first."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from cairn.achievements.kinds import Kind
from cairn.web.access import public_page
from cairn.web.public.home.guides import GUIDES

_EXAMPLES: Final = (
    (Kind.PARTICIPATION, _("Family literacy night helper"), 215, _("Outline only. Never a stone in the stack.")),
    (Kind.RECOGNITION, _("Mentor of new teachers"), 145, _("Thin ring. No test, but a name behind it.")),
    (Kind.KNOWLEDGE, _("How memory works"), 255, _("Light stone, one marker on the hill.")),
    (Kind.APPLICATION, _("Restorative circles"), 150, _("Full stone, two markers.")),
    (Kind.CERTIFICATION, _("First aid and CPR"), 85, _("Full stone in a gold ring, with an end date.")),
)
# What is about one person, or behind a sign-in, is for no search engine.
_PRIVATE: Final = (
    "/home", "/my/", "/o/", "/accounts/", "/claim/", "/invitations/", "/s/", "/files/", "/jobs/", "/demo/", "/language"
)  # fmt: skip
_DAY: Final = 60 * 60 * 24


@public_page
def landing(request: HttpRequest) -> HttpResponse:
    """Show what this is: find, check, the five kinds, and who does what here."""
    context = {"examples": _EXAMPLES, "canonical_url": f"{settings.CAIRN_BASE_URL}/"}
    return render(request, "public/home/landing.html", context)


@public_page
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how it works, for each role, on pages that can be printed."""
    context = {"guides": GUIDES, "canonical_url": f"{settings.CAIRN_BASE_URL}/help"}
    return render(request, "public/home/help.html", context)


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what is not for them."""
    del request
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _PRIVATE), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8", headers=_kept_for_a_day())


@public_page
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead those who ask for the old name of the icon to the icon."""
    del request
    return HttpResponsePermanentRedirect(static("cairn/favicon.svg"), headers=_kept_for_a_day())


def _kept_for_a_day() -> dict[str, str]:
    return {"Cache-Control": f"public, max-age={_DAY}"}
