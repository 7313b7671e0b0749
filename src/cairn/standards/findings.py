# SPDX-License-Identifier: Apache-2.0
"""What a rule has to say about one place of a document: shared by every data model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding weighs: an error breaks the standard, a warning is worth knowing."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: a stable code, the place as a JSON Pointer (RFC 6901), and a sentence that a person understands."""

    code: str
    path: str
    detail: str
    level: Level = Level.ERROR


def pointer(path: str, *steps: str | int) -> str:
    """Extend a JSON Pointer by keys and indexes, escaped. Source: RFC 6901 §3."""
    return path + "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)
