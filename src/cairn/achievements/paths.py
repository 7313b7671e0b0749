# SPDX-License-Identifier: Apache-2.0
"""The place of a value in a definition: `outcomes/CO1/text`, `rubric/criteria/plan/descriptors/meets/text`.

A step is a member's name, or in a list the id of a row (a descriptor's is its level), or an index where rows have no
ids. Translations, the studio's fields, findings and differences all name places in this one way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cairn.standards.types import Json

_ROW_IDS: Final = ("id", "level", "criterion", "language")


def read(tree: Json, path: str) -> Json:
    """Return the value at a place. Raises KeyError where there is none."""
    here = tree
    for step in path.split("/"):
        here = _enter(here, step)
    return here


def write(tree: Json, path: str, value: Json) -> None:
    """Put a value at a place that is there already. Raises KeyError where it is not."""
    parent, _, last = path.rpartition("/")
    holder: Json = read(tree, parent) if parent else tree
    _enter(holder, last)
    holder[_key(holder, last)] = value


def has(tree: Json, path: str) -> bool:
    """Say whether there is such a place."""
    try:
        read(tree, path)
    except KeyError:
        return False
    return True


def row_id(row: Json, index: int) -> str:
    """Return the step that names a row of a list."""
    names = (row[key] for key in _ROW_IDS if isinstance(row, dict) and key in row)
    return str(next(names, index))


def walk(tree: Json, path: str = "") -> Iterator[tuple[str, Json]]:
    """Go through every value that is not a group of others, with its place."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from walk(value, f"{path}/{name}" if path else name)
    elif isinstance(tree, list) and any(isinstance(row, dict) for row in tree):
        for index, row in enumerate(tree):
            yield from walk(row, f"{path}/{row_id(row, index)}")
    else:
        yield path, tree


def _enter(holder: Json, step: str) -> Json:
    return holder[_key(holder, step)]


def _key(holder: Json, step: str) -> str | int:
    if isinstance(holder, dict) and step in holder:
        return step
    if isinstance(holder, list):
        for index, row in enumerate(holder):
            if row_id(row, index) == step:
                return index
    raise KeyError(step)
