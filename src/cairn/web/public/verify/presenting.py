# SPDX-License-Identifier: Apache-2.0
"""A credential of ours as somebody sees it: with its holder or without, and with what they may take along."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from cairn.credentials.models import AchievementCredential
from cairn.verification.services import Checked, check_credential
from cairn.wallet.downloads import Form, download
from cairn.web.components.marks import Words
from cairn.web.components.navigation import NavItem
from cairn.web.public.verify.showing import Shown, show

_TEMPLATE: Final = "public/verify/credential.html"


class Eye(StrEnum):
    """Who looks at a credential; it decides what they see."""

    STRANGER = "stranger"
    PUBLIC = "public"
    SHARED = "shared"
    HOLDER = "holder"


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a credential: whose, at which address, and what may be taken along from where."""

    eye: Eye
    path: str
    offers_files: bool = True
    audience: Words = ""

    @property
    def sees_holder(self) -> bool:
        """Whether the holder is named."""
        return self.eye is not Eye.STRANGER


def present(request: HttpRequest, credential: AchievementCredential, look: Look) -> HttpResponse:
    """Show a credential of ours after checking it now, by the one check that everything goes through."""
    checked = check_credential(bytes(credential.document), show_holder=look.sees_holder)
    shown = show(checked, with_report=look.sees_holder)
    context = {
        "shown": shown,
        "look": look,
        "downloads": _downloads(look),
        **(_social(shown, checked, look) if look.eye in (Eye.PUBLIC, Eye.SHARED) else {}),
    }
    return render(request, _TEMPLATE, context)


def file_response(credential: AchievementCredential, form: Form, language: str) -> HttpResponse:
    """Answer with a file to keep."""
    file = download(credential, form, language=language)
    headers = {
        "Content-Type": file.media_type,
        "Content-Disposition": f'attachment; filename="{file.name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    }
    return HttpResponse(file.data, headers=headers)


def _downloads(look: Look) -> tuple[NavItem, ...]:
    if look.eye is not Eye.SHARED or not look.offers_files:
        return ()
    words = {
        Form.PDF: gettext("Certificate to print (PDF)"),
        Form.PNG: gettext("Badge with the credential inside (PNG)"),
        Form.JSON: gettext("The signed credential (JSON)"),
    }
    return tuple(NavItem(label, f"{look.path}/{form}") for form, label in words.items())


def _social(shown: Shown, checked: Checked, look: Look) -> dict[str, str]:
    facts = checked.answers.facts
    address = f"{settings.CAIRN_BASE_URL}{look.path}"
    said = {"words": shown.words, "issuer": facts.who}
    return {
        "canonical_url": address,
        "social_title": shown.answers.headline,
        "social_description": gettext("%(words)s. Issued by %(issuer)s. Open it to see how it was tested.") % said,
        "social_image": f"{address}/card.png",
    }
