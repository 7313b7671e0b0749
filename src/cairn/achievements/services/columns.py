# SPDX-License-Identifier: Apache-2.0
"""What a row repeats of its definition, so that lists can be sorted and searched."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TypedDict

from cairn.achievements.definition import Definition
from cairn.achievements.kinds import Kind
from cairn.standards.types import JsonObject


class Columns(TypedDict):
    """The columns that follow from the definition."""

    stored: JsonObject
    name: str
    kind: Kind
    hours: Decimal | None
    price: Decimal | None
    search: str


def columns_of(definition: Definition) -> Columns:
    """Return the columns for a definition."""
    return {
        "stored": definition.to_json(),
        "name": definition.name,
        "kind": definition.kind,
        "hours": definition.effort.hours,
        "price": definition.cost.price,
        "search": "\n".join(text.casefold() for text in _searched(definition) if text),
    }


def _searched(definition: Definition) -> Iterator[str]:
    """Go through the texts by which somebody may look for it, in every language."""
    yield from (definition.name, definition.promise, definition.description, definition.key_method)
    for outcome in definition.outcomes:
        yield outcome.text
        yield from (alignment.name for alignment in outcome.alignments)
    for translation in definition.translations:
        yield from (text for path, text in translation.texts if not path.startswith("rubric/"))
