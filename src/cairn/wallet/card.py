# SPDX-License-Identifier: Apache-2.0
"""The picture that a shared link shows elsewhere: 1200 by 630 pixels, as Open Graph readers expect."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final

from django.utils.translation import get_language_bidi, gettext, override

from cairn.achievements.art import badge_document
from cairn.achievements.drawing import visible
from cairn.achievements.translate import in_language
from cairn.credentials.models import AchievementCredential, Award
from cairn.credentials.provenance import Provenance
from cairn.credentials.provenance.wording import say_assessors
from cairn.foundation.typesetting import typeset_png

_SIZES: Final = ((36, 64), (70, 50), (10_000, 40))
_LONGEST: Final = 110


def draw_card(credential: AchievementCredential, *, language: str = "en") -> bytes:
    """Return the card of a credential that its holder shows, as PNG."""
    definition = in_language(credential.award.version.definition, language)
    title = _short(definition.name)
    with override(language):
        words = {
            "language": language.partition("-")[0],
            "rtl": get_language_bidi(),
            "kind": str(definition.kind.word),
            "title": title,
            "size": next(size for most, size in _SIZES if len(title) <= most),
            "issuer": _short(credential.organization.name),
            "holder": _short(credential.award.recipient_name),
            "line": _line(credential.award),
        }
    badge = badge_document(credential.award.version).decode()
    return typeset_png(_template(), {"facts": json.dumps(words, ensure_ascii=False), "badge": badge})


def _line(award: Award) -> str:
    """Say who rated, as it was frozen with the award; of what nobody rated, what to do."""
    if award.provenance:
        return say_assessors(Provenance.from_json(award.provenance))
    return gettext("Open the link to see what it proves, and whether it still holds.")


def _short(text: str) -> str:
    clean = " ".join(visible(text).split())
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1].rstrip() + "…"


@cache
def _template() -> bytes:
    return (Path(__file__).parent / "card.typ").read_bytes()
