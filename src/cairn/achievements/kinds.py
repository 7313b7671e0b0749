# SPDX-License-Identifier: Apache-2.0
"""The five kinds of achievement, from being there to being certified, each with the word and the sentence for it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy


class Kind(StrEnum):
    """What an achievement proves. The order is the order of strength, and of lists."""

    PARTICIPATION = "participation"
    RECOGNITION = "recognition"
    KNOWLEDGE = "knowledge"
    APPLICATION = "application"
    CERTIFICATION = "certification"

    @property
    def word(self) -> str | Promise:
        """The word that stands wherever the kind is named."""
        return _WORDS[self]

    @property
    def sentence(self) -> str | Promise:
        """What the kind means for the person who holds it."""
        return _SENTENCES[self]

    @property
    def is_tested(self) -> bool:
        """Whether anything was tested. What was not tested never stands in a stack."""
        return self not in (Kind.PARTICIPATION, Kind.RECOGNITION)

    @classmethod
    def choices(cls) -> list[tuple[str, str | Promise]]:
        """List the kinds and their words, for a field of a model or a form."""
        return [(kind.value, kind.word) for kind in cls]


_WORDS: Final[dict[Kind, str | Promise]] = {
    Kind.PARTICIPATION: pgettext_lazy("kind of achievement", "Took part"),
    Kind.RECOGNITION: pgettext_lazy("kind of achievement", "Recognized"),
    Kind.KNOWLEDGE: pgettext_lazy("kind of achievement", "Knows"),
    Kind.APPLICATION: pgettext_lazy("kind of achievement", "Can do"),
    Kind.CERTIFICATION: pgettext_lazy("kind of achievement", "Certified"),
}

_SENTENCES: Final[dict[Kind, str | Promise]] = {
    Kind.PARTICIPATION: gettext_lazy("You were there. Nothing was tested."),
    Kind.RECOGNITION: gettext_lazy("Someone thanked or honored you. Nothing was tested."),
    Kind.KNOWLEDGE: gettext_lazy("You passed a test of what you know."),
    Kind.APPLICATION: gettext_lazy("You did it, and assessors judged the work by a rubric."),
    Kind.CERTIFICATION: gettext_lazy("You met a set standard, watched, for a set time."),
}
