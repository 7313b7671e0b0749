# SPDX-License-Identifier: Apache-2.0
"""Rubrics for durable skills that come with the product, each file in every language that it is written in.

They are there for everybody, are read once, and change only with a new `version` in their file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.utils.translation import gettext as _

from cairn.achievements.definition import (
    Descriptor,
    Exemplar,
    Origin,
    RubricCriterion,
    RubricLevel,
    RubricSource,
    Translation,
)
from cairn.achievements.rubrics.document import RubricDocument
from cairn.foundation.errors import NotFound

_FOLDER: Final = Path(__file__).parent
_LANGUAGE: Final = "en"
_ORDER: Final = ("communication", "collaboration", "leadership", "resilience", "empathy")


@dataclass(frozen=True, slots=True)
class BankRubric:
    """A rubric of the bank; its document names itself as the source."""

    id: str
    version: str
    document: RubricDocument

    @property
    def source(self) -> RubricSource:
        """How a definition that uses it names it."""
        digest = self.document.digest()
        return RubricSource(origin=Origin.BANK, id=self.id, version=self.version, digest=digest)


@cache
def list_bank() -> tuple[BankRubric, ...]:
    """Return the rubrics of the bank, in the order in which they are shown."""
    levels = _read("levels")
    return tuple(_rubric(_read(name), levels) for name in _ORDER)


def get_bank_rubric(name: str) -> BankRubric:
    """Return a rubric of the bank. Raises NotFound: rubric_not_found."""
    found = next((rubric for rubric in list_bank() if rubric.id == name), None)
    if found is None:
        raise NotFound(_("The bank has no such rubric. Choose one from the list."), code="rubric_not_found")
    return found


def _read(name: str) -> Any:
    return yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def _rubric(source: Mapping[str, Any], levels: list[Mapping[str, Any]]) -> BankRubric:
    texts: dict[str, dict[str, str]] = {}
    document = RubricDocument(
        name=_take(texts, "name", source["name"]),
        description=_take(texts, "description", source["description"]),
        language=_LANGUAGE,
        levels=tuple(
            RubricLevel(
                id=row["id"], points=row["points"], name=_take(texts, f"rubric/levels/{row['id']}/name", row["name"])
            )
            for row in levels
        ),
        criteria=tuple(_criterion(row, levels, texts) for row in source["criteria"]),
    )
    translated = tuple(_translations(texts, set(source["name"])))
    return BankRubric(source["id"], source["version"], document.model_copy(update={"translations": translated}))


def _criterion(
    row: Mapping[str, Any], levels: list[Mapping[str, Any]], texts: dict[str, dict[str, str]]
) -> RubricCriterion:
    place = f"rubric/criteria/{row['id']}"
    return RubricCriterion(
        id=row["id"],
        name=_take(texts, f"{place}/name", row["name"]),
        weight=row["weight"],
        note=_take(texts, f"{place}/note", row["note"]) if "note" in row else "",
        descriptors=tuple(_descriptor(row, level["id"], place, texts) for level in levels),
    )


def _descriptor(row: Mapping[str, Any], level: str, place: str, texts: dict[str, dict[str, str]]) -> Descriptor:
    here = f"{place}/descriptors/{level}"
    exemplars = tuple(
        Exemplar(
            sample=_take(texts, f"{here}/exemplars/{number}/sample", item["sample"]),
            why=_take(texts, f"{here}/exemplars/{number}/why", item["why"]),
        )
        for number, item in enumerate(row.get("exemplars", {}).get(level, ()))
    )
    return Descriptor(level=level, text=_take(texts, f"{here}/text", row["levels"][level]), exemplars=exemplars)


def _take(texts: dict[str, dict[str, str]], place: str, said: Mapping[str, str]) -> str:
    """Return a text in the first language, and note down the others by their place."""
    for language, words in said.items():
        if language != _LANGUAGE:
            texts.setdefault(language, {})[place] = words
    return said[_LANGUAGE]


def _translations(texts: dict[str, dict[str, str]], languages: set[str]) -> Iterator[Translation]:
    """Give the languages in which the whole of a rubric is written."""
    for language in sorted(languages & texts.keys()):
        yield Translation(language=language, texts=tuple(texts[language].items()))
