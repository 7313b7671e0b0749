# SPDX-License-Identifier: Apache-2.0
"""Places in a document: kept as linked steps while it is read, written as JSON Pointers (RFC 6901) when asked for."""

from __future__ import annotations

from typing import TypeAlias

Place: TypeAlias = "tuple[Place, str | int] | None"
"""A place: the place above it and the step down, or None for the whole document."""


def pointer(place: Place) -> str:
    """Write a place as a JSON Pointer."""
    steps: list[str] = []
    while place is not None:
        place, step = place
        steps.append("/" + str(step).replace("~", "~0").replace("/", "~1"))
    return "".join(reversed(steps))
