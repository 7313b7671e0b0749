# SPDX-License-Identifier: Apache-2.0
"""Hostile XML: entities, inclusions and depth. The feeds that bring XML are later doors and read through this one."""

from __future__ import annotations

from typing import Final

import pytest

from tests.hostile.cases import Case, list_cases
from tests.hostile.command import Cairn
from tests.hostile.doors import Door, pass_through
from tests.hostile.guard import bounded
from tests.shared_data import shared_path

CASES: Final = list_cases("xml")
CODES: Final = {
    "xml/603-param-entity.xml": "dtd_not_allowed",
    "xml/604-billion-laughs.xml": "dtd_not_allowed",
    "xml/605-xinclude.xml": "xinclude_not_allowed",
    "xml/606-deep.xml": "too_deep",
}


def test_the_cases_are_here() -> None:
    shared_path("hostile/index.json")
    assert {case.file for case in CASES} == set(CODES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_hostile_xml_is_refused_by_the_reader_and_by_the_command(case: Case, cairn: Cairn) -> None:
    shared_path("hostile/index.json")
    with bounded():
        passage = pass_through(case)
    assert (passage.door, passage.got, passage.code) == (Door.XML, case.expected, CODES[case.file])
    with bounded():
        ended = cairn("verify", "--offline", "--json", shared_path(f"hostile/{case.file}"))
    (result,) = ended.report["results"]
    assert (ended.exit_code, [check["code"] for check in result["checks"]]) == (1, ["not_an_image"])
