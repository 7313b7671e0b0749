# SPDX-License-Identifier: Apache-2.0
"""Signs with a word: the tone of a state, the kind of a credential, the verdict of a check.

Shape, word, then color: nothing depends on color alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from cairn.achievements.drawing import draw_kind_glyph
from cairn.achievements.kinds import Kind
from cairn.standards.verify import Verdict
from cairn.web.components.icons import draw_icon

Words = str | Promise


class Tone(StrEnum):
    """How a state feels; each has a mark and a color of its own."""

    GOOD = "good"
    NOTE = "note"
    OPEN = "open"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class VerdictLook:
    """The tone of a verdict, and the words that stand beside its mark."""

    tone: Tone
    words: Words


VERDICTS: Final[dict[Verdict, VerdictLook]] = {
    Verdict.VERIFIED: VerdictLook(Tone.GOOD, _("Verified")),
    Verdict.VERIFIED_WITH_NOTES: VerdictLook(Tone.NOTE, _("Verified, with notes")),
    Verdict.UNDETERMINED: VerdictLook(Tone.OPEN, _("Cannot be determined")),
    Verdict.NOT_VERIFIED: VerdictLook(Tone.BAD, _("Not verified")),
}


def draw_status(tone: str, words: Words, icon: str = "") -> SafeString:
    """Draw a state as a mark and a word, never a pill. Raises ValueError for a tone that there is none of."""
    mark = Tone(tone)
    return format_html('<span class="status is-{}">{}{}</span>', mark, draw_icon(icon or mark), words)


def draw_kind(kind: str, words: Words = "") -> SafeString:
    """Draw the kind of a credential: a glyph that fills up, and its word. Raises ValueError for an unknown kind."""
    known = Kind(kind)
    glyph = mark_safe(draw_kind_glyph(known))  # noqa: S308  # a constant of ours
    return format_html('<span class="kind" data-kind="{}">{}{}</span>', known, glyph, words or known.word)


def draw_verdict_status(verdict: str, words: Words = "") -> SafeString:
    """Draw a verdict as it stands in a list. Raises ValueError for a verdict that there is none of."""
    look = VERDICTS[Verdict(verdict)]
    return draw_status(look.tone, words or look.words)
