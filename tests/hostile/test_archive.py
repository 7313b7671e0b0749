# SPDX-License-Identifier: Apache-2.0
"""Hostile archives: names that leave their folder, bombs, and archives that two readers would read differently."""

from __future__ import annotations

from typing import Final

import pytest

from cairn.standards.archives import read_archive
from tests.hostile.cases import Case, list_cases
from tests.hostile.command import Cairn
from tests.hostile.doors import pass_through
from tests.hostile.guard import bounded
from tests.shared_data import shared_path

CASES: Final = list_cases("archive")


def test_the_cases_are_here() -> None:
    shared_path("hostile/index.json")
    assert (len(CASES), sum(case.expected == "accept" for case in CASES)) == (54, 12)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_a_hostile_archive_ends_as_the_index_says(case: Case) -> None:
    shared_path("hostile/index.json")
    with bounded():
        passage = pass_through(case)
    assert passage.got == case.expected
    assert passage.sentence.endswith((".", ")"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_the_command_opens_archives_by_the_same_reader(case: Case, cairn: Cairn) -> None:
    """What is in the accepted ones is no credential, and each member is told so; the refused ones are one result."""
    source = shared_path(f"hostile/{case.file}")
    passage = pass_through(case)
    with bounded():
        ended = cairn("verify", "--offline", "--json", source)
    results = ended.report["results"]
    if case.expected == "accept" and not read_archive(case.data).members:
        # Nothing to verify must not look like a pass.
        assert (ended.exit_code, results[0]["checks"][0]["code"]) == (1, "nothing_to_verify")
    elif case.expected == "accept":
        assert [result["source"].rpartition("!")[2] for result in results] == [
            member.name for member in read_archive(case.data).members
        ]
        assert {result["verdict"] for result in results} <= {"not_verified"}
    else:
        assert (ended.exit_code, len(results)) == (1, 1)
        said = [(check["code"], check["message"]) for check in results[0]["checks"]]
        # What does not begin like an archive is read as a document, and refused as such.
        assert (said == [(passage.code, passage.sentence)]) is case.data.startswith(b"PK")
