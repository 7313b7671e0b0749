# SPDX-License-Identifier: Apache-2.0
"""Measuring a file of ratings, and saying it to programs or to people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cairn.assessment.reliability import measure
from cairn.cli.agreement.choosing import Chosen, choose, tabulate
from cairn.cli.agreement.reading import read_ratings
from cairn.cli.agreement.telling import tell
from cairn.cli.problems import plain, to_json


def report(path: Path, levels: Sequence[str], *, achievement: str | None, seed: int, draws: int, as_json: bool) -> None:
    """Measure the ratings of a file and print what was found. Raises CommandError."""
    chosen = choose(path, read_ratings(path), levels, achievement)
    measurement = measure(tabulate(path, chosen, levels), seed=seed, draws=draws)
    if as_json:
        print(to_json(measurement.to_json() | _achievements(chosen)))
        return
    for line in tell(measurement, chosen):
        print(plain(line))


def _achievements(chosen: Chosen) -> dict[str, list[str]]:
    if not chosen.achievements:
        return {}
    return {"achievements": list(chosen.achievements), "left_out": list(chosen.left_out)}
