# SPDX-License-Identifier: Apache-2.0
"""The hostile files through the door for uploads: what is kept is harmless, and what is refused is told what to do."""

from __future__ import annotations

import io
import json
from typing import Final

import pytest
from PIL import Image

from cairn.foundation.files.inspection import Family, InspectedFile, UploadLimits, UploadRefused, inspect_upload
from cairn.standards.archives import parse_xml
from cairn.standards.openbadges.baking import unbake
from tests.hostile.cases import Case, list_cases
from tests.hostile.doors import DRAWINGS
from tests.hostile.guard import bounded
from tests.shared_data import shared_path

BADGE: Final = UploadLimits(families=frozenset({Family.PICTURE, Family.DRAWING}))
IMPORT: Final = UploadLimits(families=frozenset({Family.ARCHIVE}))
EVIDENCE: Final = UploadLimits()
SHAPES: Final = frozenset({"svg", "g", "path", "rect", "circle", "text", "title", "desc", "defs"})
IMAGE_CODES: Final = {
    "image/301-two-itxt.png": "unclear_credential",
    "image/303-itxt-compressed-bomb.png": "credential_too_large",
    "image/304-ztxt-bomb.png": "credential_too_large",
    "image/307-after-iend.png": "unclear_credential",
    "image/309-length-overflow.png": "malformed_image",
    "image/311-baked-url-metadata.png": "unclear_credential",
    "image/313-svg-named-png.png": "type_mismatch",
    "image/327-xxe.svg": "malformed_image",
    "image/332-two-credentials.svg": "unclear_credential",
    "image/334-billion-laughs-quadratic.svg": "malformed_image",
}


def send(case: Case, limits: UploadLimits) -> InspectedFile | UploadRefused:
    """Send a case through the door, within its bounds."""
    shared_path("hostile/index.json")
    with bounded():
        try:
            return inspect_upload(case.data, case.file.rpartition("/")[2], limits)
        except UploadRefused as refused:
            return refused


def assert_refused(outcome: InspectedFile | UploadRefused, code: str) -> None:
    """Assert that nothing is kept, for this reason, and that the person is told."""
    assert isinstance(outcome, UploadRefused), outcome
    assert outcome.code == code
    assert outcome.detail.endswith(".")
    assert outcome.kind == "invalid"


@pytest.mark.parametrize("case", list_cases("image"), ids=lambda case: case.file)
def test_a_hostile_picture_ends_as_the_index_says(case: Case) -> None:
    outcome = send(case, BADGE)
    assert (case.file in IMAGE_CODES) is (case.expected == "reject")
    if case.expected == "reject":
        assert_refused(outcome, IMAGE_CODES[case.file])
        return
    assert isinstance(outcome, InspectedFile), outcome
    assert unbake(outcome.data).carriers == ()
    if outcome.media_type == "image/svg+xml":
        assert {element.tag.partition("}")[2] for element in parse_xml(outcome.data).iter()} <= SHAPES
        for word in (b"script", b"onload", b"href", b"url(", b"http:", b"javascript", b"data:", b"foreignObject"):
            assert word not in outcome.data.replace(b'xmlns="http://www.w3.org/2000/svg"', b"")
    else:
        assert outcome.data.endswith(b"IEND\xaeB`\x82")
        with Image.open(io.BytesIO(outcome.data)) as picture:
            assert (picture.format, picture.info) == ("PNG", {})


@pytest.mark.parametrize("case", list_cases("image"), ids=lambda case: case.file)
def test_no_drawing_is_taken_as_evidence(case: Case) -> None:
    outcome = send(case, EVIDENCE)
    if case.file in DRAWINGS and case.file.endswith(".svg"):
        assert_refused(outcome, "drawing_not_allowed")


@pytest.mark.parametrize("case", list_cases("archive"), ids=lambda case: case.file)
def test_a_hostile_archive_ends_as_the_index_says_where_archives_are_taken(case: Case) -> None:
    outcome = send(case, IMPORT)
    if case.expected == "accept":
        assert isinstance(outcome, InspectedFile), outcome
        assert (outcome.media_type, outcome.data) == ("application/zip", case.data)
    else:
        assert isinstance(outcome, UploadRefused), outcome
        assert outcome.detail.endswith(".")


@pytest.mark.parametrize("case", list_cases("archive"), ids=lambda case: case.file)
def test_no_archive_is_taken_as_evidence(case: Case) -> None:
    outcome = send(case, EVIDENCE)
    assert isinstance(outcome, UploadRefused), outcome
    assert (outcome.code == "archive_not_allowed") or case.expected == "reject"


@pytest.mark.parametrize("case", list_cases("xml"), ids=lambda case: case.file)
def test_hostile_xml_is_no_text(case: Case) -> None:
    assert_refused(send(case, EVIDENCE), "markup_not_allowed")


@pytest.mark.parametrize("case", list_cases("text"), ids=lambda case: case.file)
def test_files_of_hostile_strings_are_kept_as_they_are(case: Case) -> None:
    outcome = send(case, EVIDENCE)
    assert isinstance(outcome, InspectedFile), outcome
    assert (outcome.media_type, outcome.extension) == ("text/plain", "txt")
    assert json.loads(outcome.data) == json.loads(case.data)


@pytest.mark.parametrize("file", ["900-names-must-accept.json", "901-hostile-strings.json"])
def test_hostile_strings_make_harmless_names_and_harmless_texts(file: str) -> None:
    for text in json.loads(shared_path(f"hostile/text/{file}").read_bytes()):
        with bounded():
            kept = inspect_upload(b"hello", f"{text}.txt")
        assert kept.name.endswith(".txt")
        assert not set(kept.name) & set('/\\<>:"|?*\x00\r\n\u202e\u2066')
        assert 5 <= len(kept.name) <= 124
        assert _outcome(text.encode("utf-8", "surrogatepass")) in {
            "text/plain", "empty", "unknown_format", "markup_not_allowed", "type_mismatch",
        }  # fmt: skip


def _outcome(data: bytes) -> str:
    """Return the media type of a text that is kept, or the code of its refusal."""
    with bounded():
        try:
            return inspect_upload(data, "a.txt").media_type
        except UploadRefused as refused:
            return refused.code
