# SPDX-License-Identifier: Apache-2.0
"""`cairn issue` killed at random moments: in the end one credential a row, as if nothing had happened.

Source of the drill: fault F1, kill -9 in a batch.
"""

from __future__ import annotations

import gzip
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from cairn.standards.codecs import parse_json_object
from tests.cli.college import LIST, College, issue_arguments, issued_files, rows_of, start
from tests.shared_data import shared_path

ROWS: Final = 3_000
KILLS: Final = 12
SEED: Final = 20_261_122
PATIENCE: Final = 60.0


def _class(rows: int) -> str:
    """Write a class in which every tenth row is refused, so that rows and credentials are not the same number."""
    cells = (f"Learner {number},{'nobody' if number % 10 == 9 else f'p{number}@example.org'}" for number in range(rows))
    return "\n".join(("name,email", *cells)) + "\n"


SOUND: Final = ROWS - ROWS // 10


def _count(out: Path) -> int:
    """Count what is stored so far, without disturbing the process that writes."""
    if not out.exists():
        return 0
    if out.is_dir():
        return sum(path.name[0] != "." for path in out.iterdir())
    try:
        with closing(sqlite3.connect(f"file:{out}?mode=ro", uri=True, timeout=5)) as connection:
            count: int = connection.execute("SELECT count(*) FROM credentials").fetchone()[0]
            return count
    except sqlite3.OperationalError:
        return 0


def _kill_after(process: subprocess.Popen[bytes], out: Path, credentials: int, seconds: float) -> bool:
    """Kill a process once so many credentials are stored, and a moment later; say whether it was still running."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and _count(out) < credentials and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(seconds)
    process.kill()
    process.communicate(timeout=PATIENCE)
    return process.returncode not in (0, 1)


def _drill(college: College, out: str, rows: int) -> list[int]:
    """Kill the batch again and again, and return how many credentials there were each time."""
    chance, folder = random.Random(SEED), college.cairn.folder
    aims = [0] * 3 + sorted(chance.randrange(rows * 9 // 10) for _ in range(KILLS - 3))
    counts = []
    for aim in aims:
        process = start(folder, *issue_arguments("key.json", out), "--status-list", LIST)
        wait = chance.uniform(0, 0.9) if aim == 0 else chance.uniform(0, 0.02)
        if _kill_after(process, folder / out, aim, wait):
            counts.append(_count(folder / out))
    return counts


def _documents(out: Path) -> dict[str, str]:
    """Return every stored document by its id."""
    if out.is_dir():
        return {f"urn:uuid:{path.stem}": path.read_text(encoding="utf-8") for path in issued_files(out)}
    return {identifier: document for identifier, _, _, document in rows_of(out)}


def _uninterrupted(college: College, out: str, job: Path) -> dict[str, str]:
    """Run the same job from its first moment in one go, and return what it made."""
    if out.endswith(".sqlite"):
        shutil.copy(job, "straight.sqlite.cairn-job.json")
    else:
        Path("straight").mkdir()
        shutil.copy(job, "straight/.cairn-job.json")
    name = "straight.sqlite" if out.endswith(".sqlite") else "straight"
    assert college.issue("--status-list", LIST, out=name, ends=1)["present"] == 0
    return _documents(Path(name))


@pytest.mark.parametrize(("out", "rows"), [("badges", ROWS // 2), ("badges.sqlite", ROWS * 3)])
def test_after_any_number_of_kills_each_sound_row_has_exactly_one_credential(
    out: str, rows: int, college: College
) -> None:
    college.write("class.csv", _class(rows))
    sound = rows - rows // 10
    counts = _drill(college, out, sound)
    assert len(counts) >= KILLS // 2
    assert sum(0 < count < sound for count in counts) >= 3
    assert counts == sorted(counts)
    last = college.issue("--status-list", LIST, out=out, ends=1)
    assert (last["issued"] + last["present"], last["refused"]) == (sound, rows // 10)
    assert last["present"] >= counts[-1]
    documents = _documents(Path(out))
    indexes = {parse_json_object(text)["credentialStatus"]["statusListIndex"] for text in documents.values()}
    assert (len(documents), len(indexes)) == (sound, sound)
    job = Path(out) / ".cairn-job.json" if out == "badges" else Path(f"{out}.cairn-job.json")
    assert documents == _uninterrupted(college, out, job)
    assert _verified(college, out) == sound


def _verified(college: College, out: str) -> int:
    college.run("status", "create", "--url", LIST, "--key", "key.json", "--out", "status.json")
    ended = college.verify("--document", f"{LIST}=status.json", out)
    total, _, verified = ended.output.splitlines()[-1].removesuffix(" verified.").partition(" checked: ")
    assert total == verified
    return int(verified)


def test_what_a_killed_write_leaves_behind_is_no_credential(college: College) -> None:
    college.issue()
    college.write("badges/.cairn-0123456789abcdef.tmp", college.files()[0].read_bytes()[:700])
    assert college.verify("badges").output.splitlines()[-1] == "2 checked: 2 verified."
    assert college.issue()["present"] == 2


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell that limits the size of files")
def test_a_disk_that_is_full_is_a_sentence_and_the_same_command_goes_on_once_it_is_not(college: College) -> None:
    college.write("class.csv", _class(ROWS))
    command = [sys.executable, "-m", "cairn.cli", *issue_arguments("key.json", "badges.sqlite")]
    ended = subprocess.run(
        ["sh", "-c", 'ulimit -f 5000; exec "$@"', "sh", *command],
        cwd=college.cairn.folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert ended.stderr.startswith("cairn: The SQLite file cannot be used now: ")
    kept = len(rows_of(Path("badges.sqlite")))
    assert 0 < kept < SOUND
    last = college.issue(out="badges.sqlite", ends=1)
    assert (last["present"], last["issued"]) == (kept, SOUND - kept)


def test_a_job_that_was_only_begun_goes_on(college: College) -> None:
    college.issue()
    job = Path("badges/.cairn-job.json").read_bytes()
    before = _documents(Path("badges"))
    shutil.rmtree("badges")
    Path("badges").mkdir()
    Path("badges/.cairn-job.json").write_bytes(job)
    assert college.issue()["issued"] == 2
    assert _documents(Path("badges")) == before


def test_the_duplicates_of_a_roster_are_refused_once_and_for_all(college: College) -> None:
    college.write("class.csv", shared_path("hostile/roster/520-batch-award-duplicates.csv").read_bytes())
    first = college.issue("--status-list", LIST, ends=1)
    assert (first["issued"], first["present"], first["refused"]) == (900, 0, 100)
    assert all(item["reason"].startswith("the same person stands in row ") for item in first["refusals"])
    second = college.issue("--status-list", LIST, ends=1)
    assert (second["issued"], second["present"], second["refused"]) == (0, 900, 100)
    assert second["refusals"] == first["refusals"]
    assert len(college.files()) == 900


@pytest.mark.slow
def test_a_hundred_thousand_rows_survive_the_same_drill(college: College) -> None:
    data = shared_path("hostile/roster/521-batch-award-100k.csv.gz").read_bytes()
    college.write("class.csv", gzip.decompress(data))
    counts = _drill(college, "badges.sqlite", rows=100_000)
    assert sum(0 < count < 100_000 for count in counts) >= 3
    last = college.issue("--status-list", LIST, out="badges.sqlite")
    assert last["issued"] + last["present"] == 100_000
    rows = rows_of(Path("badges.sqlite"))
    assert len(rows) == 100_000
    assert len({identifier for identifier, _, _, _ in rows}) == 100_000
    assert len({index for _, _, index, _ in rows}) == 100_000
