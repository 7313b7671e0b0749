# SPDX-License-Identifier: Apache-2.0
"""Shares that are published, and held back where they would tell of single people. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LEAST: Final = 10
"""Of fewer than these, no share is shown."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of a whole: both are shown from ten on, and before that neither."""

    total: int
    part: int

    @property
    def is_shown(self) -> bool:
        """Whether there are enough to show it."""
        return self.total >= LEAST

    @property
    def share(self) -> float | None:
        """The share, where it is shown."""
        return self.part / self.total if self.is_shown else None
