# SPDX-License-Identifier: Apache-2.0
"""Why a row is refused, as data, so that every reader gets the sentence in their own language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def translatable(sentence: str) -> str:
    """Mark a sentence for the catalogs of translations; it is translated where it is shown."""
    return sentence


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason: `code` for machines, the column it is about, and the sentence with the places of its values."""

    code: str
    column: str
    sentence: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence % self.values
