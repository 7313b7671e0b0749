# SPDX-License-Identifier: Apache-2.0
"""What a learner says of work: that it is theirs, who helped, and what artificial intelligence was used for. Pure.

Nothing that is declared fails work by itself: the assessor reads it and judges what the learner can do.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cairn.standards.types import JsonObject

MAX_DECLARED: Final = 2000


class AiUse(TextChoices):
    """What artificial intelligence was used for; `none` excludes the others."""

    NONE = "none", _("I used none")
    IDEAS = "ideas", _("To find ideas, or to understand something")
    LANGUAGE = "language", _("To correct or translate my own text")
    DRAFTING = "drafting", _("It wrote some of the text")
    DATA = "data", _("It worked on data, or wrote code")
    OTHER = "other", _("For something else")


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the learner says of the work. Without `ai_uses`, nothing was said of artificial intelligence.

    `language` is the first part of the tag of the language that the work is in; empty where nothing was chosen.
    """

    own_work: bool = False
    help: str = ""
    tools: str = ""
    ai_uses: tuple[str, ...] = ()
    ai_tools: str = ""
    ai_for: str = ""
    language: str = ""

    @classmethod
    def from_json(cls, stored: JsonObject) -> Declaration:
        """Read what was stored; uses that are not known any more are left out."""
        uses = stored.get("ai_uses")
        return cls(
            own_work=stored.get("own_work") is True,
            help=str(stored.get("help", "")),
            tools=str(stored.get("tools", "")),
            ai_uses=known_uses(uses if isinstance(uses, list | tuple) else ()),
            ai_tools=str(stored.get("ai_tools", "")),
            ai_for=str(stored.get("ai_for", "")),
            language=str(stored.get("language", "")),
        )

    def to_json(self) -> JsonObject:
        """Return what is stored."""
        return {**asdict(self), "ai_uses": list(self.ai_uses)}

    @property
    def used_ai(self) -> bool:
        """Whether any use of artificial intelligence was declared."""
        return bool(set(self.ai_uses) - {AiUse.NONE})

    @property
    def ai_words(self) -> tuple[str, ...]:
        """What artificial intelligence was used for, in words."""
        return tuple(str(AiUse(use).label) for use in self.ai_uses)

    @property
    def too_long(self) -> str:
        """The first member that is longer than there is room for, or nothing."""
        texts = {"help": self.help, "tools": self.tools, "ai_tools": self.ai_tools, "ai_for": self.ai_for}
        return next((name for name, text in texts.items() if len(text) > MAX_DECLARED), "")

    def cut(self) -> Declaration:
        """Return as much of it as there is room for."""
        return replace(
            self,
            help=self.help[:MAX_DECLARED],
            tools=self.tools[:MAX_DECLARED],
            ai_tools=self.ai_tools[:MAX_DECLARED],
            ai_for=self.ai_for[:MAX_DECLARED],
        )


def known_uses(uses: object) -> tuple[str, ...]:
    """Return the uses that there are, in the order of the form."""
    given = set(uses) if isinstance(uses, list | tuple) else set()
    return tuple(use.value for use in AiUse if use.value in given)
