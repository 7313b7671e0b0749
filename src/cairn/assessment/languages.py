# SPDX-License-Identifier: Apache-2.0
"""In which language a work is, so that somebody who reads it rates it. Pure.

Languages are compared by the first part of their tags (BCP 47, RFC 5646 §2.2.1): who rates Spanish rates es-MX.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_LONGEST: Final = 8


def primary_language(tag: str) -> str:
    """Return the first part of a language tag, in small letters; nothing where there is none."""
    first = tag.strip().lower().replace("_", "-").partition("-")[0]
    return first if first.isalpha() and len(first) <= _LONGEST else ""


def offered_languages(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the languages in which work may be handed in, each once, in the order of the achievement."""
    return tuple(dict.fromkeys(filter(None, map(primary_language, tags))))


def language_of_work(offered: Iterable[str], own: str, learners: str) -> str:
    """Return the language that work is taken to be in: the learner's, where it is offered, or the achievement's own."""
    wanted = primary_language(learners)
    return wanted if wanted in offered_languages(offered) else primary_language(own)
