# SPDX-License-Identifier: Apache-2.0
"""The figures of a scope by their stable names, as bare values and as estimates with an interval."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final, Generic, TypeVar

FEW_WORKS: Final = 30
"""With fewer works that two raters share, an interval is not to be relied on."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, or the reason why there is none."""

    value: float | None
    undefined: str = ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval; `undefined` says why there is no value or, beside a value, no interval."""

    value: float | None
    low: float | None = None
    high: float | None = None
    undefined: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return `{value, low, high}` or `{undefined}`; beside a value, `undefined` explains why the range is null."""
        if self.value is None:
            return {"undefined": self.undefined}
        stated = {"value": self.value, "low": self.low, "high": self.high}
        return stated | ({"undefined": self.undefined} if self.undefined else {})


Kind = TypeVar("Kind", Figure, Estimate)


@dataclass(frozen=True, slots=True)
class Scope(Generic[Kind]):
    """Every figure of a scope: one criterion, or all of them pooled."""

    n_works: int
    n_pairs: int
    percent_agreement: Kind
    adjacent_agreement: Kind
    cohen_kappa: Kind
    cohen_kappa_linear: Kind
    cohen_kappa_quadratic: Kind
    fleiss_kappa: Kind
    krippendorff_alpha_nominal: Kind
    krippendorff_alpha_ordinal: Kind
    krippendorff_alpha_interval: Kind
    gwet_ac1: Kind
    gwet_ac2: Kind
    icc: Kind

    def figures(self) -> dict[str, Kind]:
        """Return the figures by name, in the order of the reference."""
        return {name: getattr(self, name) for name in FIGURES}

    @property
    def is_few(self) -> bool:
        """Whether there are too few works to rely on the intervals."""
        return self.n_works < FEW_WORKS


FIGURES: Final = tuple(field.name for field in fields(Scope) if not field.name.startswith("n_"))
"""The stable names of the figures, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Coefficients(Scope[Figure]):
    """The figures of a tally, without intervals."""


@dataclass(frozen=True, slots=True)
class ScopeFigures(Scope[Estimate]):
    """The figures of a scope, each with its interval."""

    def to_json(self) -> dict[str, Any]:
        """Return the figures as the command writes them."""
        counts = {"n_works": self.n_works, "n_pairs": self.n_pairs}
        return counts | {name: figure.to_json() for name, figure in self.figures().items()}
