# SPDX-License-Identifier: Apache-2.0
"""Places in a document: kept as linked steps while it is read, written as JSON Pointers (RFC 6901) when asked for."""

from __future__ import annotations

from typing import TypeAlias

from cairn.standards.types import Json

Place: TypeAlias = "tuple[Place, str | int] | None"
"""A place: the place above it and the step down, or None for the whole document."""


def pointer(place: Place) -> str:
    """Write a place as a JSON Pointer."""
    steps: list[str] = []
    while place is not None:
        place, step = place
        steps.append("/" + str(step).replace("~", "~0").replace("/", "~1"))
    return "".join(reversed(steps))


def read_at(document: Json, path: str) -> Json:
    """Return the value at a JSON Pointer.

    Raises KeyError, IndexError, TypeError or ValueError where there is none.
    """
    for step in steps(path):
        document = document[int(step) if isinstance(document, list) else step]
    return document


def replace_at(document: Json, path: str, value: Json) -> Json:
    """Return a document with another value at a JSON Pointer; what lies beside the path is shared, not copied.

    Raises as `read_at` does.
    """
    return _replace(document, steps(path), value)


def steps(path: str) -> list[str]:
    """Split a JSON Pointer into its unescaped steps (RFC 6901 §4)."""
    return [step.replace("~1", "/").replace("~0", "~") for step in path.split("/")[1:]]


def _replace(document: Json, path: list[str], value: Json) -> Json:
    if not path:
        return value
    key = int(path[0]) if isinstance(document, list) else path[0]
    copy = document.copy()
    copy[key] = _replace(document[key], path[1:], value)
    return copy
