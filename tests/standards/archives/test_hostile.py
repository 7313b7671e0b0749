# SPDX-License-Identifier: Apache-2.0
"""Hostile archives and XML: each case of the shared index ends as the index says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from cairn.standards.archives import ArchiveError, parse_xml, read_archive
from tests.shared_data import SHARED, shared_path
from tests.standards.archives.guard import bounds

_INDEX = SHARED / "hostile/index.json"
_CASES: list[dict[str, Any]] = json.loads(_INDEX.read_bytes())["cases"] if _INDEX.exists() else []
_READERS: dict[str, Callable[[bytes], object]] = {"archive": read_archive, "xml": parse_xml}
_SELECTED = [case for case in _CASES if case["category"] in _READERS]
_CODES = {
    "archive/401-zip-slip.zip": "bad_entry_name",
    "archive/402-absolute.zip": "bad_entry_name",
    "archive/404-drive.zip": "bad_entry_name",
    "archive/406-bomb-300MiB.zip": "unpacked_too_large",
    "archive/407-lying-size.zip": "malformed_zip",
    "archive/409-20k-files.zip": "too_many_files",
    "archive/410-nested.zip": "unexpected_file",
    "archive/412-not-a-zip.zip": "malformed_zip",
    "xml/603-param-entity.xml": "dtd_not_allowed",
    "xml/604-billion-laughs.xml": "dtd_not_allowed",
    "xml/605-xinclude.xml": "xinclude_not_allowed",
    "xml/606-deep.xml": "too_deep",
}


def test_the_cases_are_here() -> None:
    shared_path("hostile/index.json")
    assert (len(_SELECTED), sum("warehouse-" in case["file"] for case in _SELECTED)) == (58, 44)


@pytest.mark.parametrize("case", _SELECTED, ids=[case["file"] for case in _SELECTED])
def test_a_hostile_container_ends_as_the_index_says(case: dict[str, Any]) -> None:
    data = shared_path(f"hostile/{case['file']}").read_bytes()
    code = None
    with bounds():
        try:
            _READERS[case["category"]](data)
        except ArchiveError as error:
            code = error.code
    assert ("accept" if code is None else "reject") == case["expected"]
    assert code == _CODES.get(case["file"], code)


def test_the_controls_are_read_in_full() -> None:
    control = read_archive(shared_path("hostile/archive/400-control.zip").read_bytes())
    assert [member.name for member in control.members] == ["manifest.csv", "orgs.csv", "users.csv"]
    assert control.notes == ()
    finder = read_archive(shared_path("hostile/archive/411-macosx.zip").read_bytes())
    assert [member.name for member in finder.members] == [f"roster/{member.name}" for member in control.members]
    assert [member.data for member in finder.members] == [member.data for member in control.members]
    assert finder.notes == (
        "__MACOSX/._users.csv was ignored: it belongs to the operating system.",
        ".DS_Store was ignored: it belongs to the operating system.",
    )
