# SPDX-License-Identifier: Apache-2.0
"""A public profile: only there where somebody has switched it on, with only what they have made public."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cairn.achievements.art import badge_svg
from cairn.achievements.translate import in_language
from cairn.credentials.models import AchievementCredential
from cairn.wallet.selectors import get_public_profile
from cairn.web.access import public_page


@dataclass(frozen=True, slots=True)
class Card:
    """A credential in a list for others."""

    credential: AchievementCredential
    title: str
    kind: str
    badge: SafeString


@public_page
@require_safe
def public_profile(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what somebody has made public."""
    profile = get_public_profile(slug)
    language = get_language() or "en"
    cards = [_card(credential, language) for credential in profile.credentials]
    return render(request, "public/verify/profile.html", {"profile": profile, "cards": cards})


def _card(credential: AchievementCredential, language: str) -> Card:
    version = credential.award.version
    definition = in_language(version.definition, language)
    return Card(credential, definition.name, definition.kind, badge_svg(version, language=language, size_class="m"))
