# SPDX-License-Identifier: Apache-2.0
"""Hostile images: whether each carries one clear credential. Cleaning drawings for display is another door's matter."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cairn.standards.errors import BakeError
from cairn.standards.openbadges.baking import bake, extract, sniff, unbake
from tests.shared_data import SHARED, shared_path
from tests.standards.archives.guard import bounds
from tests.standards.openbadges.baking.images import TOKEN

_INDEX = SHARED / "hostile/index.json"
_CASES: list[dict[str, Any]] = json.loads(_INDEX.read_bytes())["cases"] if _INDEX.exists() else []
_FILES = sorted(case["file"] for case in _CASES if case["category"] == "image")
_CODES = {
    "image/300-baked-control.png": None,
    "image/301-two-itxt.png": "ambiguous_bake",
    "image/303-itxt-compressed-bomb.png": "credential_too_large",
    "image/304-ztxt-bomb.png": "credential_too_large",
    "image/309-length-overflow.png": "malformed_image",
    "image/311-baked-url-metadata.png": None,
    "image/327-xxe.svg": "malformed_image",
    "image/332-two-credentials.svg": "ambiguous_bake",
    "image/334-billion-laughs-quadratic.svg": "malformed_image",
}
"""What the reader says; all others are images without a credential."""


def test_the_cases_are_here() -> None:
    shared_path("hostile/index.json")
    assert len(_FILES) == 22
    assert set(_CODES) < set(_FILES)


@pytest.mark.parametrize("file", _FILES)
def test_a_hostile_image_gives_up_no_more_than_one_clear_credential(file: str) -> None:
    image = shared_path(f"hostile/{file}").read_bytes()
    code = None
    with bounds():
        try:
            extract(image)
        except BakeError as error:
            code = error.code
    assert code == _CODES.get(file, "no_credential_in_image")


def test_an_address_in_an_image_is_named_as_such_and_not_fetched() -> None:
    with bounds():
        carrier = unbake(shared_path("hostile/image/311-baked-url-metadata.png").read_bytes()).single()
    assert (carrier.form, carrier.text) == ("url", "http://169.254.169.254/latest/meta-data/")


def test_a_name_says_nothing_about_the_type() -> None:
    assert sniff(shared_path("hostile/image/313-svg-named-png.png").read_bytes()) == "image/svg+xml"
    assert sniff(shared_path("hostile/image/333-utf16.svg").read_bytes()) == "image/svg+xml"


def test_a_polyglot_loses_its_tail_when_it_is_baked() -> None:
    image = shared_path("hostile/image/312-polyglot-html.png").read_bytes()
    assert unbake(image).notes == ("After the end of the picture stand 31 more bytes, which were not read.",)
    assert b"<html>" not in bake(image, TOKEN)
