# SPDX-License-Identifier: Apache-2.0
"""Batches of awards through `cairn issue`; rosters of other systems are tried in `test_oneroster`."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path
from typing import Final

import pytest

from cairn.standards.codecs import dump_json
from tests.hostile.command import Cairn, Ended
from tests.hostile.guard import bounded
from tests.hostile.test_text import ACHIEVEMENT
from tests.shared_data import shared_path

FIRST_ROWS: Final = 2_000


def _issue(cairn: Cairn, recipients: Path) -> Ended:
    described = cairn.write("achievement.json", dump_json(ACHIEVEMENT))
    key = cairn.folder / "key.json"
    if not key.exists():
        assert cairn("keys", "generate", "--out", key).exit_code == 0
    return cairn(
        "issue", "--achievement", described, "--recipients", recipients, "--key", key,
        "--out", cairn.folder / "badges.sqlite", "--status-list", "https://issuer.example/status/1", "--json",
    )  # fmt: skip


def _count(cairn: Cairn) -> tuple[int, int, int]:
    """Return how many credentials there are, with how many ids and status entries."""
    with sqlite3.connect(cairn.folder / "badges.sqlite") as connection:
        query = "SELECT count(*), count(DISTINCT id), count(DISTINCT status_index) FROM credentials"
        counted: tuple[int, int, int] = connection.execute(query).fetchone()
    connection.close()
    return counted


def test_duplicates_are_refused_and_a_second_upload_awards_nothing(cairn: Cairn) -> None:
    recipients = shared_path("hostile/roster/520-batch-award-duplicates.csv")
    with bounded():
        first = _issue(cairn, recipients)
    assert (first.exit_code, first.report["issued"], first.report["refused"]) == (1, 900, 100)
    assert all(refusal["reason"].startswith("the same person stands in row ") for refusal in first.report["refusals"])
    second = _issue(cairn, recipients)
    assert (second.report["issued"], second.report["present"], second.report["refused"]) == (0, 900, 100)
    assert _count(cairn) == (900, 900, 900)


def _batch(cairn: Cairn, rows: int | None) -> Path:
    data = gzip.decompress(shared_path("hostile/roster/521-batch-award-100k.csv.gz").read_bytes())
    return cairn.write("batch.csv", b"".join(data.splitlines(keepends=True)[: None if rows is None else rows + 1]))


def test_the_first_rows_of_a_large_batch_are_each_awarded_once(cairn: Cairn) -> None:
    recipients = _batch(cairn, FIRST_ROWS)
    with bounded():
        ended = _issue(cairn, recipients)
    assert (ended.exit_code, ended.report["issued"]) == (0, FIRST_ROWS)
    assert _count(cairn) == (FIRST_ROWS,) * 3


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_each_awarded_once(cairn: Cairn) -> None:
    ended = _issue(cairn, _batch(cairn, None))
    assert (ended.exit_code, ended.report["issued"], ended.report["refused"]) == (0, 100_000, 0)
    assert _count(cairn) == (100_000,) * 3
