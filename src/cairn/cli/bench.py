# SPDX-License-Identifier: Apache-2.0
"""`cairn bench`: how fast, as ratios to what the cryptography alone costs on this machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer

from cairn.cli.benchmark import Measurement, measure, sample_documents
from cairn.cli.inputs import read_bytes
from cairn.cli.problems import CommandError
from cairn.standards.codecs import JsonLimits, parse_json
from cairn.standards.types import JsonObject

EPILOG: Final = """
Examples:
  cairn bench
  cairn bench --json --seconds 20

times_raw: how many times the cost of Ed25519 and SHA-256 over the same bytes.
Smaller is better; 1 is the limit.
times_javascript: how many times the rate of Digital Bazaar's library, where
it was measured (make bench).
"""
_LIMITS: Final = JsonLimits(size=64 * 1024 * 1024)


def bench_command(
    *,
    seconds: Annotated[float, typer.Option(metavar="N", help="How long to measure, about.")] = 10.0,
    documents: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A JSON array of unsigned credentials.")
    ] = None,
    javascript: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Rates of the JavaScript library: {issue, verify}, per second.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write a report for programs.")] = False,
) -> None:
    """Measure issuing, verifying, canonicalizing and baking on one core, side by side with the raw cost."""
    credentials = _read_documents(documents) if documents else sample_documents()
    rates: JsonObject = parse_json(read_bytes(javascript)) if javascript else {}
    rows = measure(credentials, seconds=seconds)
    if as_json:
        print(json.dumps({row.name: _to_json(row, rates) for row in rows}, indent=2))
        return
    for row in rows:
        ratio = f"{row.times_raw:6.2f} × raw" if row.times_raw is not None else ""
        print(f"{row.name:14}{row.per_second:12,.0f} a second   {ratio}")


def _read_documents(path: Path) -> list[JsonObject]:
    documents = parse_json(read_bytes(path), limits=_LIMITS)
    if not isinstance(documents, list) or len(documents) < 2 or not all(isinstance(item, dict) for item in documents):
        raise CommandError(f"{path} must be a JSON array of at least two credentials.")
    return documents


def _to_json(row: Measurement, javascript: JsonObject) -> JsonObject:
    peer = javascript.get("verify" if row.name.startswith("verify") else "issue") if row.has_peer else None
    return {
        "per_second": round(row.per_second, 1),
        "times_raw": round(row.times_raw, 2) if row.times_raw is not None else None,
        "times_javascript": round(row.per_second / peer, 1) if peer else None,
    }
