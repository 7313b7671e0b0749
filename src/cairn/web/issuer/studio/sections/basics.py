# SPDX-License-Identifier: Apache-2.0
"""The first tab: what it is called, what it promises, for whom."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition
from cairn.achievements.kinds import Kind
from cairn.web.components.marks import Words
from cairn.web.issuer.studio.sections.parts import Group, choice, line, several, text
from cairn.web.public.catalog.presenting import name_language

LANGUAGE_TAGS: Final = ("ar", "de", "en", "es", "fr", "hi", "it", "ko", "pl", "pt", "ru", "so", "tl", "uk", "vi", "zh")


def build_basics(definition: Definition) -> tuple[Group, ...]:
    """Return the groups of the tab."""
    kinds: list[tuple[str, Words]] = [(kind.value, f"{kind.word}: {kind.sentence}") for kind in Kind]
    tags = list_languages(definition.language, *definition.languages)
    return (
        Group(
            _("What it is"),
            "what",
            spots=(
                line("name", _("Name"), _("A few words. It stands on the badge.")),
                choice("kind", _("What it proves"), kinds, _("Choose the weakest one that is true.")),
                line("promise", _("Promise"), _("One sentence that everybody reads: “You can …”.")),
                text("description", _("Description"), _("What a holder did to earn it."), rows=5),
                text("criteria", _("How it is earned"), _("For readers in a hurry; the rubric says the rest.")),
            ),
        ),
        Group(
            _("For whom"),
            "whom",
            spots=(
                text("audience", _("Who it is for"), rows=2),
                text("prerequisites", _("What one needs before"), rows=2),
            ),
            beside=(
                line("delivery", _("How people take part"), _("Online, in person, both.")),
                line("level", _("Level"), _("With its framework, such as “EQF 5”, or “no level”.")),
            ),
        ),
        Group(
            _("Languages"),
            "languages",
            spots=(
                choice("language", _("These texts are written in"), tags),
                several("languages", _("Evidence may be handed in in"), tags),
            ),
        ),
    )


def list_languages(*chosen: str) -> list[tuple[str, Words]]:
    """Return the languages to choose from by name, with those that were chosen already."""
    known = {tag for tag in (*LANGUAGE_TAGS, *chosen) if tag}
    return [(tag, name_language(tag)) for tag in sorted(known, key=name_language)]


def list_page_languages() -> list[str]:
    """Return the languages in which this server writes its pages."""
    return [tag for tag, _name in settings.LANGUAGES]
