# SPDX-License-Identifier: Apache-2.0
"""Hostile images: two credentials, bombs, hidden chunks, and drawings that would run scripts."""

from __future__ import annotations

from typing import Final

import pytest

from tests.hostile.cases import Case, list_cases
from tests.hostile.checks import check_command, check_verdict, run_verify
from tests.hostile.command import Cairn
from tests.hostile.doors import DRAWINGS, Door
from tests.shared_data import shared_path

CASES: Final = list_cases("image")
NOTHING: Final = "no_credential_in_image"
CODES: Final = {
    "image/300-baked-control.png": "issuer_in_no_registry",
    "image/301-two-itxt.png": "ambiguous_bake",
    "image/303-itxt-compressed-bomb.png": "credential_too_large",
    "image/304-ztxt-bomb.png": "credential_too_large",
    "image/307-after-iend.png": NOTHING,
    "image/309-length-overflow.png": "malformed_image",
    "image/311-baked-url-metadata.png": "fetch_blocked",
    "image/313-svg-named-png.png": NOTHING,
    "image/327-xxe.svg": "malformed_image",
    "image/332-two-credentials.svg": "ambiguous_bake",
    "image/334-billion-laughs-quadratic.svg": "malformed_image",
    **dict.fromkeys(DRAWINGS, "cleaned"),
}


def test_the_cases_are_here() -> None:
    shared_path("hostile/index.json")
    assert set(CODES) == {case.file for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_a_hostile_image_ends_as_the_index_says(case: Case, cairn: Cairn) -> None:
    passage = check_verdict(case, CODES[case.file])
    assert passage.door is (Door.UPLOAD if case.file in DRAWINGS else Door.VERIFY)
    if passage.door is Door.VERIFY:
        check_command(case, cairn, passage)


@pytest.mark.parametrize("case", [case for case in CASES if case.file in DRAWINGS], ids=lambda case: case.file)
def test_a_picture_without_a_credential_proves_nothing(case: Case, cairn: Cairn) -> None:
    ended = run_verify(case, cairn)
    (result,) = ended.report["results"]
    assert (ended.exit_code, result["verdict"]) == (1, "not_verified")
    assert NOTHING in [check["code"] for check in result["checks"]]
