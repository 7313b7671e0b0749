# SPDX-License-Identifier: Apache-2.0
"""`cairn issue` of many rows into a SQLite file, beside the raw cost of the same.

    python benchmarks/issue_batch.py [--rows N] [--rounds N]

*Ours* is the whole command, from starting the interpreter to its end. *Raw* is what nobody can do without: one Ed25519
signature and two SHA-256 hashes a row over bytes as long as the canonical ones, and storing the very rows that ours
stored through the same output, with the same transactions. They take turns on one core; a ratio is the median of turns.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from cairn.cli.issuing.job import CHUNK
from cairn.cli.issuing.outputs import SqliteOutput, Stored
from cairn.standards.codecs import parse_json_object
from cairn.standards.jsonld import Canonicalizer
from cairn.standards.keys import KeyKind, SecretKey

ROWS: Final = 100_000
ROUNDS: Final = 5
_CAIRN: Final = Path(sys.executable).with_name("cairn")
_ACHIEVEMENT: Final = """\
name = "Welding Safety I"
description = "Recognises safe practice in a welding shop."
achievementType = "Certificate"
[criteria]
narrative = "Pass the practical and the written test."
[[resultDescription]]
id = "urn:uuid:2f1a0e2e-5b0c-4a53-9d3c-0f2d7e7d7a11"
type = ["ResultDescription"]
name = "Final score"
resultType = "Percent"
valueMin = "0"
valueMax = "100"
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: by the clock and of the processor, in seconds, and at most of memory, in megabytes."""

    wall: float
    cpu: float
    megabytes: float = 0.0


@dataclass(frozen=True, slots=True)
class Result:
    """How many times the raw cost, by the clock and in processor time, and what it took."""

    rows: int
    times_raw: float
    times_raw_cpu: float
    per_second: float
    peak_megabytes: float


def measure(*, rows: int = ROWS, rounds: int = ROUNDS) -> Result:
    """Issue and do the raw work in turns, in a folder that is deleted afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_inputs(folder, rows)
        turns = [(_issue(folder, number), _raw(folder, number)) for number in range(rounds)]
    return Result(
        rows=rows,
        times_raw=statistics.median(ours.wall / raw.wall for ours, raw in turns),
        times_raw_cpu=statistics.median(ours.cpu / raw.cpu for ours, raw in turns),
        per_second=statistics.median(rows / ours.wall for ours, _ in turns),
        peak_megabytes=max(ours.megabytes for ours, _ in turns),
    )


def _write_inputs(folder: Path, rows: int) -> None:
    (folder / "achievement.toml").write_text(_ACHIEVEMENT, encoding="utf-8")
    with (folder / "recipients.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("name", "email", "result", "awarded_on"))
        for number in range(rows):
            writer.writerow((f"Learner {number}", f"l{number:06}@example.org", number % 101, "2026-01-15"))
    subprocess.run(
        [_CAIRN, "keys", "generate", "--out", folder / "key.json"], check=True, stdout=subprocess.DEVNULL, timeout=60
    )


def _issue(folder: Path, number: int) -> Cost:
    """Run the command into a new file, with a status list of its own."""
    inputs = ("--achievement", "achievement.toml", "--recipients", "recipients.csv", "--key", "key.json")
    command = [str(_CAIRN), "issue", *inputs, "--out", f"ours-{number}.sqlite"]
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--status-list", f"https://college.example/status/{number}"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"cairn issue ended with {process.returncode}.")
    return Cost(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _raw(folder: Path, number: int) -> Cost:
    """Do the raw work in a process of its own, so that neither finds the other's memory in use."""
    command = [sys.executable, __file__, "--raw", str(folder / f"ours-{number}.sqlite")]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    wall, cpu = map(float, done.stdout.split())
    return Cost(wall, cpu)


def raw_cost(issued: Path) -> Cost:
    """Sign, hash and store again what was issued; reading it is not counted."""
    connection = sqlite3.connect(issued)
    rows = connection.execute("SELECT id, row, status_index, document FROM credentials ORDER BY row")
    stored = [Stored(name, row, index, document.encode()) for name, row, index, document in rows]
    connection.close()
    options, document = _canonical(stored[0].document)
    sign, sha256 = SecretKey.from_seed(KeyKind.ED25519, bytes(range(32))).sign, hashlib.sha256
    output = SqliteOutput(issued.with_suffix(".raw"))
    wall, cpu = time.perf_counter(), time.process_time()
    for start in range(0, len(stored), CHUNK):
        chunk = stored[start : start + CHUNK]
        for _ in chunk:
            sign(sha256(options).digest() + sha256(document).digest())
        output.store(chunk)
    output.close()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


def _canonical(signed: bytes) -> tuple[bytes, bytes]:
    """Return the canonical bytes of a credential's proof options and of the credential."""
    credential, canonicalizer = parse_json_object(signed), Canonicalizer()
    proof = credential.pop("proof")
    del proof["proofValue"]
    options = {**proof, "@context": credential["@context"]}
    return canonicalizer.canonicalize(options), canonicalizer.canonicalize(credential)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--raw", type=Path, help="only do the raw work of an issued file and print what it took")
    arguments = parser.parse_args()
    if arguments.raw:
        cost = raw_cost(arguments.raw)
        print(cost.wall, cost.cpu)
        return
    print(json.dumps(asdict(measure(rows=arguments.rows, rounds=arguments.rounds)), indent=2))


if __name__ == "__main__":
    main()
