# SPDX-License-Identifier: Apache-2.0
"""Checking whatever somebody brings. Nothing of it is stored, and nobody is told."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cairn.credentials.addresses import own_path
from cairn.verification.services import check_anything, worst_of
from cairn.verification.sources import address_in
from cairn.web.access import public_page
from cairn.web.public.verify.forms import CheckForm
from cairn.web.public.verify.showing import show
from cairn.web.rate_limit import require_patience

_MOST_A_MINUTE: Final = 30
_OWN_PAGES: Final = ("/credentials/", "/reliability/", "/s/", "/claim/")


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask what is to be checked, and answer."""
    if request.method != "POST":
        return _ask(request, CheckForm(initial={"text": request.GET.get("u", "")[:2000]}))
    require_patience(request, "verify", most=_MOST_A_MINUTE)
    form = CheckForm(request.POST, request.FILES)
    return _answer(request, form.brought()) if form.is_valid() else _ask(request, form, status=422)


def _ask(request: HttpRequest, form: CheckForm, status: int = 200) -> HttpResponse:
    return render(request, "public/verify/ask.html", {"form": form}, status=status)


def _answer(request: HttpRequest, brought: bytes) -> HttpResponse:
    """Answer; an address of this very site is not fetched but opened, with all that its page may show."""
    path = own_path(address_in(brought)) or ""
    if path.startswith(_OWN_PAGES):
        return HttpResponseRedirect(path)
    checked = check_anything(brought)
    if len(checked) == 1:
        return render(request, "public/verify/result.html", {"shown": show(checked[0])})
    shown = [show(each) for each in checked]
    return render(request, "public/verify/list.html", {"items": shown, "verdict": worst_of(checked)})
