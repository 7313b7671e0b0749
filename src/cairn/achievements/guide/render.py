# SPDX-License-Identifier: Apache-2.0
"""The guide as PDF. Source: ISO 19005-3, ISO 14289-1."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path

from django.utils import translation

from cairn.achievements.guide.facts import describe_guide
from cairn.achievements.models import AchievementVersion
from cairn.foundation.typesetting import typeset_pdf


def render_guide(version: AchievementVersion, *, language: str) -> bytes:
    """Return a version as a tagged PDF for people, in a language as far as the issuer has written it.

    A published version never changes, so the last few are kept in memory.
    """
    with translation.override(language):
        words = json.dumps(describe_guide(version), ensure_ascii=False, sort_keys=True)
    return _typeset(words, version.published_at or version.changed_at)


@lru_cache(maxsize=32)
def _typeset(words: str, at: datetime) -> bytes:
    return typeset_pdf(_template(), {"facts": words}, at=at.astimezone(UTC))


@cache
def _template() -> bytes:
    return (Path(__file__).parent / "guide.typ").read_bytes()
