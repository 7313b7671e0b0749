# SPDX-License-Identifier: Apache-2.0
"""`cairn reliability`: how it is called. What it does is loaded only then: other commands start without numpy."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Annotated, Final

import typer

EPILOG: Final = (
    "\nExamples:\n  cairn reliability ratings.csv --levels not_yet,nearly,ready\n"
    "  cairn reliability ratings.csv --levels 1,2,3,4 --json"
)


def reliability_command(
    path: Annotated[
        Path, typer.Argument(metavar="RATINGS.csv", help="Columns: work, rater, criterion, level; or two raters a row.")
    ],
    *,
    levels: Annotated[str, typer.Option(metavar="LOWEST,…,HIGHEST", help="Every level of the scale, in order.")],
    achievement: Annotated[
        str | None, typer.Option(metavar="ID", help="Measure this one, where the file holds several.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Where the draws for the ranges begin.")] = 7,
    draws: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many draws make a range.")] = 2000,
    as_json: Annotated[bool, typer.Option("--json", help="Write a report for programs.")] = False,
) -> None:
    """Measure how far raters agree, by criterion and for all, with ranges. Needs no database."""
    measuring = import_module("cairn.cli.agreement.measuring")
    scale = [level.strip() for level in levels.split(",")]
    measuring.report(path, scale, achievement=achievement, seed=seed, draws=draws, as_json=as_json)
