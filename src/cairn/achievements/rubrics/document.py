# SPDX-License-Identifier: Apache-2.0
"""A rubric by itself: its words in one language, their translations, and where it was had from.

It has no pass rule: that one belongs to the achievement which uses it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from django.utils.translation import gettext as _

from cairn.achievements import translate
from cairn.achievements.definition import (
    Definition,
    Line,
    Rubric,
    RubricCriterion,
    RubricLevel,
    RubricSource,
    Tag,
    Text,
    Translation,
    Value,
)
from cairn.achievements.rubrics.digest import rubric_digest
from cairn.foundation.errors import Invalid
from cairn.standards.types import JsonObject

MOST_LEVELS: Final = 12
MOST_CRITERIA: Final = 60
_FEWEST_LEVELS: Final = 2
_ITS_PLACES: Final = ("rubric/levels/", "rubric/criteria/")


class RubricDocument(Value):
    """A rubric as it is kept and exchanged. Translations name places as a definition does (`rubric/levels/…/name`)."""

    name: Line = ""
    description: Text = ""
    language: Tag = "en"
    levels: tuple[RubricLevel, ...] = ()
    criteria: tuple[RubricCriterion, ...] = ()
    translations: tuple[Translation, ...] = ()
    source: RubricSource | None = None

    @property
    def rubric(self) -> Rubric:
        """The levels and criteria as a definition holds them."""
        return Rubric(levels=self.levels, criteria=self.criteria, source=self.source)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which it can be read, its own first."""
        return translate.languages_of(self.as_definition())

    def as_definition(self) -> Definition:
        """Return a definition that says nothing but this, for what works on definitions."""
        return Definition(
            name=self.name,
            description=self.description,
            language=self.language,
            rubric=self.rubric,
            translations=self.translations,
        )

    def in_language(self, language: str) -> RubricDocument:
        """Return it in a language, as far as it was translated."""
        shown = translate.in_language(self.as_definition(), language)
        rubric = {"levels": shown.rubric.levels, "criteria": shown.rubric.criteria}
        texts = {"name": shown.name, "description": shown.description, "language": shown.language}
        return self.model_copy(update={**texts, **rubric})

    def turned_around(self) -> RubricDocument:
        """Return it with the levels in the other order, the points staying where they were."""
        points = [level.points for level in self.levels]
        pairs = zip(reversed(self.levels), points, strict=True)
        levels = tuple(level.model_copy(update={"points": value}) for level, value in pairs)
        return self.model_copy(update={"levels": levels})

    def digest(self) -> str:
        """Return the digest of its levels and criteria."""
        return rubric_digest(self.rubric)

    def to_json(self) -> JsonObject:
        """Return what is stored."""
        return self.model_dump(mode="json")

    @classmethod
    def from_json(cls, stored: JsonObject) -> RubricDocument:
        """Read what was stored, or what somebody sends. Raises pydantic.ValidationError."""
        return cls.model_validate(stored)


def document_of(definition: Definition, *, name: str = "", description: str = "") -> RubricDocument:
    """Return the rubric of a definition by itself, with the translations of its words."""
    return RubricDocument(
        name=name or definition.name,
        description=description,
        language=definition.language,
        levels=definition.rubric.levels,
        criteria=tuple(untied(criterion) for criterion in definition.rubric.criteria),
        translations=tuple(_words_of_rubric(definition)),
        source=definition.rubric.source,
    )


def untied(criterion: RubricCriterion) -> RubricCriterion:
    """Return a criterion without what ties it to one achievement."""
    return criterion.model_copy(update={"outcomes": (), "evidence": ()})


def is_place_of_rubric(place: str) -> bool:
    """Say whether a text at this place of a definition belongs to its rubric."""
    return place.startswith(_ITS_PLACES)


def require_usable(document: RubricDocument) -> None:
    """Return if two raters could work with it; words may still be missing.

    Raises Invalid: rubric_name_missing, rubric_levels, rubric_points, rubric_criteria, rubric_ids, rubric_too_large.
    """
    if not document.name:
        raise Invalid(_("Give the rubric a name, so that others find it."), code="rubric_name_missing", field="name")
    _require_levels(document)
    names = [criterion.name for criterion in document.criteria]
    if not names or not all(names):
        place = _("Criterion %(number)s") % {"number": names.index("") + 1} if names else _("Criteria")
        raise _wrong("rubric_criteria", place, _("A rubric needs at least one criterion, and each needs a name."))
    for code, rows in (("levels", document.levels), ("criteria", document.criteria)):
        ids = [row.id for row in rows]
        if twice := next((name for name in ids if ids.count(name) > 1), ""):
            raise _wrong("rubric_ids", f"{code}/{twice}", _("This id stands there twice. Give each row its own."))
    if len(document.criteria) > MOST_CRITERIA:
        fix = _("At most %(most)s criteria fit. Split the rubric in two.") % {"most": MOST_CRITERIA}
        raise _wrong("rubric_too_large", _("Criteria"), fix)


def _require_levels(document: RubricDocument) -> None:
    levels, place = document.levels, _("Levels")
    if not _FEWEST_LEVELS <= len(levels) <= MOST_LEVELS:
        fix = _("A rubric needs two to %(most)s levels, and this one has %(count)s.")
        raise _wrong("rubric_levels", place, fix % {"most": MOST_LEVELS, "count": len(levels)})
    if not all(level.name for level in levels):
        raise _wrong("rubric_levels", place, _("Every level needs a name, such as “Not yet” or “Meets”."))
    if any(low.points >= high.points for low, high in pairwise(levels)):
        fix = _("The lowest level comes first, and each one after it must give more points.")
        raise _wrong("rubric_points", place, fix)


def _wrong(code: str, place: str, fix: str) -> Invalid:
    return Invalid(_("%(place)s: %(fix)s") % {"place": place, "fix": fix}, code=code, field="rubric")


def _words_of_rubric(definition: Definition) -> list[Translation]:
    found = []
    for translation in definition.translations:
        texts = tuple((place, text) for place, text in translation.texts if is_place_of_rubric(place))
        if texts:
            found.append(Translation(language=translation.language, texts=texts))
    return found
