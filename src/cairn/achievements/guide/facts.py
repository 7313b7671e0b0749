# SPDX-License-Identifier: Apache-2.0
"""What stands in the guide, section by section: the words as data, which the template never reads as markup.

The order is that of the micro-credential template of Digital Promise: competency, key method, method components,
supporting research, resources, then submission guidelines and evaluation criteria in parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition, EvidenceItem, EvidencePart, Judged, RubricCriterion
from cairn.achievements.drawing import visible
from cairn.achievements.mapping import id_of
from cairn.achievements.models import AchievementVersion
from cairn.achievements.translate import in_language
from cairn.achievements.wording import say_attempts, say_end, say_pass_rule, say_testing, say_weeks

_UNBROKEN: Final = re.compile(r"\S{24}(?=\S)")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur"})


def describe_guide(version: AchievementVersion) -> dict[str, Any]:
    """Return the words of the guide, in the active language as far as the issuer has written them."""
    definition = in_language(version.definition, get_language() or "en")
    language = get_language() or "en"
    return {
        "title": _clean(definition.name),
        "issuer": _clean(version.organization.name),
        "description": _("How to earn it: what to show, and how it is judged."),
        "language": language.partition("-")[0],
        "rtl": bool(get_language_info(language)["bidi"]),
        "text": _speech(definition.language),
        "kind": f"{definition.kind.word}: {definition.kind.sentence}",
        "promise": _clean(definition.promise),
        "facts": list(_facts(version, definition)),
        "sections": [section for section in _sections(definition) if _says_something(section)],
        "rubric": _rubric(definition),
        "examples": list(_examples(definition)),
        "examples_title": _("Examples of work, and notes to raters"),
        "parts_title": _("Submission guidelines and evaluation criteria"),
        "parts": [_part(number, part) for number, part in enumerate(definition.evidence, 1)],
        "rules": _rules(definition),
        "url": id_of(version),
        "where": _("The same as a web page:"),
    }


def _facts(version: AchievementVersion, definition: Definition) -> Iterator[dict[str, str]]:
    published = version.published_at
    dated = date_format(published, "DATE_FORMAT") if published else ""
    number = _("%(number)s, published on %(date)s") % {"number": version.number, "date": dated}
    rows = (
        (_("Version"), number if published else str(version.number)),
        (_("For"), definition.audience),
        (_("Before you begin"), definition.prerequisites),
        (_("Hours"), _hours(definition)),
        (_("Price"), _price(definition)),
        (_("How tested"), say_testing(definition)),
        (_("Ends"), say_end(definition)),
    )
    for label, words in rows:
        if words:
            yield {"label": label, "words": _clean(words)}


def _hours(definition: Definition) -> str:
    hours = definition.effort.hours
    if hours is None:
        return _clean(definition.effort.detail)
    return " ".join(part for part in (number_format(hours.normalize()), say_weeks(definition)) if part)


def _price(definition: Definition) -> str:
    cost = definition.cost
    if cost.price is None:
        return _clean(cost.extra) or _clean(cost.who_pays)
    return _("Free") if not cost.price else f"{number_format(cost.price)} {cost.currency}"


def _sections(definition: Definition) -> Iterator[dict[str, Any]]:
    """Go through what comes before the evidence: paragraphs, a list, and rows with a name, words and an address."""
    outcomes = [_clean(outcome.text) for outcome in definition.outcomes if outcome.text]
    yield _section(_("Competency"), lead=definition.description, items=outcomes)
    yield _section(_("Key method"), lead=definition.key_method)
    components = [_block(row.text, name=row.name) for row in definition.method_components]
    yield _section(_("Method components"), blocks=components)
    research = [_block(row.finding, name=row.citation, url=row.link) for row in definition.research]
    yield _section(_("Supporting research"), blocks=research)
    resources = [_block(row.text, name=row.name, url=row.link) for row in definition.resources]
    yield _section(_("Resources"), blocks=resources)


def _section(
    title: str, *, lead: str = "", items: Sequence[str] = (), blocks: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    return {"title": title, "lines": _lines(lead), "items": list(items), "blocks": list(blocks)}


def _says_something(section: dict[str, Any]) -> bool:
    return bool(section["lines"] or section["items"] or section["blocks"])


def _block(text: str, *, name: str = "", url: str = "") -> dict[str, Any]:
    return {"name": _clean(name), "lines": _lines(text), "url": url, "shown": _clean(url)}


def _part(number: int, part: EvidencePart) -> dict[str, Any]:
    judged = _("Rated with the rubric.") if part.judged is Judged.RUBRIC else _("Must be complete; it is not rated.")
    words = {"number": number, "title": part.title or part.type.word}
    return {
        "title": _clean(_("Part %(number)s: %(title)s") % words),
        "judged": judged,
        "items": [{"lines": _lines(item.ask), "limits": _limits(item)} for item in part.items],
    }


def _limits(item: EvidenceItem) -> str:
    words = ""
    if item.max_words:
        words = ngettext("At most %(count)s word.", "At most %(count)s words.", item.max_words)
        words %= {"count": item.max_words}
    optional = "" if item.required else _("You may leave it out.")
    return " ".join(_clean(part) for part in (words, item.rules, optional) if part)


def _rules(definition: Definition) -> list[str]:
    if not definition.rubric.criteria:
        return []
    passing = _("To pass: %(rule)s") % {"rule": say_pass_rule(definition)}
    return [_clean(passing), say_attempts(definition)]


def _rubric(definition: Definition) -> dict[str, Any]:
    levels = definition.rubric.levels
    return {
        "title": _("The rubric, as raters see it"),
        "head": [_("Criterion"), *(_clean(level.name) for level in levels)],
        "rows": [_row(row, [level.id for level in levels], definition.language) for row in definition.rubric.criteria],
    }


def _speech(language: str) -> dict[str, Any]:
    """Return the language of words and the direction in which they are read."""
    plain = language.partition("-")[0]
    return {"language": plain, "rtl": plain in _RIGHT_TO_LEFT}


def _row(row: RubricCriterion, levels: Iterable[str], language: str) -> dict[str, Any]:
    texts = {cell.level: cell.text for cell in row.descriptors}
    return {
        **_speech(row.language or language),
        "name": _clean(row.name),
        "weight": _("weight %(weight)s") % {"weight": row.weight},
        "cells": [_clean(texts.get(level, "")) for level in levels],
    }


def _examples(definition: Definition) -> Iterator[dict[str, Any]]:
    names = {level.id: level.name for level in definition.rubric.levels}
    for row in definition.rubric.criteria:
        shown = [
            {
                "title": _clean(_("An example of “%(level)s”") % {"level": names.get(cell.level, cell.level)}),
                "lines": _lines(exemplar.sample),
                "why": _clean(exemplar.why),
            }
            for cell in row.descriptors
            for exemplar in cell.exemplars
        ]
        if shown or row.note:
            words = {"name": _clean(row.name), "note": _clean(row.note), "shown": shown}
            yield {**_speech(row.language or definition.language), **words}


def _lines(text: str) -> list[str]:
    return [line for line in (_clean(part) for part in text.splitlines()) if line]


def _clean(text: object) -> str:
    """Return a text on one line, without what PDF/A forbids; very long words may be broken."""
    words = " ".join(_PRIVATE.sub("", visible(str(text))).split())
    return _UNBROKEN.sub("\\g<0>\u200b", words)
