# SPDX-License-Identifier: Apache-2.0
"""The same texts in other languages, each beside the one that it translates."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition, Translation
from cairn.achievements.translate import list_texts
from cairn.web.issuer.studio.sections.parts import Group, Spot, text
from cairn.web.public.catalog.presenting import name_language

_LONG = 90


def build_translation(definition: Definition) -> tuple[Group, ...]:
    """Return the groups of the tab: one for each language that was begun."""
    return tuple(_group(definition, translation) for translation in definition.translations)


def _group(definition: Definition, translation: Translation) -> Group:
    done = dict(translation.texts)
    spots = tuple(
        _spot(translation.language, place, original, done.get(place, ""))
        for place, original in list_texts(definition).items()
    )
    language = name_language(translation.language)
    hint = _("Under each line stands the text in the first language. What you leave blank is shown in that one.")
    return Group(language, translation.language, hint, spots=spots)


def _spot(language: str, place: str, original: str, words: str) -> Spot:
    spot = text(f"translations/{language}/{place}", original, rows=1 if len(original) < _LONG else 3)
    spot.field.widget.attrs |= {"lang": language, "dir": "auto"}
    return replace(spot, initial=words)
