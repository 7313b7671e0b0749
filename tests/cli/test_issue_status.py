# SPDX-License-Identifier: Apache-2.0
"""Status entries of batches: no two credentials of one key and list ever share one."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from cairn.standards.types import JsonObject
from tests.cli.college import LIST, College, issue_arguments, read_json, rows_of, start

OTHER_LIST: Final = "https://college.example/status/2"
MIN_ENTRIES: Final = 131_072


def _class(count: int, name: str = "p") -> str:
    return "email\n" + "".join(f"{name}{number}@example.org\n" for number in range(count))


def _ledger() -> JsonObject:
    return read_json(Path("key.json.allocations.json"))


def _indexes(*outputs: str) -> list[int | None]:
    return [index for out in outputs for _, _, index, _ in rows_of(Path(out))]


def test_two_batches_on_one_list_share_no_entry(college: College) -> None:
    college.write("class.csv", _class(400))
    college.issue("--status-list", LIST, out="one.sqlite")
    college.write("class.csv", _class(300, "q"))
    college.issue("--status-list", LIST, out="two.sqlite")
    indexes = _indexes("one.sqlite", "two.sqlite")
    assert (len(indexes), len(set(indexes))) == (700, 700)
    assert all(index is not None and 0 <= index < MIN_ENTRIES for index in indexes)


def test_entries_are_spread_over_the_list_and_tell_no_order(college: College) -> None:
    college.write("class.csv", _class(200))
    college.issue("--status-list", LIST, out="one.sqlite")
    indexes = [index for index in _indexes("one.sqlite") if index is not None]
    assert indexes != sorted(indexes)
    assert max(indexes) - min(indexes) > MIN_ENTRIES // 2


def test_a_run_again_takes_no_new_entries(college: College) -> None:
    college.issue("--status-list", LIST, out="one.sqlite")
    before = Path("key.json.allocations.json").read_bytes()
    assert college.issue("--status-list", LIST, out="one.sqlite")["present"] == 2
    assert Path("key.json.allocations.json").read_bytes() == before


def test_two_lists_have_entries_of_their_own(college: College) -> None:
    college.issue("--status-list", LIST, out="one.sqlite")
    college.issue("--status-list", OTHER_LIST, out="two.sqlite")
    ledger = _ledger()
    assert [(url, len(ledger[url]["jobs"])) for url in ledger] == [(LIST, 1), (OTHER_LIST, 1)]
    assert ledger[LIST]["seed"] != ledger[OTHER_LIST]["seed"]


def test_batches_that_run_at_the_same_time_share_no_entry(college: College) -> None:
    college.write("class.csv", _class(500))
    outs = [f"batch{number}.sqlite" for number in range(3)]
    running = [start(college.cairn.folder, *issue_arguments("key.json", out), "--status-list", LIST) for out in outs]
    for process in running:
        _, errors = process.communicate(timeout=120)
        assert (process.returncode, errors) == (0, b"")
    indexes = _indexes(*outs)
    assert (len(indexes), len(set(indexes))) == (1500, 1500)
    assert len(_ledger()[LIST]["jobs"]) == 3


def test_a_list_with_too_few_entries_left_refuses_the_batch_and_gives_none_away(college: College) -> None:
    for number, blank in enumerate((100_000, 31_000)):
        college.write("class.csv", f"email\nada@example.org\n{chr(10) * blank}")
        college.issue("--status-list", LIST, out=f"{number}.sqlite")
    before = Path("key.json.allocations.json").read_bytes()
    college.write("class.csv", _class(80))
    ended = college.try_issue("--status-list", LIST, out="third")
    assert (ended.exit_code, ended.output) == (2, "")
    assert ended.errors.startswith(f"cairn: The status list {LIST} has ")
    assert ended.errors.endswith(" are needed. Name a new list.\n")
    assert college.files("third") == []
    assert Path("key.json.allocations.json").read_bytes() == before


def test_the_first_batch_makes_a_list_long_enough_for_itself(college: College) -> None:
    college.write("class.csv", f"email\nada@example.org\n{chr(10) * MIN_ENTRIES}")
    college.issue("--status-list", LIST, out="one.sqlite")
    assert _ledger()[LIST]["entries"] == 2 * MIN_ENTRIES
    ended = college.run("status", "create", "--url", LIST, "--key", "key.json", "--out", "status.json", "--json")
    assert ended.report["entries"] == 2 * MIN_ENTRIES


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_every_row_has_an_entry_whatever_ends_the_lines(line_end: str, college: College) -> None:
    for out, name in (("one.sqlite", "p"), ("two.sqlite", "q")):
        college.write("class.csv", _class(5, name).rstrip().replace("\n", line_end))
        college.issue("--status-list", LIST, out=out)
    indexes = _indexes("one.sqlite", "two.sqlite")
    assert (len(indexes), len(set(indexes))) == (10, 10)


def test_revoking_one_leaves_the_others_of_every_batch_verified(college: College) -> None:
    college.issue("--status-list", LIST, out="one")
    college.issue("--status-list", LIST, out="two")
    college.run("status", "create", "--url", LIST, "--key", "key.json", "--out", "status.json")
    revoked = college.files("one")[0]
    college.run("status", "set", "status.json", "--key", "key.json", "--credential", revoked)
    ended = college.verify("--document", f"{LIST}=status.json", "--json", "one", "two", ends=1)
    failed = [Path(result["source"]).name for result in ended.report["results"] if result["verdict"] != "verified"]
    assert failed == [revoked.name]
