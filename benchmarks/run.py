# SPDX-License-Identifier: Apache-2.0
"""Everything that Cairn promises about speed, measured in one run on one core: `make bench`.

    python benchmarks/run.py [--json] [--check] [--seconds N] [--rows N] [--rounds N]

Rates of the kernel (`cairn bench`) beside the raw cost, pyld and Digital Bazaar's library on the same 300 credentials;
whether that library signs the same bytes; `cairn issue` of a whole file beside its raw cost; the agreement of raters
over a hundred thousand ratings; the queue of 10,000 works and 200 assessors, made up and of real works. What a machine
lacks (Node, the shared data) is left out and said. `--check` ends with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeAlias

import assessing.bench
import issue_batch
import peers
import reliability.bench

Row: TypeAlias = dict[str, float | None]

_CAIRN: Final = Path(sys.executable).with_name("cairn")
_PYLD_WORK: Final = {
    "batch_issue": "issue",
    "issue": "issue",
    "verify": "verify",
    "canonicalize": "canonicalize",
    "unseen_shape": "canonicalize",
}
"""Which work of pyld a row is compared with; pyld has no other way for a batch."""


@dataclass(frozen=True, slots=True)
class Target:
    """A promise about one figure: at most, or at least, a limit."""

    row: str
    figure: str
    limit: float
    is_least: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A promise, what was measured (None: not on this machine), and whether it holds."""

    target: Target
    value: float | None

    @property
    def holds(self) -> bool | None:
        """Whether the promise is kept; None where nothing was measured."""
        if self.value is None:
            return None
        return self.value >= self.target.limit if self.target.is_least else self.value <= self.target.limit

    def __str__(self) -> str:
        word = {True: "kept", False: "MISSED", None: "not measured"}[self.holds]
        bound = "at least" if self.target.is_least else "at most"
        value = "-" if self.value is None else f"{self.value:,.2f}"
        return f"{word:13}{self.target.row} {self.target.figure}: {value} ({bound} {self.target.limit:,g})"


TARGETS: Final = (
    Target("batch_issue", "times_raw", 2.5),
    Target("issue", "times_raw", 3.5),
    Target("verify", "times_raw", 2.5),
    Target("issue", "times_javascript", 50, is_least=True),
    Target("verify", "times_javascript", 25, is_least=True),
    Target("unseen_shape", "times_pyld", 1, is_least=True),
    Target("bake_png", "per_second", 20_000, is_least=True),
    Target("issue_file", "times_raw", 2.5),
    Target("issue_file", "times_raw_cpu", 2.5),
    Target("issue_file", "peak_megabytes", 150),
    Target("reliability", "coefficients_seconds", 2),
    Target("reliability", "one_rating_milliseconds", 50),
    Target("reliability", "intervals_seconds", 30),
    Target("queue", "page_p95_milliseconds", 200),
    Target("queue", "held_page_p95_milliseconds", 200),
    Target("queue", "filtered_page_p95_milliseconds", 200),
    Target("queue", "hand_out_seconds", 30),
    Target("queue", "most_over_mean", 1.1),
    Target("queue_real", "page_p95_milliseconds", 200),
    Target("queue_real", "held_page_p95_milliseconds", 200),
    Target("queue_real", "filtered_page_p95_milliseconds", 200),
    Target("queue_real", "hand_out_seconds", 30),
    Target("queue_real", "most_over_mean", 1.1),
    Target("same_bytes", "share", 1, is_least=True),
)


def measure(arguments: argparse.Namespace) -> dict[str, Row]:
    """Measure everything: figures by row."""
    workplace = peers.prepare()
    javascript = peers.measure_javascript(workplace) if workplace else None
    rows = _kernel(workplace, javascript, seconds=arguments.seconds)
    if workplace is not None:
        _compare_with_pyld(rows, peers.measure_pyld(workplace, seconds=arguments.seconds))
        _compare_bytes(rows, peers.count_equal(workplace))
    rows["issue_file"] = dict(asdict(issue_batch.measure(rows=arguments.rows, rounds=arguments.rounds)))
    rows["queue"] = assessing.bench.measure_queue()
    if real := assessing.bench.find_real():
        rows["queue_real"] = assessing.bench.measure_queue(real=real)
    rows["reliability"] = dict(asdict(reliability.bench.measure_cost()))
    return rows


def judge(rows: Mapping[str, Row]) -> list[Check]:
    """Hold the targets against what was measured."""
    return [Check(target, rows.get(target.row, {}).get(target.figure)) for target in TARGETS]


def _kernel(
    workplace: peers.Workplace | None, javascript: Mapping[str, float] | None, *, seconds: float
) -> dict[str, Row]:
    """Run `cairn bench` on the credentials of the peers, or on its own samples."""
    command = [str(_CAIRN), "bench", "--json", "--seconds", str(seconds)]
    if workplace is not None:
        command += ["--documents", str(workplace.credentials)]
    with tempfile.TemporaryDirectory() as folder:
        if javascript is not None:
            rates = Path(folder) / "javascript.json"
            rates.write_text(json.dumps(javascript), encoding="utf-8")
            command += ["--javascript", str(rates)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600)
    rows: dict[str, Row] = json.loads(done.stdout)
    if javascript is not None:
        rows |= {f"javascript_{name}": {"per_second": rate} for name, rate in javascript.items()}
    return rows


def _compare_with_pyld(rows: dict[str, Row], rates: Mapping[str, float]) -> None:
    for name, work in _PYLD_WORK.items():
        if name in rows:
            rows[name]["times_pyld"] = round((rows[name]["per_second"] or 0) / rates[work], 1)
    rows |= {f"pyld_{name}": {"per_second": round(rate, 1)} for name, rate in rates.items()}


def _compare_bytes(rows: dict[str, Row], equal: tuple[int, int] | None) -> None:
    if equal is not None:
        rows["same_bytes"] = {"documents": equal[1], "equal": equal[0], "share": equal[0] / equal[1]}


def _lines(rows: Mapping[str, Row]) -> Iterator[str]:
    for name, row in rows.items():
        figures = (f"{figure} {value:,.2f}" for figure, value in row.items() if value is not None)
        yield f"{name:22}{'   '.join(figures)}"


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    parser.add_argument("--check", action="store_true", help="end with 1 where a target is missed")
    parser.add_argument("--seconds", type=float, default=15.0, help="time for the rates of the kernel, and for pyld")
    parser.add_argument("--rows", type=int, default=issue_batch.ROWS, help="length of the file that is issued")
    parser.add_argument("--rounds", type=int, default=issue_batch.ROUNDS, help="turns of issuing and raw work")
    return parser.parse_args()


def main() -> int:
    """Measure, print and judge."""
    arguments = _parse()
    # One core for this process and all that it starts: what runs beside it is the same for every figure.
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    rows = measure(arguments)
    checks = judge(rows)
    if arguments.json:
        judged = [{**asdict(check.target), "value": check.value, "holds": check.holds} for check in checks]
        print(json.dumps({"measured_at": f"{datetime.now(UTC):%FT%TZ}", "rows": rows, "targets": judged}, indent=2))
    else:
        print("\n".join([*_lines(rows), "", *map(str, checks)]))
    return int(arguments.check and any(check.holds is False for check in checks))


if __name__ == "__main__":
    sys.exit(main())
