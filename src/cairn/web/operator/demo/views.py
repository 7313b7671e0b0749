# SPDX-License-Identifier: Apache-2.0
"""The pages of the demonstration: who do you want to be, and the mail of everybody."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn.accounts.demonstration import find_demo_person
from cairn.foundation.errors import NotFound
from cairn.foundation.mail import find_mail, list_mail
from cairn.web.operator.demo.access import demo_page
from cairn.web.operator.demo.roles import list_groups

_BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"
_LINK: Final = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_ON_A_PAGE: Final = 30


@demo_page
def choose(request: HttpRequest) -> HttpResponse:
    """Ask who one wants to be."""
    return render(request, "operator/demo/choose.html", {"groups": list_groups()})


@demo_page
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the people of the demonstration, and of no others."""
    person = find_demo_person(request.POST.get("username", ""))
    if person is None:
        raise NotFound(_("There is nobody of this name in the demonstration. Choose somebody from the list."))
    login(request, person, backend=_BACKEND)
    messages.success(request, _("You are %(name)s now.") % {"name": person})
    return HttpResponseRedirect("/home")


@demo_page
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show every message that would have been sent, the newest first."""
    page = Paginator(list_mail(), _ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "operator/demo/mailbox.html", {"page": page})


@demo_page
def letter(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """Show one message; the links in it that lead here work."""
    mail = find_mail(mail_id)
    if mail is None:
        raise NotFound(_("There is no such message. It may be of an earlier demonstration."))
    return render(request, "operator/demo/letter.html", {"mail": mail, "text": _with_links(mail.text)})


def _with_links(text: str) -> SafeString:
    """Write a message with its addresses as links, but only those that lead to this server."""
    parts: list[str] = []
    end = 0
    for found in _LINK.finditer(text):
        parts.append(conditional_escape(text[end : found.start()]))
        parts.append(_link(found.group()))
        end = found.end()
    parts.append(conditional_escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above


def _link(address: str) -> str:
    if not address.startswith(f"{settings.CAIRN_BASE_URL}/"):
        return conditional_escape(address)
    # Relative, so that it also works where the server is reached by another name.
    return format_html('<a href="{}">{}</a>', address.removeprefix(settings.CAIRN_BASE_URL), address)
